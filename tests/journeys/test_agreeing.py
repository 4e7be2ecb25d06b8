"""Town and police comment, one wording goes into the text, only the police is asked again, the Beschluss is missing."""

import pytest

from agreements.models import CooperationAgreement
from agreements.transitions import Status
from tests import life
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")

LPR, TOWN, POLICE = "Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau"
KEPT = "Das sagt nur die Stadt."
OPEN = "Das lesen auch die anderen."
WARNING = "Stadt Meerane hält einen Beschluss für nötig, eingetragen ist keiner"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


def test_from_comments_to_fixing(visit, saxony):
    agreement = life.agreement_in(Status.DRAFT, towns=[saxony.meerane], police=saxony.pd_zwickau)
    address = agreement.get_absolute_url()
    caseworker, mayor = visit(saxony.sachbearbeitung), visit(saxony.beigeordnete_meerane)
    police, lead = visit(saxony.polizei_zwickau), visit(saxony.leitung)
    steps.move(caseworker, address, "In die Abstimmung geben")
    comments(mayor, police, address, agreement)
    steps.record_consent(caseworker, address, LPR, "Vermerk der Geschäftsführung")
    agree_in_the_text(mayor, address)
    steps.give_consent(police, address, POLICE)
    take_over_for_the_police_alone(caseworker, address)
    goes_on_for_the_town(mayor, address)
    steps.give_consent(police, address, POLICE)
    needs_a_resolution(mayor, address)
    lead.go(address).follow("Schlusszeichnen")
    assert WARNING in lead.glance().text
    lead.press("Schlusszeichnen")
    caseworker.go(address).follow("Endfassung festschreiben")
    assert WARNING in caseworker.look().text
    caseworker.press("Endfassung festschreiben")
    assert CooperationAgreement.objects.get(pk=agreement.pk).status == Status.FINALISED


def open_clause(visitor, number):
    """The fields of one clause, which are folded away until somebody wants to say something."""
    panel = visitor.page.locator("main section.kern-card").filter(has_text=f"§\N{NO-BREAK SPACE}{number} ").first
    panel.locator("summary").click()
    return panel


def comments(mayor, police, address, agreement):
    """One clause each; the police releases hers and suggests a wording for its own clause."""
    mayor.go(address).follow("Text prüfen").look()
    open_clause(mayor, 1).get_by_label("Was möchten Sie dazu sagen?").fill(KEPT)
    open_clause(mayor, 1)
    mayor.press("Anmerkungen senden")
    assert "1 Anmerkung ist eingetragen" in mayor.message
    last = agreement.clauses.order_by("position")[4]
    police.go(address).follow("Text prüfen")
    panel = open_clause(police, last.position)
    panel.get_by_label("Was möchten Sie dazu sagen?").fill(OPEN)
    wording = panel.get_by_label("Vorgeschlagener Wortlaut")
    wording.fill(wording.input_value() + " Das gilt ab sofort.")
    panel.get_by_label("Auch für die anderen Parteien lesbar").check()
    police.press("Anmerkungen senden").glance()
    assert [KEPT in police.text, OPEN in police.text] == [False, True]
    mayor.go(f"{address}anmerkungen/").look()
    assert [KEPT in mayor.text, OPEN in mayor.text] == [True, True]


def agree_in_the_text(mayor, address):
    mayor.go(address).follow("Text prüfen").press("Fassung 1 zustimmen")
    assert "Die Zustimmung zur Fassung 1 ist eingetragen" in mayor.message


def take_over_for_the_police_alone(caseworker, address):
    caseworker.go(f"{address}anmerkungen/").look()
    caseworker.follow(f"Übernehmen, betrifft nur …: {POLICE}, {about(address)}").look()
    page = caseworker.page
    page.get_by_label("nur die angekreuzten Parteien").check()
    page.locator("main").get_by_label(POLICE).check()
    caseworker.fill("Warum betrifft sie die übrigen nicht?", "Ändert nur, was die Polizei beiträgt.")
    caseworker.press("In den Text übernehmen")
    assert "Der Wortlaut steht jetzt in Fassung 2" in caseworker.message


def about(address):
    number = int(address.strip("/").rsplit("/", 1)[1])
    row = CooperationAgreement.objects.get(pk=number)
    return row.clauses.order_by("position")[4].label.replace("\N{NO-BREAK SPACE}", " ")


def goes_on_for_the_town(mayor, address):
    mayor.go(address).glance()
    assert "gilt fort für Fassung 2" in mayor.text
    assert mayor.link(f"Zustimmen: Zustimmung {TOWN}").count() == 0


def needs_a_resolution(mayor, address):
    mayor.go(address).follow(f"Angeben: Beschluss {TOWN}").look()
    mayor.page.get_by_label("ja, ein Beschluss ist nötig").check()
    mayor.press("Speichern")
    assert "nötig, noch keiner eingetragen" in mayor.text
    mayor.go(address).follow("Eintragen").look()
