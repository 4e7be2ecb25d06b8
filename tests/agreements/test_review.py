"""Consultation, consent and the second pair of eyes."""

from datetime import date

import pytest

from agreements.actions import drafting, review, wording
from agreements.due import due
from agreements.due_kinds import TO_APPROVE, WITH_THE_LEAD
from agreements.models import CooperationAgreement
from agreements.readiness import blocking
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict, NotPermitted
from municipalities.models import ContactPerson
from tests.factories import AssignmentFactory, PersonFactory, caseworker, lead, person
from tests.life import REASON, agreement_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_consultation(meerane, pd_zwickau):
    return agreement_in("consultation", towns=[meerane], police=pd_zwickau)


def fresh(agreement):
    return CooperationAgreement.objects.get(pk=agreement.pk)


def all_consent(agreement):
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=dates.today(), note="E-Mail")


def consents(agreement):
    return [party.agreed_on for party in fresh(agreement).sorted_parties]


# --- Consent ------------------------------------------------------------------------------------------------------


def test_consent_keeps_day_version_source_and_who_entered_it(in_consultation, beigeordnete_meerane):
    town = in_consultation.sorted_parties[1]
    review.consent(town, by=beigeordnete_meerane, agreed_on=date(2023, 4, 25), note="Stadtratsbeschluss 12/2023")
    town.refresh_from_db()
    assert (town.agreed_on, town.agreed_version, town.agreed_note) == (
        date(2023, 4, 25),
        1,
        "Stadtratsbeschluss 12/2023",
    )
    assert town.agreed_by == beigeordnete_meerane
    event = AuditEvent.objects.about(in_consultation).latest("pk")
    assert (event.label, event.actor) == ("Zustimmung: Stadt Meerane", beigeordnete_meerane)
    assert event.after == {
        "Partei": "Stadt Meerane", "Tag": "2023-04-25", "Fassung": 1, "Nachweis": "Stadtratsbeschluss 12/2023",
    }  # fmt: skip


def test_second_consent_changes_nothing(in_consultation):
    town = in_consultation.sorted_parties[1]
    review.consent(town, by=caseworker(), agreed_on=date(2023, 4, 25), note="E-Mail")
    events = AuditEvent.objects.count()
    review.consent(town, by=lead(), agreed_on=date(2023, 4, 25), note="Brief")
    town.refresh_from_db()
    assert (town.agreed_on, town.agreed_note, town.agreed_by) == (date(2023, 4, 25), "E-Mail", caseworker())
    assert AuditEvent.objects.count() == events


def test_consent_to_an_older_version_is_a_conflict(in_consultation):
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        review.consent(in_consultation.sorted_parties[1], by=caseworker(), agreed_on=date(2023, 4, 25), version=7)


def test_consent_of_tomorrow_is_refused(in_consultation):
    with pytest.raises(Conflict, match="liegt in der Zukunft"):
        review.consent(in_consultation.sorted_parties[1], by=caseworker(), agreed_on=date(2023, 4, 26))


def test_consent_before_the_text_was_shown_is_refused(in_consultation):
    """Nobody can agree to a text he has not seen."""
    with pytest.raises(Conflict, match="in der Abstimmung"):
        review.consent(in_consultation.sorted_parties[1], by=caseworker(), agreed_on=date(2023, 4, 24))


def test_changed_text_voids_every_consent(in_consultation):
    all_consent(in_consultation)
    clause = in_consultation.clauses.get(position=1)
    row = wording.edit_text(in_consultation, by=caseworker(), texts={clause.pk: "Ein anderer Zweck."}, version=1)
    assert consents(in_consultation) == [None, None, None]
    assert row.version == 2
    for party in fresh(in_consultation).parties.all():
        assert (party.agreed_version, party.agreed_note, party.agreed_by) == (None, "", None)


def test_unchanged_text_leaves_consents_and_version(in_consultation):
    all_consent(in_consultation)
    texts = {clause.pk: f"{clause.text}  \r\n" for clause in in_consultation.clauses.all()}
    row = wording.edit_text(in_consultation, by=lead(), texts=texts, version=1)
    assert consents(in_consultation) == [date(2023, 4, 25)] * 3
    assert (row.version, row.edited_by) == (1, caseworker())


def test_return_to_draft_voids_consents_and_hides_the_text_again(in_consultation):
    all_consent(in_consultation)
    row = review.return_to_draft(in_consultation, by=caseworker(), reason=REASON)
    assert (row.status, row.consultation_on) == ("draft", None)
    assert consents(in_consultation) == [None, None, None]


@pytest.mark.parametrize("status", ["approved", "finalised"])
def test_reopened_text_may_change_again_and_every_consent_is_void(status, meerane):
    agreement = agreement_in(status, towns=[meerane])
    row = review.reopen(agreement, by=caseworker(), reason=REASON)
    assert (row.status, row.approved_on, row.approved_by, row.finalised_on) == ("consultation", None, None, None)
    assert (row.final_document, row.text_hash) == (None, "")
    assert consents(agreement) == [None, None]
    assert AuditEvent.objects.about(agreement).latest("pk").reason == REASON


# --- Two pairs of eyes --------------------------------------------------------------------------------------------


def test_lead_approves_what_the_caseworker_drafted(in_consultation):
    all_consent(in_consultation)
    row = review.approve(in_consultation, by=lead(), version=1)
    assert (row.status, row.approved_by, row.approved_on) == ("approved", lead(), date(2023, 4, 25))


def test_caseworker_never_approves(in_consultation):
    all_consent(in_consultation)
    second_caseworker = person("zweite@lpr.example", "state_casework")
    for by in (caseworker(), second_caseworker):
        with pytest.raises(NotPermitted, match="nur die Leitung"):
            review.approve(in_consultation, by=by)
    assert fresh(in_consultation).status == "consultation"


def test_lead_does_not_approve_what_she_drafted_herself(meerane, samples):
    agreement = drafting.create(by=lead(), municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    review.open_consultation(agreement, by=lead())
    all_consent(agreement)
    with pytest.raises(NotPermitted, match="selbst entworfen oder zuletzt geändert"):
        review.approve(agreement, by=lead())


def test_lead_does_not_approve_what_she_changed_last(in_consultation):
    clause = in_consultation.clauses.get(position=1)
    wording.edit_text(in_consultation, by=lead(), texts={clause.pk: "Ein anderer Zweck."})
    all_consent(in_consultation)
    with pytest.raises(NotPermitted, match="selbst entworfen oder zuletzt geändert"):
        review.approve(in_consultation, by=lead())
    other_lead = person("vertretung@lpr.example", "state_lead")
    assert review.approve(in_consultation, by=other_lead).approved_by == other_lead


def test_caseworker_who_is_lead_too_does_not_approve_her_own_draft(in_consultation):
    all_consent(in_consultation)
    AssignmentFactory(user=caseworker(), function="state_lead")
    with pytest.raises(NotPermitted, match="zweite Person"):
        review.approve(in_consultation, by=caseworker())


def test_lead_whose_function_has_ended_does_not_approve(in_consultation):
    all_consent(in_consultation)
    former = person("frueher@lpr.example", "state_lead", starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24))
    with pytest.raises(NotPermitted, match="nur die Leitung"):
        review.approve(in_consultation, by=former)


def test_approval_waits_for_every_consent(in_consultation):
    review.consent(in_consultation.sorted_parties[0], by=caseworker(), agreed_on=dates.today())
    with pytest.raises(Conflict, match="Zustimmung fehlt: Stadt Meerane, Polizeidirektion Zwickau"):
        review.approve(in_consultation, by=lead())


def test_approval_of_an_older_version_is_a_conflict(in_consultation):
    all_consent(in_consultation)
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        review.approve(in_consultation, by=lead(), version=2)


def test_ready_for_approval_are_those_in_consultation_whom_everybody_agreed_to(in_consultation, werdau, leitung):
    agreement_in("consultation", towns=[werdau])
    agreement_in("approved", towns=[werdau])

    def ready():
        entries = due(leitung, leitung.functions_held())
        return [entry.url for entry in entries if entry.kind in (TO_APPROVE, WITH_THE_LEAD)]

    assert ready() == []
    all_consent(in_consultation)
    assert ready() == [in_consultation.get_absolute_url()]


def _coordinates(town, name):
    ContactPerson.objects.filter(municipality=town, role="coordination").update(person=PersonFactory(name=name))


def test_consent_is_bound_to_the_text_that_facts_make(meerane, koordination_meerane):
    """A contact changed after everybody agreed changes the text nobody edited: they have to be asked again."""
    agreement = agreement_in("consultation", towns=[meerane])
    all_consent(agreement)
    assert blocking(fresh(agreement)) == []
    _coordinates(meerane, "Später Gekommen")
    names = ", ".join(party.name for party in agreement.sorted_parties)
    sentence = f"Angaben im Text haben sich seit der Zustimmung geändert, erneut fragen: {names}"
    assert [point.label for point in blocking(fresh(agreement))] == [sentence]
    with pytest.raises(Conflict, match="erneut fragen"):
        review.approve(agreement, by=lead())
    all_consent(agreement)
    review.approve(agreement, by=lead())
    _coordinates(meerane, "Zu Spät")
    texts = "\n".join(clause.text for clause in fresh(agreement).clauses.all())
    assert "Später Gekommen" in texts
    assert "Zu Spät" not in texts
