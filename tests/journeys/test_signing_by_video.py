"""Fixed, another person signs, by video on two days, originals placed, protocol and register sheet downloaded."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from agreements.models import CooperationAgreement, Signatory
from agreements.transitions import Status
from documents.actions import content_of
from tests import life
from tests.journeys import steps, world
from tests.signed_pdf import signed

pytestmark = pytest.mark.needs("chromium")
MAYOR = "Jörg Beispiel, Bürgermeister"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


def test_signing_by_video_on_two_days_with_another_person(visit, saxony):
    row = life.agreement_in(Status.FINALISED, towns=[saxony.meerane], police=saxony.pd_zwickau)
    # Fixed some days ago, so that it can be signed on two of them.
    CooperationAgreement.objects.filter(pk=row.pk).update(finalised_on=date(2023, 4, 20))
    town = row.signatories[1]
    Signatory.objects.filter(pk=town.pk).update(name="Jörg Beispiel", office="Bürgermeister")
    address, final = row.get_absolute_url(), content_of(row.final_document)
    office = steps.sign_in(visit(), "sachbearbeitung@lpr.example")
    another_person(office, address)
    day_and_checklist(office, address)
    signatures(office, address, row)
    originals(office, address)
    signed_file(office, address, final)
    papers(office, address)
    the_town_reads(visit, saxony, address, final)


def another_person(office, address):
    office.go(address).follow("Jemand anderes unterzeichnet statt Jörg Beispiel, Bürgermeister").glance()
    office.fill("Name", "Anna Beispiel").fill("Funktion oder Amtsbezeichnung", "Erste Beigeordnete")
    office.choose("Befugnis", "Beigeordnete/r (§ 55 SächsGemO)").press("Speichern", status=422).glance()
    assert "Bitte begründen, warum jemand anderes unterzeichnet." in office.text
    office.fill("Grund des Wechsels", "Der Bürgermeister ist verhindert.").press("Speichern").glance()
    assert office.message == "Gespeichert. Der Text und die Endfassung bleiben, wie sie sind."
    assert "anstelle von Jörg Beispiel, Bürgermeister" in office.text


def day_and_checklist(office, address):
    office.go(address).follow("Termin eintragen").glance()
    office.fill("Tag", "2023-05-03").fill("Adresse der Videokonferenz", "https://video.example/meerane")
    office.press("Termin speichern")
    assert office.message == "Der Termin ist gespeichert: 3. Mai 2023. Die Zugänge der Parteien erfahren es per Mail."
    office.follow("Checkliste").glance()
    office.page.get_by_label("Unterschriftenmappen und Stifte").check()
    office.press("Häkchen speichern").glance()
    assert "1 von 11 erledigt" in office.text


def signatures(office, address, row):
    """The office on one day at the table, town and police by video on others."""
    first, _, third = (signatory.label for signatory in row.signatories)
    steps.enter_signature(office, address, first, place="Dresden")
    for label, day in ((MAYOR, "2023-04-24"), (third, "2023-04-25")):
        office.go(address).follow(f"Eintragen: Unterschrift {label}")
        steps.name_the_signer(office).fill("Tag der Unterschrift", day)
        office.choose("Art der Unterzeichnung", "per Videokonferenz").fill("Ort", "").press("Unterschrift eintragen")
    row = CooperationAgreement.objects.for_detail().get(pk=row.pk)
    assert (row.status, row.signatories[1].deputy_note) == ("signed", "i. V. Erste Beigeordnete")
    assert sorted({signatory.signed_on.day for signatory in row.signatories}) == [24, 25]


def originals(office, address):
    office.go(address).follow("Ausfertigungen").press("Anzahl speichern").glance()
    page = office.page
    page.get_by_label("2. Ausfertigung, für Stadt Meerane").check()
    office.choose("Verbleib", "verbleibt bei").choose("Partei", "Stadt Meerane").press("Verbleib eintragen").glance()
    assert office.message == "Der Verbleib ist eingetragen."
    assert "verbleibt bei Stadt Meerane seit 25.04.2023" in office.text


def signed_file(office, address, final):
    office.go(address).follow("Signierte Datei ablegen").glance()
    file = {"name": "signiert.pdf", "mimeType": "application/pdf", "buffer": signed(final)}
    office.field("Signiertes PDF").set_input_files(file)
    office.press("Signierte Datei ablegen").glance()
    assert "enthält die Endfassung unverändert" in office.text


def papers(office, address):
    office.go(address).glance()
    texts = {}
    links = {"protocol": "Unterzeichnungsprotokoll (PDF)", "sheet": "Registerblatt (PDF)"}
    for name, path in (("protocol", "unterzeichnungsprotokoll/"), ("sheet", "registerblatt/")):
        assert office.link(links[name]).count() == 1
        pages = PdfReader(io.BytesIO(office.fetch(f"{address}{path}"))).pages
        texts[name] = " ".join("".join(page.extract_text() for page in pages).split())
    assert all("Anna Beispiel" in text and "Jörg Beispiel" in text for text in texts.values())
    assert "verbleibt bei Stadt Meerane" in texts["protocol"]


def the_town_reads(visit, saxony, address, final):
    """The same bytes begin the signed file, and nothing of the office's own shows."""
    town = visit(saxony.koordination_meerane).go(address).glance()
    content, _ = town.download("signiert.pdf")
    assert content.startswith(final)
    assert [town.link(label).count() for label in ("Registerblatt (PDF)", "Checkliste", "Jemand anderes")] == [0, 0, 0]
