"""Städtebund Silberberg: five towns conclude one agreement, Schwarzenberg on the same day another of its own."""

import pytest

from accounts.functions import Function
from agreements.models import CooperationAgreement, RegisterCounter
from core import dates, formats
from tests.factories import ContactFactory, person
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")

TOGETHER = "Aue-Bad Schlema, Lauter-Bernsbach, Lößnitz, Schneeberg und Schwarzenberg/Erzgeb."
ALONE = "Schwarzenberg/Erzgeb."
CONSENT, APPROVE, FIX = "In die Abstimmung geben", "Schlusszeichnen", "Endfassung festschreiben"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    RegisterCounter.objects.create(pk=RegisterCounter.ONLY, last_number=49)
    for number, town in enumerate(built.silberberg, start=1):
        ContactFactory(municipality=town, role="signatory", name=f"Person {number}", office="Stadtoberhaupt")
    return built


@pytest.fixture(scope="module")
def loessnitz(saxony):
    town = saxony.silberberg[2]
    return person(
        "koordination@loessnitz.example", Function.COORDINATION, name="Koordination Lößnitz", municipality=town,
        starts_on=world.SINCE,
    )  # fmt: skip


def test_one_joint_and_one_own_on_the_same_day(visit, saxony, loessnitz):
    office, lead = visit(saxony.sachbearbeitung), visit(saxony.leitung)
    joint = drafted(office, saxony.silberberg, "LPR-0144.5/44/2023")
    assert "Es läuft schon" not in office.message
    own = drafted(office, saxony.silberberg[-1:], "LPR-0144.5/45/2023")
    warning = f"Es läuft schon eine andere: Kooperationsvereinbarung {TOGETHER}. Beide nebeneinander sind möglich."
    assert warning in office.message
    for address, number in ((joint, 50), (own, 51)):
        agreed(office, address)
        moved(lead, address, APPROVE)
        moved(office, address, FIX)
        signed(office, address, number)
    both_stand_side_by_side(office, joint, own)
    only_the_joint_one_is_read(visit(loessnitz), joint, own)


def drafted(office, towns, file_reference):
    """Drafted and judged; the message still stands."""
    office.go("/vereinbarungen/neu/").glance()
    address = steps.draft(office, towns, file_reference)
    office.look()
    return address


def moved(visitor, address, words):
    """A move, with a look at the page that asks and at the page that comes of it."""
    visitor.go(address).glance().follow(words).glance().press(words).glance()
    assert visitor.path == address


def row_at(address):
    return CooperationAgreement.objects.for_detail().get(pk=address.rstrip("/").split("/")[-1])


def agreed(office, address):
    """Consultation, and the consent of everybody, with the paper's day and its source."""
    moved(office, address, CONSENT)
    names = [party.name for party in row_at(address).sorted_parties]
    assert names[-1] == "Polizeidirektion Chemnitz"
    for name in names:
        steps.record_consent(office, address, name, "Beschluss vom selben Tag")
        office.glance()
    assert "Alle Parteien haben dieser Fassung zugestimmt" in office.text


def signed(office, address, number):
    """Everybody signs in Schneeberg; the last signature brings the number."""
    title = f"Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}{number}"
    labels = [signatory.label for signatory in row_at(address).signatories]
    said = [steps.enter_signature(office.glance(), address, label, place="Schneeberg") for label in labels]
    assert said == ["Die Unterschrift ist eingetragen."] * (len(labels) - 1) + [f"Alle haben unterzeichnet: {title}."]
    assert office.look().heading == title


def both_stand_side_by_side(office, joint, own):
    """Successive numbers of one day, in the list and on the page of the town that has both."""
    rows = [row_at(address) for address in (joint, own)]
    assert [(row.register_number, row.signed_on) for row in rows] == [(50, dates.today()), (51, dates.today())]
    office.go("/vereinbarungen/?sortierung=nummer").look()
    numbers = office.page.locator("tbody td:first-child").all_inner_texts()
    assert [" ".join(number.split()) for number in numbers] == ["50 nach Tag die 1.", "51 nach Tag die 2."]
    assert office.page.locator("tbody th a").all_inner_texts() == [TOGETHER, ALONE]
    assert office.text.count(formats.day_short(dates.today())) == 2
    office.go(rows[1].municipalities[0].get_absolute_url()).look()
    for address, number in ((joint, "50"), (own, "51")):
        link = office.page.get_by_role("region", name="Vereinbarungen", exact=True).locator(f"a[href='{address}']")
        assert link.inner_text() == f"Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}{number}"


def only_the_joint_one_is_read(coordinator, joint, own):
    """Lößnitz reads what it concluded itself; what Schwarzenberg concluded alone does not exist for it."""
    coordinator.go("/").look()
    assert coordinator.page.locator(f"main a[href='{own}']").count() == 0
    coordinator.menu("Vereinbarungen").look()
    assert coordinator.page.locator("tbody th a").all_inner_texts() == [TOGETHER]
    coordinator.follow(TOGETHER).look()
    assert (coordinator.path, coordinator.heading) == (joint, "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50")
    coordinator.go(own, status=404).look()
    assert ALONE not in coordinator.text
