"""The whole way with JavaScript off: every page is a page, every button a form."""

import hashlib

import pytest

from agreements.models import CooperationAgreement, RegisterCounter
from tests.journeys import steps, watch, world

pytestmark = pytest.mark.needs("chromium")

REFERENCE = "LPR-0144.5/50/2023"
OWN_WORDS = "Die Stadt richtet am Markt eine Sprechstunde ein."
PARTIES = ("Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau")


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    RegisterCounter.objects.create(pk=RegisterCounter.ONLY, last_number=49)
    return built


def test_from_draft_to_number_50(visit, saxony):
    caseworker = steps.sign_in(visit(javascript=False), "sachbearbeitung@lpr.example")
    address = steps.draft(caseworker, [saxony.meerane], REFERENCE, typing=False)
    write(caseworker)
    steps.move(caseworker, address, "In die Abstimmung geben")
    for party in PARTIES:
        steps.record_consent(caseworker, address, party, "Beschluss")
    steps.move(visit(saxony.leitung, javascript=False), address, "Schlusszeichnen")
    steps.move(caseworker, address, "Endfassung festschreiben")
    row = CooperationAgreement.objects.for_detail().get(file_reference=REFERENCE)
    for signatory in row.signatories:
        steps.enter_signature(caseworker, address, signatory.label, place="Meerane")
    assert caseworker.heading == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50"
    papers(caseworker, row)


def write(caseworker):
    """The preview beside the text is right after saving."""
    caseworker.follow("Text bearbeiten")
    area = caseworker.page.locator("textarea").nth(1)
    area.fill(f"{area.input_value()}\n{OWN_WORDS}")
    caseworker.press("Text speichern")
    assert caseworker.page.locator("#absaetze-1 li").last.inner_text() == OWN_WORDS


def papers(caseworker, row):
    caseworker.follow("Ausfertigung ablegen")
    steps.upload(caseworker, "Ausfertigung.txt", b"Ich bin kein Scan.", "text/plain", status=422)
    assert "Bitte eine Datei der Art PDF, JPG, JPEG oder PNG auswählen." in caseworker.text
    scan = steps.scan_of(row.final_document.page_count + 1)
    steps.upload(caseworker, "Ausfertigung.pdf", scan)
    assert "Bitte prüfen, ob er vollständig ist." in caseworker.text
    assert caseworker.download("Unterzeichnete Ausfertigung") == (scan, "Ausfertigung.pdf")
    final, _ = caseworker.download("Endfassung (PDF)")
    assert hashlib.sha256(final).hexdigest() == row.final_document.sha256


def test_menus_of_a_phone_open_and_lead_on(visit, saxony):
    """Menu and account are popovers: the browser opens them, no script does."""
    phone = visit(saxony.sachbearbeitung, javascript=False, width=watch.SMALLEST).go("/")
    navigation = phone.page.locator("#nav")
    assert not navigation.is_visible()
    phone.page.get_by_role("button", name="Menü").click()
    assert navigation.is_visible()
    assert phone.menu("Vereinbarungen").heading == "Vereinbarungen"
    phone.page.get_by_role("button", name="Konto").click()
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="Abmelden").click()
    assert phone.path == "/konto/anmelden/"
    phone.go("/vereinbarungen/")
    assert phone.path == "/konto/anmelden/"
