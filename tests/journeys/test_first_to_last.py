"""One agreement through the pages: draft, consultation, approval, fixing, three signatures, number 50, scan, PDF."""

import hashlib
import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from agreements.models import CooperationAgreement
from agreements.transitions import Status
from tests import life
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")

REFERENCE = "LPR-0144.5/50/2023"
OWN_WORDS = "Die Stadt richtet am Markt eine Sprechstunde ein."
LPR, TOWN, POLICE = "Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    world.forty_nine_signed(without=[built.meerane, built.werdau, *built.silberberg])
    return built


def test_from_draft_to_number_50(visit, saxony):
    caseworker = steps.sign_in(visit(), "sachbearbeitung@lpr.example")
    address = draft_with_own_words(caseworker, saxony)
    steps.move(caseworker, address, "In die Abstimmung geben")
    consents(visit, saxony, caseworker, address)
    approval(visit, saxony, caseworker, address)
    steps.move(caseworker, address, "Endfassung festschreiben")
    assert "voraussichtlich die 50." in caseworker.glance().text
    final = fixed_text(caseworker, address)
    signatures(caseworker, address)
    guests(caseworker, address)
    scan = signed_copy(caseworker, address, pages=len(PdfReader(io.BytesIO(final)).pages))
    the_town_reads(visit, saxony, address, final, scan)


@pytest.mark.parametrize("towns", ["one", "five"])
def test_preview_while_typing_is_the_one_after_saving(visit, saxony, towns):
    """One town or five: field words, both wordings, open places and what is missing."""
    chosen = [saxony.meerane] if towns == "one" else list(saxony.silberberg)
    agreement = life.agreement_in(Status.DRAFT, towns=chosen, file_reference=f"LPR/Vorschau {towns}")
    caseworker = visit(saxony.sachbearbeitung).go(f"/vereinbarungen/{agreement.pk}/text/")
    paragraphs = caseworker.page.locator(".doc-paragraphs")
    from_server = paragraphs.all_inner_texts()
    for area in caseworker.page.locator("textarea").all():
        area.press_sequentially(" ")
        area.press("Backspace")
    assert paragraphs.all_inner_texts() == from_server
    area = caseworker.page.locator("textarea").nth(1)
    area.fill("{Kommune_kurz} {trägt|tragen} [Anzahl] Schilder. {Landkreis} und {Polizeidirektion}, {Unfug}.")
    while_typing = paragraphs.nth(1).inner_html()
    assert "{" not in while_typing
    caseworker.press("Text speichern")
    assert paragraphs.nth(1).inner_html().replace("\n", "").strip() == while_typing


def draft_with_own_words(caseworker, saxony):
    """The draft, and a sentence that the preview shows before it is saved."""
    address = steps.draft(caseworker, [saxony.meerane], REFERENCE)
    assert caseworker.glance().heading == "Kooperationsvereinbarung"
    caseworker.follow("Text bearbeiten")
    page = caseworker.page
    area = page.locator("textarea").nth(1)
    saved = area.input_value()
    preview = page.locator(f"#{area.get_attribute('data-live')} li")
    area.press("Control+End")
    area.press_sequentially("\n" + OWN_WORDS + " [Ort]")
    expect(preview.last).to_have_text(OWN_WORDS + " [Ort]")
    expect(preview.last.locator("mark")).to_have_text("[Ort]")
    assert CooperationAgreement.objects.get(file_reference=REFERENCE).clauses.all()[1].text == saved
    caseworker.press("Text speichern").glance()
    assert caseworker.message == "Der Text ist gespeichert."
    caseworker.follow("Platzhalter in § 1 Gegenstand und Zweck ersetzen")
    caseworker.page.locator("textarea").nth(1).fill(f"{saved}\n{OWN_WORDS}")
    caseworker.press("Text speichern")
    assert "Nichts mehr von Hand einzutragen" in caseworker.text
    return address


def consents(visit, saxony, caseworker, address):
    """Town and police agree in the portal, the office records its own consent; Mitarbeit only reads."""
    staff = visit(saxony.mitarbeit_meerane).go(address).glance()
    assert OWN_WORDS in staff.text
    assert staff.link(f"Zustimmen: Zustimmung {TOWN}").count() == 0
    for person, party in ((saxony.beigeordnete_meerane, TOWN), (saxony.polizei_zwickau, POLICE)):
        visitor = visit(person)
        assert_waits(visitor, address)
        steps.give_consent(visitor, address, party)
    steps.record_consent(caseworker, address, LPR, "Beschluss der Geschäftsführung")
    assert "Alle Parteien haben dieser Fassung zugestimmt" in caseworker.glance().text


def approval(visit, saxony, caseworker, address):
    """Whoever drafted may not approve, not even by typing the address."""
    assert caseworker.link("Schlusszeichnen").count() == 0
    caseworker.go(f"{address}schlusszeichnung/", status=403)
    assert caseworker.glance().heading == "Dafür fehlt Ihnen die Berechtigung"
    lead = visit(saxony.leitung)
    assert_waits(lead, address)
    steps.move(lead, address, "Schlusszeichnen")
    assert CooperationAgreement.objects.get(file_reference=REFERENCE).approved_by == saxony.leitung


def assert_waits(visitor, address):
    """The start page leads to what waits for this person."""
    visitor.go("/").glance()
    assert visitor.page.locator(f"main a[href^='{address}']").count() > 0


def fixed_text(caseworker, address):
    """The PDF behind the link is the stored one, to the byte; its hash stands on the page."""
    row = CooperationAgreement.objects.get(file_reference=REFERENCE)
    content, filename = caseworker.download("Endfassung (PDF)")
    digest = hashlib.sha256(content).hexdigest()
    assert digest == row.final_document.sha256
    assert digest in caseworker.text.replace(" ", "")
    assert filename == row.final_document.filename
    assert caseworker.fetch(f"{address}pdf/") == content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert REFERENCE in text
    assert "Entwurf" not in text
    return content


def signatures(caseworker, address):
    """Three of them: at the town hall, in somebody's stead, by video; the last one brings the number."""
    row = CooperationAgreement.objects.for_detail().get(file_reference=REFERENCE)
    office, town, police = (signatory.label for signatory in row.signatories)
    assert steps.enter_signature(caseworker, address, office) == "Die Unterschrift ist eingetragen."
    note = "i. V. Erste Beigeordnete"
    steps.enter_signature(caseworker, address, town, place="Altes Rathaus Meerane", deputy_note=note)
    assert "voraussichtlich die 50." in caseworker.glance().text
    done = steps.enter_signature(caseworker, address, police, video=True, place="")
    assert done == "Alle haben unterzeichnet: Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50."
    assert caseworker.heading == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50"
    page = caseworker.glance().text
    assert [words in page for words in (note, "Altes Rathaus Meerane", "per Video", "voraussichtlich")] == [
        True, True, True, False,
    ]  # fmt: skip
    row.refresh_from_db()
    assert (row.status, row.register_number) == ("signed", 50)


def guests(caseworker, address):
    caseworker.go(address).follow("Gäste eintragen")
    caseworker.fill("Anwesende Gäste", "Erika Muster, Amtsleitung\nMax Beispiel").press("Gäste speichern")
    assert "Im Beisein von: Erika Muster, Amtsleitung; Max Beispiel" in caseworker.text


def signed_copy(caseworker, address, pages):
    """A wrong file first: one sentence, nothing stored, and the right one can follow on the same page."""
    caseworker.go(address).follow("Ausfertigung ablegen")
    steps.upload(caseworker, "Scan.pdf", b"Sehr geehrte Damen und Herren,", status=422)
    assert "Der Inhalt der Datei passt nicht zur Endung „.pdf“." in caseworker.look().text
    assert CooperationAgreement.objects.get(file_reference=REFERENCE).signed_copy is None
    scan = steps.scan_of(pages)
    steps.upload(caseworker, "Ausfertigung Meerane.pdf", scan)
    assert caseworker.path == address
    assert caseworker.message == "Die unterzeichnete Ausfertigung ist abgelegt."
    return scan


def the_town_reads(visit, saxony, address, final, scan):
    """Meerane's coordinator finds number 50 by her own menu, with both files."""
    coordinator = visit(saxony.koordination_meerane).go("/").menu("Vereinbarungen").follow("Meerane")
    assert coordinator.path == address
    assert coordinator.heading == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50"
    assert coordinator.download("Endfassung (PDF)")[0] == final
    assert coordinator.download("Unterzeichnete Ausfertigung") == (scan, "Ausfertigung Meerane.pdf")
