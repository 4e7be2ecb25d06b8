"""Nachträge: a document of its own without a number, and what it changes in its agreement from which day on."""

from datetime import date, timedelta

import pytest

from agreements.actions import amending, drafting, signing
from agreements.actions.amending import Content
from agreements.consolidated import passages
from agreements.models import Amendment, CooperationAgreement, Coverage, Party, RegisterCounter
from agreements.readiness import blocking
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from tests.agreements.amended import amended, at_once, drafted_amendment, fresh
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker
from tests.life import REASON, agreement_in, lead_on

pytestmark = pytest.mark.django_db

TODAY = date(2023, 4, 25)
JUNE = date(2023, 6, 1)


@pytest.fixture(autouse=True)
def _without_paper(no_paper):
    """What is printed is asked elsewhere."""


@pytest.fixture
def joint(meerane, werdau, pd_zwickau):
    """Signed by Meerane and Werdau together."""
    return agreement_in("signed", towns=[meerane, werdau], police=pd_zwickau)


@pytest.fixture
def glauchau():
    return MunicipalityFactory(name="Glauchau")


def names(agreement, day):
    return [party.name for party in fresh(agreement).parties_on(day)]


# --- Beitritt -----------------------------------------------------------------------------------------------------


def test_joining_makes_a_third_party_from_its_day_on(joint, glauchau):
    document = amended(joint, kind="joining", joining=glauchau, effective_on=JUNE)
    assert names(joint, date(2023, 5, 31)) == [
        "Landespräventionsrat Sachsen", "Stadt Meerane", "Stadt Werdau", "Polizeidirektion Zwickau",
    ]  # fmt: skip
    assert names(joint, JUNE) == [
        "Landespräventionsrat Sachsen", "Stadt Meerane", "Stadt Werdau", "Stadt Glauchau", "Polizeidirektion Zwickau",
    ]  # fmt: skip
    covered = {day: [town.name for town in fresh(joint).coverage_on(day)] for day in (TODAY, JUNE)}
    assert covered == {TODAY: ["Meerane", "Werdau"], JUNE: ["Glauchau", "Meerane", "Werdau"]}
    # The text names who concluded it.
    assert fresh(joint).towns_label == "Meerane und Werdau"
    assert document.title == f"1. Nachtrag (Beitritt der Stadt Glauchau) zur {joint.title}"
    assert document.towns_label == "Meerane, Werdau und Glauchau"


def test_a_nachtrag_takes_no_number_and_is_no_agreement_more(joint, glauchau):
    document = amended(joint, kind="joining", joining=glauchau)
    assert (document.status, document.register_number, document.expected_number()) == ("signed", None, None)
    assert RegisterCounter.objects.get().last_number == 1
    assert list(CooperationAgreement.objects.numbered()) == [joint]
    assert list(CooperationAgreement.objects.without_amendments()) == [joint]


def test_everybody_of_the_day_and_who_joins_is_asked_and_signs(joint, glauchau):
    document = drafted_amendment(joint, kind="joining", joining=glauchau)
    *others, police = names(joint, TODAY)
    assert [party.name for party in fresh(document).sorted_parties] == [*others, "Stadt Glauchau", police]
    signing_for = [row.party.name for row in fresh(document).signatories]
    assert signing_for == [party.name for party in fresh(document).sorted_parties]


def test_without_a_day_it_takes_effect_with_the_last_signature(joint, glauchau):
    document = amended(joint, kind="joining", joining=glauchau)
    assert (document.amendment.effective_on, document.amendment.applies_from) == (None, TODAY)
    assert "Stadt Glauchau" in names(joint, TODAY)
    assert "Stadt Glauchau" not in names(joint, TODAY - timedelta(days=1))


def test_a_day_that_has_passed_by_then_gives_way_to_the_last_signature(joint, glauchau):
    document = amended(joint, "finalised", kind="joining", joining=glauchau, effective_on=TODAY)
    with dates.at(JUNE):
        lead_on(document, "signed")
    party = Party.objects.get(agreement=joint, municipality=glauchau)
    assert (party.starts_on, party.joined_by.document_id) == (JUNE, document.pk)


def test_a_signature_taken_back_undoes_it_and_given_again_does_it_again(joint, glauchau):
    document = amended(joint, kind="joining", joining=glauchau)
    signatory = document.signatories[0]
    signing.take_back_signature(signatory, by=caseworker(), reason=REASON)
    assert not Party.objects.filter(agreement=joint, municipality=glauchau).exists()
    assert not Coverage.objects.filter(agreement=joint, municipality=glauchau).exists()
    lead_on(document, "signed")
    assert "Stadt Glauchau" in names(joint, TODAY)


@pytest.mark.parametrize("town", ["party", "on its way", "dissolved", "invented"])
def test_joining_is_refused(joint, meerane, glauchau, town):
    towns = {
        "party": lambda: meerane,
        "on its way": lambda: (drafted_amendment(joint, kind="joining", joining=glauchau), glauchau)[1],
        "dissolved": lambda: MunicipalityFactory(name="Wünschendorf", dissolved_on=date(2023, 1, 1)),
        "invented": lambda: MunicipalityFactory(name="Musterstadt", is_example=True),
    }
    sentences = {
        "party": "Stadt Meerane ist schon Partei dieser Vereinbarung.",
        "on its way": (
            "Der Beitritt läuft schon: 1. Nachtrag (Beitritt der Stadt Glauchau). Bitte diesen Nachtrag weiterführen."
        ),
        "dissolved": "Wünschendorf besteht am 25. April 2023 nicht. Bitte die Rechtsnachfolgerin auswählen.",
        "invented": "Erfundene und wirkliche Kommunen können nicht Parteien einer Vereinbarung sein.",
    }
    joining = towns[town]()
    before = CooperationAgreement.objects.count()
    with pytest.raises(Conflict) as refusal:
        drafted_amendment(joint, kind="joining", joining=joining)
    assert str(refusal.value) == sentences[town]
    assert CooperationAgreement.objects.count() == before


# --- Austritt -----------------------------------------------------------------------------------------------------


def test_leaving_ends_a_party_with_the_day_before(joint, werdau):
    leaving = joint.parties.get(municipality=werdau)
    document = amended(joint, kind="leaving", leaving=leaving, effective_on=JUNE)
    leaving.refresh_from_db()
    assert (leaving.ends_on, leaving.left_by.document_id) == (date(2023, 5, 31), document.pk)
    assert "Stadt Werdau" in names(joint, date(2023, 5, 31))
    assert "Stadt Werdau" not in names(joint, JUNE)
    assert [town.name for town in fresh(joint).coverage_on(JUNE)] == ["Meerane"]


def test_the_last_town_ends_the_agreement_instead(concluded, meerane):
    with pytest.raises(Conflict) as refusal:
        drafted_amendment(concluded, kind="leaving", leaving=concluded.parties.get(municipality=meerane))
    assert str(refusal.value) == (
        "Stadt Meerane ist die letzte kommunale Partei. Bitte statt des Austritts „Vereinbarung beenden“."
    )


def test_of_two_towns_that_want_to_leave_the_second_cannot(joint, meerane, werdau):
    """Both were drafted while there were two; whoever signs last is told."""
    first = amended(joint, "partly_signed", kind="leaving", leaving=joint.parties.get(municipality=meerane))
    second = amended(joint, "partly_signed", kind="leaving", leaving=joint.parties.get(municipality=werdau))
    lead_on(first, "signed")
    with pytest.raises(Conflict, match="letzte kommunale Partei"):
        lead_on(second, "signed")
    assert fresh(second).status == "partly_signed"


def test_the_state_office_does_not_leave(joint):
    with pytest.raises(Conflict, match="scheidet nicht aus"):
        drafted_amendment(joint, kind="leaving", leaving=joint.parties.get(kind="state_office"))


# --- Änderung -----------------------------------------------------------------------------------------------------


def test_a_clause_worded_anew_reads_so_from_the_day_on(concluded):
    clause = concluded.clauses.get(heading="Datenschutz")
    document = drafted_amendment(concluded, kind="change", clauses=[clause], effective_on=JUNE)
    anew = document.clauses.get(changes=clause)
    assert (anew.heading, anew.text) == (f"Neufassung von {clause.label}", clause.text)
    document.clauses.filter(pk=anew.pk).update(text="Es gilt die Datenschutz-Grundverordnung.")
    document = lead_on(document, "signed")
    subject = document.clauses.get(heading="Gegenstand").text
    assert subject == (
        f"Dieser Nachtrag ändert die Kooperationsvereinbarung Nr. 1 vom 25. April 2023: {clause.label} "
        "erhält folgende Fassung."
    ).replace("Nr. 1", "Nr.\N{NO-BREAK SPACE}1")
    amendments = list(Amendment.objects.filter(amends=concluded))
    before, after = (
        {row.heading: (row.paragraphs, row.worded_by) for row in passages(fresh(concluded), amendments, day)}
        for day in (date(2023, 5, 31), JUNE)
    )
    assert before[clause.label] == (tuple(clause.text.splitlines()), "")
    assert after[clause.label] == (("Es gilt die Datenschutz-Grundverordnung.",), "1. Nachtrag")
    assert {label for label in after if after[label] != before[label]} == {clause.label}


def test_the_later_of_two_changes_holds_and_signing_orders_them(concluded):
    clause = concluded.clauses.get(heading="Datenschutz")
    documents = [drafted_amendment(concluded, kind="change", clauses=[clause]) for _ in range(2)]
    for number, document in enumerate(documents, start=1):
        document.clauses.filter(changes=clause).update(text=f"Wortlaut {number}.")
    second = lead_on(documents[1], "signed")
    with dates.at(JUNE):
        lead_on(documents[0], "signed")
    amendments = list(Amendment.objects.filter(amends=concluded))
    wording = {
        day: {row.heading: row.paragraphs for row in passages(fresh(concluded), amendments, day)}[clause.label]
        for day in (TODAY, JUNE)
    }
    assert wording == {TODAY: ("Wortlaut 2.",), JUNE: ("Wortlaut 1.",)}
    assert second.amendment.number == 2


# --- What a Nachtrag needs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "finalised", "ended", "withdrawn"])
def test_only_a_signed_agreement_is_amended(meerane, glauchau, status):
    agreement = agreement_in(status, towns=[meerane])
    with pytest.raises(Conflict, match=f"Die Vereinbarung ist „{agreement.get_status_display()}“"):
        drafted_amendment(agreement, kind="joining", joining=glauchau)


def test_neither_a_preliminary_agreement_nor_a_nachtrag_is_amended(meerane, joint, glauchau):
    preliminary = agreement_in("signed", towns=[meerane], kind="preliminary")
    document = amended(joint, kind="joining", joining=glauchau)
    for agreement in (preliminary, document):
        with pytest.raises(Conflict, match="Nachträge gibt es nur zu Kooperationsvereinbarungen"):
            drafted_amendment(agreement, kind="joining", joining=MunicipalityFactory())


def test_it_cannot_take_effect_before_today(joint, glauchau):
    with pytest.raises(Conflict, match="nicht vor seiner Unterzeichnung wirksam"):
        drafted_amendment(joint, kind="joining", joining=glauchau, effective_on=TODAY - timedelta(days=1))


def test_an_agreement_recorded_afterwards_is_amended_like_any_other(meerane, glauchau):
    """No text, no sample: what stands on the paper of then is all there is."""
    recorded = AgreementFactory(signed=True, towns=[meerane])
    recorded.clauses.all().delete()
    amended(recorded, kind="joining", joining=glauchau)
    assert "Stadt Glauchau" in names(recorded, TODAY)
    document = drafted_amendment(recorded, kind="change")
    (open_clause,) = [clause for clause in document.clauses.all() if clause.is_own]
    assert (open_clause.heading, open_clause.text[:15]) == ("Änderungen", "[Bitte eintrage")
    assert f"Platzhalter in {open_clause.label} ersetzen" in [point.label for point in blocking(fresh(document))]


def test_who_concludes_a_nachtrag_follows_from_its_agreement(joint, meerane, glauchau):
    document = drafted_amendment(joint, kind="joining", joining=glauchau)
    with pytest.raises(Conflict, match="folgt aus seiner Vereinbarung"):
        drafting.edit_parties(
            document, by=caseworker(), municipalities=[meerane], police_directorate=None, file_reference="X"
        )


def test_parties_that_changed_meanwhile_are_taken_over_before_it_is_fixed(joint, glauchau):
    crimmitschau = MunicipalityFactory(name="Crimmitschau")
    document = amended(joint, "consultation", kind="joining", joining=crimmitschau)
    amended(joint, kind="joining", joining=glauchau)
    sentence = "Parteien der Vereinbarung haben sich geändert: hinzu kommt Stadt Glauchau"
    assert sentence in [point.label for point in blocking(fresh(document))]
    row = amending.follow_parties(document, by=caseworker(), version=1)
    assert row.version == 2
    assert fresh(document).towns_label == "Meerane, Werdau, Glauchau und Crimmitschau"
    assert sentence not in [point.label for point in blocking(fresh(document))]
    assert amending.follow_parties(document, by=caseworker()).version == 2


def test_another_effective_day_voids_the_consents(joint, glauchau):
    document = amended(joint, "consultation", kind="joining", joining=glauchau)
    row = amending.set_effective_day(document, by=caseworker(), effective_on=JUNE, version=1)
    assert (row.version, row.amendment.effective_on) == (2, JUNE)
    assert amending.set_effective_day(document, by=caseworker(), effective_on=JUNE, version=2).version == 2


def test_it_does_not_end_by_itself(joint, glauchau):
    document = amended(joint, kind="joining", joining=glauchau)
    with pytest.raises(Conflict, match="Ein Nachtrag endet mit seiner Vereinbarung"):
        signing.end(document, by=caseworker(), ended_on=TODAY, reason=REASON)


def test_an_agreement_ended_meanwhile_is_amended_no_more(joint, glauchau):
    document = amended(joint, "partly_signed", kind="joining", joining=glauchau)
    signing.end(joint, by=caseworker(), ended_on=TODAY, reason=REASON)
    with pytest.raises(Conflict, match="die dieser Nachtrag ändert, ist „beendet“"):
        lead_on(document, "signed")
    assert not Party.objects.filter(agreement=joint, municipality=glauchau).exists()


def test_it_is_told_in_the_record_of_its_agreement(joint, glauchau):
    amended(joint, kind="joining", joining=glauchau)
    labels = (
        AuditEvent.objects.about(joint).filter(action__in=["draft_amendment", "amend"]).values_list("label", flat=True)
    )
    assert sorted(labels) == [
        "Entwurf angelegt: 1. Nachtrag (Beitritt der Stadt Glauchau)",
        "Nachtrag unterzeichnet: 1. Nachtrag (Beitritt der Stadt Glauchau)",
    ]


def test_whoever_left_may_come_back(joint, werdau):
    at_once(joint, kind="leaving", number=1, effective_on=JUNE, leaving=joint.parties.get(municipality=werdau))
    at_once(joint, kind="joining", number=2, effective_on=date(2023, 9, 1), joining=werdau)
    days = [date(2023, 5, 31), JUNE, date(2023, 8, 31), date(2023, 9, 1)]
    assert ["Stadt Werdau" in names(joint, day) for day in days] == [True, False, False, True]


def test_content_knows_the_day_it_is_asked_for():
    assert (Content("joining").known_day, Content("joining", effective_on=JUNE).known_day) == (TODAY, JUNE)
