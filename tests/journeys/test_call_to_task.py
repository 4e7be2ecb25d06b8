"""From the call to the task that is done: Telefonvermerk, appointment, consultation, release, the town's own step."""

import pytest

from advice.models import Consultation
from tasks.models import Task
from tests.factories import ResponsibilityFactory
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    ResponsibilityFactory(municipality=None, district=built.meerane.district, user=built.sachbearbeitung)
    return built


def test_from_the_call_to_the_task(visit, saxony):
    office = visit(saxony.sachbearbeitung)
    note_the_call(office, saxony)
    arrange(office)
    consult(office)
    office.follow("Für die Kommune freigeben").look().press("Freigeben")
    assert office.message == "Freigegeben für: Meerane."
    the_town_does_its_step(visit(saxony.koordination_meerane), saxony)


def note_the_call(office, saxony):
    """From any page by one key; what is known comes beside the form while the town is picked."""
    office.go("/vereinbarungen/")
    with office.page.expect_navigation():
        office.page.keyboard.press("Alt+t")
    assert office.path == "/beratung/telefonvermerk/"
    office.look()
    # The cursor stands in the field for the town already.
    office.page.keyboard.type("Meerane")
    office.page.keyboard.press("Enter")
    known = office.page.locator("#umfeld")
    known.get_by_role("heading", name="Nachbarn").wait_for()
    assert "Sachbearbeitung ASSKomm" in known.inner_text()
    assert "Polizeidirektion Zwickau" in known.inner_text()
    office.look()
    office.fill("Vermerk", "Bittet um ein Gespräch im Rathaus.").press("Vermerk speichern")
    assert office.heading == "Telefonvermerk"
    assert "Wiedervorlage: Bittet um ein Gespräch im Rathaus." in office.text
    office.look()


def arrange(office):
    office.follow("Termin vereinbaren").look()
    office.fill("Tag", "2023-04-25").fill("Beginn", "10:00").press("Termin vereinbaren")
    assert "25. April 2023, 10:00 bis 11:30 Uhr" in office.text
    office.look()
    content, name = office.download("Kalenderdatei (ICS)")
    assert name == "beratung-2023-04-25.ics"
    assert content.startswith(b"BEGIN:VCALENDAR")


def consult(office):
    """Pre-filled from the appointment; a step of each side."""
    office.follow("Beratung eintragen").look()
    office.fill("Ergebnis", "Die Stadt gründet einen Präventionsrat.").fill("Interner Vermerk", "Nur für uns.")
    first, second = (office.page.get_by_label("Nächster Schritt").nth(number) for number in (0, 1))
    first.fill("Muster senden")
    second.fill("Stadtrat befassen")
    office.page.locator("[name=schritte-1-side]").select_option("municipality")
    for number in (0, 1):
        office.page.locator(f"[name=schritte-{number}-due_on]").fill("2023-05-02")
    office.press("Beratung eintragen")
    assert office.heading == "Beratung Meerane"
    office.look()


def the_town_does_its_step(town, saxony):
    row = Consultation.objects.get()
    town.go("/")
    assert "Stadtrat befassen" in town.text
    assert "Muster senden" not in town.text
    town.look()
    town.go(row.get_absolute_url())
    assert "Nur für uns." not in town.text
    town.look()
    town.go("/aufgaben/?ansicht=stelle").look()
    town.follow("Stadtrat befassen").look()
    town.follow("Erledigt melden").look()
    town.fill("Vermerk", "Beschlossen am Montag.").press("Erledigt")
    assert town.message == "Erledigt: Stadtrat befassen."
    task = Task.objects.get(title="Stadtrat befassen")
    assert (task.done_by, task.done_note) == (saxony.koordination_meerane, "Beschlossen am Montag.")
    town.go("/aufgaben/?ansicht=stelle&frist=erledigt").look()


def test_without_javascript(visit, saxony):
    office = visit(saxony.sachbearbeitung, javascript=False)
    office.go("/beratung/telefonvermerk/")
    office.page.get_by_label(steps.label_of(saxony.werdau), exact=True).check()
    office.fill("Vermerk", "Fragt nach dem Coaching.").press("Kommune übernehmen")
    assert "Nachbarn" in office.text
    office.press("Vermerk speichern")
    assert office.heading == "Telefonvermerk"
    assert "Fragt nach dem Coaching." in office.text
