"""A list of contact persons: uploaded, one town chosen from the suggestions, rehearsed, taken over, undone."""

import pytest

from municipalities.models import ContactPerson
from tests.imports.files import workbook
from tests.journeys import world

pytestmark = pytest.mark.needs("chromium")
LINES = (
    ["Meerane", "", "Frau", "Erika Beispiel", "Ordnungsamt", "03764 540", "01.03.2023"],
    ["Bernsdorf", "", "Herr", "Max Muster", "Bürgermeister", "", "2021"],
)


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


def test_a_list_is_taken_over_and_undone(visit, saxony):
    before = ContactPerson.objects.count()
    office = visit(saxony.sachbearbeitung)
    office.go("/uebernahmen/").look().follow("Ansprechpersonen").look()
    file = {"name": "kontakte.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(*LINES)}
    office.page.get_by_label("Datei", exact=True).set_input_files(file)
    office.press("Hochladen und weiter").look()
    office.press("Zuordnung übernehmen und Zeilen prüfen").look()
    assert "1 Zeile wartet auf eine Entscheidung" in office.text
    office.page.get_by_label("Bernsdorf (Landkreis Zwickau)", exact=True).check()
    office.press("Entscheidungen speichern").look()
    office.press("Probelauf").look()
    assert "2 Zeilen würden übernommen" in office.text
    assert ContactPerson.objects.count() == before
    office.press("2 Zeilen übernehmen").look()
    assert ContactPerson.objects.get(person__name="Max Muster").municipality.district.name == "Zwickau"
    office.follow("Rückgängig machen").look()
    office.fill("Begründung", "Es war die Liste des Vorjahres.").press("Alle Einträge zurücknehmen").look()
    assert ContactPerson.objects.count() == before
