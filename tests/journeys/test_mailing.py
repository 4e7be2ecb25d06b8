"""Verteiler for all mayors of one district: from the list to the BCC text and the Serienbrief; a town answers."""

import io

import pytest
from openpyxl import load_workbook

from audit.models import ReadEvent
from municipalities.models import Municipality
from tests.factories import ConfirmationRequestFactory, ContactFactory, PersonFactory
from tests.journeys import world

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def saxony(transactional_db):
    saxony = world.build()
    for town in Municipality.objects.filter(district=saxony.meerane.district).exclude(pk=saxony.werdau.pk):
        weber = PersonFactory(salutation="ms", title="Dr.", name="Erika Weber") if town == saxony.meerane else None
        ContactFactory(
            municipality=town, role="head", office="Bürgermeister/in", person=weber,
            email=f"rathaus{town.ags}@ort.example", official_title="Bürgermeisterin" if weber else "",
        )  # fmt: skip
    return saxony


def test_all_mayors_of_one_district(visit, saxony):
    visitor = visit(saxony.sachbearbeitung).go("/kommunen/?landkreis=14524")
    visitor.follow("Verteiler für diese Liste").look()
    assert "Landkreis: Landkreis Zwickau" in visitor.text
    visitor.press("BCC-Text zeigen", status=422)
    assert "Bitte „Zweck“ ausfüllen." in visitor.text
    visitor.fill("Adressen je Portion", "20").press("Anwenden")
    visitor.fill("Zweck", "Einladung zur Regionalkonferenz").press("BCC-Text zeigen").look()
    first, second = (area.input_value() for area in visitor.page.locator("textarea").all())
    assert (first.count("@"), second.count("@")) == (20, 12)
    assert "Werdau" in visitor.page.locator("section[aria-labelledby=luecken]").inner_text()
    visitor.fill("Zweck", "Einladung zur Regionalkonferenz")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Serienbrief (XLSX)").click()
    rows = list(load_workbook(io.BytesIO(download.value.path().read_bytes()))["Verteiler"].iter_rows(values_only=True))
    assert len(rows) == 33
    assert "Sehr geehrte Frau Bürgermeisterin Dr. Weber," in [row[0] for row in rows]
    assert [event.details["Ausgabe"] for event in ReadEvent.objects.order_by("pk")] == [
        "BCC-Text", "Serienbrief (XLSX)",
    ]  # fmt: skip
    assert visit(saxony.leitung).go("/verteiler/verwendung/").look().text.count("Regionalkonferenz") == 2


def test_a_town_answers_by_the_link(visit, saxony):
    ConfirmationRequestFactory(token="muster", municipality=saxony.meerane, recipient="rathaus@ort.example")
    visitor = visit().go("/bestaetigung/muster/").look()
    visitor.click(visitor.page.get_by_role("link", name="Berichtigen").first).look()
    visitor.fill("Ihr Vor- und Nachname", "Erika Muster").fill("Dienstliche Telefonnummer", "03764 540")
    visitor.press("Berichtigung speichern")
    assert "03764 540" in visitor.text
    visitor.fill("Ihr Vor- und Nachname", "Erika Muster").press("Alles stimmt", status=410).look()
    assert visitor.heading == "Schon bestätigt"
