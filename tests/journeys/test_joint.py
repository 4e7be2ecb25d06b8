"""Five towns in one agreement (Städtebund Silberberg): one paper, one number, on the page of each town."""

import io

import pytest
from pypdf import PdfReader

from agreements.actions import review
from agreements.models import CooperationAgreement, RegisterCounter
from core import dates
from tests.factories import ContactFactory
from tests.journeys import steps, world
from tests.life import sign_as

pytestmark = pytest.mark.needs("chromium")

REFERENCE = "LPR-0144.5/44/2023"
LABEL = "Aue-Bad Schlema, Lauter-Bernsbach, Lößnitz, Schneeberg und Schwarzenberg/Erzgeb."
TITLE = "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    RegisterCounter.objects.create(pk=RegisterCounter.ONLY, last_number=49)
    for number, town in enumerate(built.silberberg, start=1):
        ContactFactory(municipality=town, role="signatory", name=f"Person {number}", office="Stadtoberhaupt")
    return built


def test_five_towns_one_number(visit, saxony):
    caseworker = visit(saxony.sachbearbeitung)
    address = steps.draft(caseworker, saxony.silberberg, REFERENCE)
    steps.move(caseworker, address, "In die Abstimmung geben")
    row = CooperationAgreement.objects.for_detail().get(file_reference=REFERENCE)
    assert [party.name for party in row.sorted_parties][-1] == "Polizeidirektion Chemnitz"
    assert row.towns_label == LABEL
    for party in row.sorted_parties:
        review.consent(party, by=saxony.sachbearbeitung, agreed_on=dates.today(), note="Beschluss")
    steps.move(visit(saxony.leitung), address, "Schlusszeichnen")
    steps.move(caseworker, address, "Endfassung festschreiben")
    printed(caseworker, address, row)
    *others, last = row.signatories
    for signatory in others:
        sign_as(signatory, place="Schneeberg")
    message = steps.enter_signature(caseworker, address, last.label, place="Schneeberg")
    assert message == f"Alle haben unterzeichnet: {TITLE}."
    assert caseworker.look().heading == TITLE
    assert RegisterCounter.objects.get().last_number == 50
    listed_once_and_on_five_pages(caseworker, saxony, address)


def printed(caseworker, address, row):
    """Everybody who signs has a line of her own in the PDF."""
    content = caseworker.fetch(f"{address}pdf/")
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    block = text[text.rindex("Unterschriften") :]
    missing = [words for row in row.signatories for words in (row.name, row.office) if words not in block]
    assert missing == []
    assert len(row.signatories) == 7


def listed_once_and_on_five_pages(caseworker, saxony, address):
    caseworker.go("/vereinbarungen/")
    assert caseworker.page.locator("tbody th a").all_inner_texts() == [LABEL]
    for town in saxony.silberberg:
        caseworker.go(town.get_absolute_url())
        link = caseworker.page.locator(f"main a[href='{address}']").first
        assert "50" in link.inner_text() or "50" in link.locator("xpath=ancestor::section[1]").inner_text()
        caseworker.glance()
