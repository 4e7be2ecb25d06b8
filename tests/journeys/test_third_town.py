"""A third town joins an agreement of two: its Nachtrag up to the last signature, and who reads what."""

from datetime import date

import pytest
from django.db import transaction

from accounts.functions import Function
from agreements.actions import review
from agreements.models import CooperationAgreement
from core import dates
from municipalities.models import Municipality
from tests.factories import AgreementFactory, ContactFactory, activated, person
from tests.journeys import steps, world
from tests.life import sign_as

pytestmark = pytest.mark.needs("chromium")

GLAUCHAU = "14524080"
TITLE = "1. Nachtrag (Beitritt der Stadt Glauchau) zur Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}1"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture(scope="module")
def glauchau(saxony):
    town = Municipality.objects.get(ags=GLAUCHAU)
    ContactFactory(municipality=town, coordination=True)
    return activated(town)


def test_a_third_town_joins(visit, saxony, glauchau):
    with transaction.atomic():
        agreement = AgreementFactory(signed=True, towns=[saxony.meerane, saxony.werdau])
    mayor = person("buergermeister@glauchau.example", Function.MAYOR, name="Glauchau", municipality=glauchau)
    base = agreement.get_absolute_url()
    office, town = visit(saxony.sachbearbeitung), visit(mayor)
    address = drafted(office, base, glauchau)
    # Who is about to join reads what she is asked to sign, but not yet the agreement of the others.
    town.watch.intended = {404}
    town.go(base, status=404)
    assert "Glauchau" in town.go(address).look().heading
    steps.give_consent(town, address, "Stadt Glauchau")
    signed(visit, saxony, office, address)
    shows_three(office, base)
    # From the last signature on she reads it, and no version from before.
    assert town.go(base).look().heading == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}1"
    town.go(f"{base}lesefassung/").look()
    for name in ("kuendigung", "ersetzen"):
        office.go(f"{base}{name}/").look()


def drafted(office, base, glauchau):
    office.go(base).follow("Nachtrag entwerfen").look()
    office.press("Entwurf anlegen", status=422)
    assert "Bitte die Kommune auswählen, die beitritt." in office.text
    office.choose("Beitretende Kommune", steps.label_of(glauchau)).fill("Wirksam ab", "2023-04-25")
    office.fill("Aktenzeichen", "LPR-0144.7/1/2023").press("Entwurf anlegen")
    address = office.path
    assert office.look().heading == TITLE
    office.follow("Tag der Wirksamkeit ändern").look()
    steps.move(office, address, "In die Abstimmung geben")
    return address


def signed(visit, saxony, office, address):
    row = CooperationAgreement.objects.for_detail().get(amendment__isnull=False)
    for party in row.sorted_parties:
        if party.name != "Stadt Glauchau":
            review.consent(party, by=saxony.sachbearbeitung, agreed_on=dates.today(), note="Beschluss")
    steps.move(visit(saxony.leitung), address, "Schlusszeichnen")
    steps.move(office, address, "Endfassung festschreiben")
    *others, last = CooperationAgreement.objects.for_detail().get(pk=row.pk).signatories
    for signatory in others:
        sign_as(signatory, place="Glauchau")
    message = steps.enter_signature(office, address, last.label, place="Glauchau")
    assert message == f"Alle haben unterzeichnet: {TITLE}."


def shows_three(office, base):
    office.go(base).look()
    assert "Stadt Glauchau tritt bei" in office.text
    office.follow("Parteien an einem Tag").look()
    assert "Erfasste Kommunen an diesem Tag: Glauchau, Meerane, Werdau" in office.text
    office.go(f"{base}parteien-am/?am={date(2023, 4, 24).isoformat()}")
    assert "Erfasste Kommunen an diesem Tag: Meerane, Werdau" in office.text
    office.go("/vereinbarungen/")
    assert office.page.locator("tbody th a").all_inner_texts() == ["Meerane und Werdau"]
