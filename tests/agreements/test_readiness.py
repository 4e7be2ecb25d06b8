"""Checks before approval and fixing: what each demands, and that each leads to the place where it can be mended."""

import pytest
from django.urls import resolve

from agreements.models import CooperationAgreement, Signatory
from agreements.readiness import blocking, points
from municipalities.models import ContactPerson
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(meerane, pd_zwickau):
    return agreement_in("approved", towns=[meerane], police=pd_zwickau)


def fresh(agreement):
    return CooperationAgreement.objects.for_detail().get(pk=agreement.pk)


def open_points(agreement):
    return [(point.label, page_of(point.url)) for point in blocking(fresh(agreement))]


def page_of(url):
    path, _, anchor = url.partition("#")
    return resolve(path.partition("?")[0]).view_name + (f"#{anchor}" if anchor else "")


def write(agreement, position, text):
    clause = agreement.clauses.get(position=position)
    clause.text = text
    clause.save()
    return clause


def test_ready_agreement_has_only_ticks_and_a_hint(ready):
    assert [(point.label, point.ok) for point in points(ready)] == [
        ("Aktenzeichen eingetragen", True),
        ("Alle Parteien haben dieser Fassung zugestimmt", True),
        ("Unterzeichnende mit Funktion benannt", True),
        ("Ohne Namen, nur mit Funktion: Geschäftsführung, Bürgermeister/in, Leitung der Polizeidirektion", False),
        ("Alle Angaben aus den Daten gefüllt", True),
        ("Nichts mehr von Hand einzutragen", True),
        ("Verweise auf Paragrafen geprüft", True),
    ]
    assert open_points(ready) == []


def test_hint_about_missing_names_goes_when_everybody_has_one(ready):
    Signatory.objects.update(name="Erika Beispiel")
    assert all(point.ok for point in points(fresh(ready)))


def test_missing_file_reference(ready):
    CooperationAgreement.objects.update(file_reference="")
    assert open_points(ready) == [("Aktenzeichen fehlt", "agreements:parties")]


def test_missing_consent_names_the_parties(ready):
    town, police = ready.sorted_parties[1:]
    for party in (town, police):
        party.agreed_on = party.agreed_version = party.agreed_by = None
        party.save()
    sentence = "Zustimmung fehlt: Stadt Meerane, Polizeidirektion Zwickau"
    assert open_points(ready) == [(sentence, "agreements:detail#parteien")]


def test_missing_signatory_names_the_party(ready):
    Signatory.objects.filter(party=ready.sorted_parties[2]).delete()
    assert open_points(ready) == [("Unterzeichnende fehlen: Polizeidirektion Zwickau", "agreements:signatories")]


def test_missing_fact_leads_to_where_it_is_entered(ready):
    ContactPerson.objects.all().delete()
    write(ready, 1, "Es hilft: {Koordination}.")
    sentence = "Für Meerane ist keine Ansprechperson mit der Aufgabe „Koordination“ eingetragen."
    assert open_points(ready) == [(sentence, "portal:contact_create")]


def test_fact_missing_in_two_clauses_is_told_once(ready):
    ContactPerson.objects.all().delete()
    write(ready, 1, "Es hilft: {Koordination}.")
    write(ready, 2, "Noch einmal: {Koordination}.")
    assert len(open_points(ready)) == 1


def test_unknown_word_leads_to_the_text(ready):
    """The sentence alone would leave the reader searching: every open point has a link."""
    write(ready, 1, "{Komune} hilft.")
    (found,) = open_points(ready)
    assert found[0].startswith("„{Komune}“ ist kein bekanntes Feldwort.")
    assert found[1] == "agreements:text"


def test_open_bracket_names_the_clause(ready):
    clause = write(ready, 2, "Ansprechperson ist [Name].")
    assert open_points(ready) == [(f"Platzhalter in {clause.label} ersetzen", f"agreements:text#clause-{clause.pk}")]


def test_empty_clause(ready):
    clause = write(ready, 2, "  ")
    assert open_points(ready) == [(f"{clause.label} ist leer", f"agreements:text#clause-{clause.pk}")]


def test_character_no_font_has(ready):
    write(ready, 2, "Sicher ☃ leben.")
    assert open_points(ready) == [("Zeichen ersetzen, die sich nicht drucken lassen: ☃", "agreements:text")]


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        ("Näheres regelt § 2.", True),
        ("Näheres regelt § 2 Abs. 1 Satz 3.", True),
        ("Näheres regelt §\N{NO-BREAK SPACE}99.", False),
        ("Näheres regeln § 1 und § 99.", False),
        ("Es gilt § 99 SächsGemO.", True),
        ("Es gilt § 99 der Sächsischen Haushaltsordnung.", True),
        ("Es gilt § 99 Abs. 2 SächsPVDG.", True),
        ("Es gilt § 99 Absatz 2 der Gemeindeordnung.", True),
        ("Es gilt § 99 DSGVO.", True),
        ("Es gilt § 99 und die Stadt.", False),
        ("Die Parteien ändern § 99 Die Stadt hilft.", False),
    ],
)
def test_reference_to_a_paragraph_of_this_agreement_has_to_lead_somewhere(ready, text, is_fine):
    clause = write(ready, 3, text)
    wrong = [(f"Verweis in {clause.label} führt ins Leere", f"agreements:text#clause-{clause.pk}")]
    assert open_points(ready) == ([] if is_fine else wrong)


def test_every_link_leads_to_a_page_that_opens(ready, client_of, sachbearbeitung):
    """Also those that hold: the list on the screen links all of them."""
    ContactPerson.objects.all().delete()
    write(ready, 2, "[offen] ☃ {Komune} § 99.")
    CooperationAgreement.objects.update(file_reference="")
    browser = client_of(sachbearbeitung)
    urls = [point.url for point in points(fresh(ready))]
    assert all(urls)
    assert {browser.get(url.partition("#")[0]).status_code for url in urls} == {200}
