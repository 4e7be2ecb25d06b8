"""Checks before approval and fixing: what each demands, and that each leads to the place where it can be mended."""

import pytest
from django.urls import resolve

from agreements.actions import drafting, proposals
from agreements.models import ChangeProposal, CooperationAgreement, Signatory
from agreements.readiness import blocking, points
from municipalities.models import ContactPerson
from tests.factories import caseworker
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
        (
            "Ohne Namen, nur mit Funktion: Geschäftsführung (Landespräventionsrat Sachsen), "
            "Bürgermeister/in (Stadt Meerane), Leitung der Polizeidirektion (Polizeidirektion Zwickau)",
            False,
        ),
        ("Alle Angaben aus den Daten gefüllt", True),
        ("Nichts mehr von Hand einzutragen", True),
        ("Verweise auf Paragrafen geprüft", True),
    ]
    assert open_points(ready) == []


def test_hint_about_missing_names_goes_when_everybody_has_one(ready):
    Signatory.objects.update(name="Erika Beispiel")
    assert all(point.ok for point in points(fresh(ready)))


@pytest.mark.usefixtures("samples")
def test_police_that_joined_later_finds_its_clause_missing(meerane, pd_zwickau, sachbearbeitung):
    row = drafting.create(by=sachbearbeitung, municipalities=[meerane], police_directorate=None)
    assert not [point for point in points(fresh(row)) if "nicht aufgenommen" in point.label]
    drafting.edit_parties(
        row, by=sachbearbeitung, municipalities=[meerane], police_directorate=pd_zwickau, file_reference=""
    )
    hint = next(point for point in points(fresh(row)) if "nicht aufgenommen" in point.label)
    assert hint.label == "Polizei ist Partei, nicht aufgenommen ist: „Beitrag der Polizeidirektion“"
    assert (page_of(hint.url), hint.is_blocking) == ("agreements:clauses", False)


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
    # „[Koordination fehlt]“ stands in the text: nobody may read that nothing is left to enter.
    assert "Nichts mehr von Hand einzutragen" not in [point.label for point in points(fresh(ready))]


def test_every_town_without_a_coordinator_is_named(meerane, werdau, loessnitz):
    agreement = agreement_in("draft", towns=[meerane, werdau, loessnitz])
    write(agreement, 1, "Es hilft: {Koordination}.")
    ContactPerson.objects.exclude(municipality=werdau).delete()
    sentence = "Für Meerane und Lößnitz ist keine Ansprechperson mit der Aufgabe „Koordination“ eingetragen."
    found = [point for point in points(fresh(agreement)) if "Koordination" in point.label]
    assert [(point.label, point.ok) for point in found] == [(sentence, False)]
    assert resolve(found[0].url.partition("?")[0]).kwargs == {"municipality_id": meerane.pk}


def test_word_like_no_other_is_answered_with_all_of_them(ready):
    write(ready, 1, "{Xylophon} hilft.")
    assert open_points(ready)[0][0].startswith("„{Xylophon}“ ist kein bekanntes Feldwort. Bekannt sind {Kommune}, ")


@pytest.mark.parametrize("status", ["draft", "approved", "signed"])
def test_file_reference_of_another_agreement(ready, werdau, status):
    other = agreement_in(status, towns=[werdau])
    assert open_points(ready) == []
    CooperationAgreement.objects.filter(pk=other.pk).update(file_reference=ready.file_reference.lower())
    assert open_points(ready) == [(f"Aktenzeichen ist schon vergeben: {fresh(other)}", "agreements:parties")]


def test_file_reference_of_a_withdrawn_agreement_is_free(ready, werdau):
    agreement_in("withdrawn", towns=[werdau], file_reference=ready.file_reference)
    assert open_points(ready) == []


def test_open_wish_is_told_and_stops_nothing(meerane, koordination_meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    proposals.propose_change(agreement.bearers[0], by=koordination_meerane, text="§ 3 bitte anders.", version=1)
    before = open_points(agreement)
    (wish,) = [point for point in points(fresh(agreement)) if point.label.startswith("Änderungswunsch")]
    assert wish.label == "Änderungswunsch noch nicht beantwortet: Stadt Meerane"
    assert (wish.ok, wish.is_blocking, page_of(wish.url)) == (False, False, "agreements:detail#aenderungswuensche")
    proposals.settle_proposal(ChangeProposal.objects.get(), by=caseworker(), answer="Ist übernommen.")
    assert [point for point in points(fresh(agreement)) if point.label.startswith("Änderungswunsch")] == []
    assert open_points(agreement) == before


def test_fact_missing_in_two_clauses_is_told_once(ready):
    ContactPerson.objects.all().delete()
    write(ready, 1, "Es hilft: {Koordination}.")
    write(ready, 2, "Noch einmal: {Koordination}.")
    assert len(open_points(ready)) == 1


def test_unknown_word_leads_to_the_text(ready):
    """The sentence alone would leave the reader searching: every open point has a link."""
    write(ready, 1, "{Komune} hilft.")
    (found,) = open_points(ready)
    assert found[0] == "Sie schrieben {Komune}, meinten Sie {Kommune}?"
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
