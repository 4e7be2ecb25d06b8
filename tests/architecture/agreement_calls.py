"""A call of each action of agreements and their papers; the others stand in tests/architecture/test_actions.py."""

from datetime import timedelta

from agreements.actions import clauses as clause_actions
from agreements.actions import (
    consents,
    copies,
    drafting,
    fixing,
    keeping,
    proposals,
    review,
    signing,
    succession,
    template,
    wording,
)
from agreements.actions.drafting import SignatoryEntry
from agreements.actions.signing import Signature
from agreements.actions.template import ClauseEntry
from agreements.models import AgreementTemplate, CooperationAgreement
from core import dates
from documents import actions as documents
from municipalities.models import AssociationMembership
from tests import life
from tests.architecture.amendment_calls import AMENDMENT_CALLS
from tests.factories import AgreementFactory, AssociationFactory, MunicipalityFactory, caseworker, lead
from tests.files import scan
from tests.life import REASON, agreement_in


def _consented(town):
    agreement = agreement_in("consultation", towns=[town])
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=dates.today())
    return agreement


def _all_clauses(agreement):
    return {clause.pk: "Ein anderer Text." for clause in agreement.clauses.all()}


def _entries(agreement):
    return [SignatoryEntry(party.pk, "Erika Beispiel", "Leitung") for party in agreement.parties.all()]


def _first(agreement):
    return agreement.signatories[0]


def _signature(place="Rathaus"):
    return Signature(signed_on=dates.today(), place=place, signed_name="Erika Beispiel")


def _reload_samples():
    CooperationAgreement.objects.all().delete()
    AgreementTemplate.objects.all().delete()
    return template.load_samples(by=lead(), process="load_samples")


def _sample_draft():
    life.load_samples()
    return template.draft_template(AgreementTemplate.objects.get(kind="agreement", number=1), by=lead())


def _edit_sample():
    draft = _sample_draft()
    clause = draft.clauses.get(position=1)
    return template.edit_template(draft, by=lead(), clauses={clause.pk: ClauseEntry("Neu", "Neu.")}, version=1)


def _clause(town, act, **values):
    agreement = agreement_in("draft", towns=[town])
    clause = agreement.clauses.get(position=2)
    wording.edit_text(agreement, by=caseworker(), texts={clause.pk: "Anders."})
    clause.refresh_from_db()
    return act(clause, by=lead(), **values)


def _include(town):
    agreement = agreement_in("draft", towns=[town])
    sample = agreement.template.clauses.get(heading="Schwerpunkte")
    return clause_actions.include_clause(agreement, by=lead(), sample=sample)


def _follow(town):
    life.load_samples()
    union = AssociationFactory(members=[town])
    drafting.create(by=caseworker(), municipalities=[], associations=[union], police_directorate=None)
    AssociationMembership.objects.all().delete()
    return keeping.follow_memberships(union, by=lead())


def _proposal(town):
    party = agreement_in("consultation", towns=[town]).parties.get(municipality=town)
    return proposals.propose_change(party, by=lead(), text="Bitte ändern.", version=1)


def _copied(town):
    return copies.attach_signed_copy(agreement_in("signed", towns=[town]), by=caseworker(), file=scan())


AGREEMENT_CALLS = AMENDMENT_CALLS | {
    "agreements.actions.drafting.create": lambda town: [
        life.load_samples(),
        drafting.create(by=lead(), municipalities=[town], police_directorate=None),
    ],
    "agreements.actions.wording.edit_text": lambda town: (
        lambda row: wording.edit_text(row, by=lead(), texts=_all_clauses(row))
    )(agreement_in("draft", towns=[town])),
    "agreements.actions.clauses.add_clause": lambda town: clause_actions.add_clause(
        agreement_in("draft", towns=[town]), by=lead(), heading="Jugend", text="Eigene Worte."
    ),
    "agreements.actions.clauses.include_clause": _include,
    "agreements.actions.clauses.leave_out_clause": lambda town: _clause(town, clause_actions.leave_out_clause),
    "agreements.actions.clauses.move_clause": lambda town: _clause(town, clause_actions.move_clause, direction="hoch"),
    "agreements.actions.clauses.restore_clause": lambda town: _clause(town, clause_actions.restore_clause),
    "agreements.actions.keeping.follow_memberships": _follow,
    "agreements.actions.consents.correct_consent": lambda town: consents.correct_consent(
        _consented(town).parties.get(municipality=town), by=lead(), agreed_on=dates.today(), note="Neu", reason=REASON
    ),
    "agreements.actions.consents.correct_consultation_day": lambda town: consents.correct_consultation_day(
        agreement_in("consultation", towns=[town]), by=lead(), starts_on=dates.today() - timedelta(days=3),
        reason=REASON,
    ),
    "agreements.actions.consents.take_back_consent": lambda town: consents.take_back_consent(
        _consented(town).parties.get(municipality=town), by=lead(), reason=REASON
    ),
    "agreements.actions.proposals.propose_change": _proposal,
    "agreements.actions.proposals.settle_proposal": lambda town: proposals.settle_proposal(
        _proposal(town), by=lead(), answer="Übernommen."
    ),
    "agreements.actions.copies.replace_signed_copy": lambda town: copies.replace_signed_copy(
        _copied(town), by=lead(), file=scan("neu.png", "green"), reason=REASON
    ),
    "agreements.actions.template.draft_template": lambda town: _sample_draft(),
    "agreements.actions.template.add_template_clause": lambda town: template.add_template_clause(
        _sample_draft(), by=lead(), entry=ClauseEntry("Neu", "Neu.")
    ),
    "agreements.actions.template.put_in_force": lambda town: template.put_in_force(
        _sample_draft(), by=lead(), starts_on=dates.today()
    ),
    "documents.actions.hand_over": lambda town: (
        lambda row: documents.hand_over(row.signed_copy, by=lead(), owner=row)
    )(_copied(town)),
    "agreements.actions.drafting.edit_parties": lambda town: drafting.edit_parties(
        agreement_in("draft", towns=[town]),
        by=lead(),
        municipalities=[town],
        police_directorate=None,
        file_reference="X",
    ),
    "agreements.actions.drafting.edit_signatories": lambda town: (
        lambda row: drafting.edit_signatories(row, by=lead(), entries=_entries(row))
    )(agreement_in("draft", towns=[town])),
    "agreements.actions.fixing.finalise": lambda town: fixing.finalise(
        agreement_in("approved", towns=[town]), by=lead()
    ),
    "agreements.actions.review.open_consultation": lambda town: review.open_consultation(
        agreement_in("draft", towns=[town]), by=lead()
    ),
    "agreements.actions.review.return_to_draft": lambda town: review.return_to_draft(
        agreement_in("consultation", towns=[town]), by=lead(), reason=REASON
    ),
    "agreements.actions.review.consent": lambda town: review.consent(
        agreement_in("consultation", towns=[town]).parties.all()[0], by=lead(), agreed_on=dates.today()
    ),
    "agreements.actions.review.approve": lambda town: review.approve(_consented(town), by=lead()),
    "agreements.actions.review.reopen": lambda town: review.reopen(
        agreement_in("approved", towns=[town]), by=lead(), reason=REASON
    ),
    "agreements.actions.signing.sign": lambda town: signing.sign(
        _first(agreement_in("finalised", towns=[town])), by=lead(), signature=_signature()
    ),
    "agreements.actions.signing.correct_signature": lambda town: signing.correct_signature(
        _first(agreement_in("partly_signed", towns=[town])), by=lead(), signature=_signature("Bahnhof"), reason=REASON
    ),
    "agreements.actions.signing.take_back_signature": lambda town: signing.take_back_signature(
        _first(agreement_in("partly_signed", towns=[town])), by=lead(), reason=REASON
    ),
    "agreements.actions.signing.record_guests": lambda town: signing.record_guests(
        agreement_in("finalised", towns=[town]), by=lead(), guests=[("Erika Beispiel", "Landrätin")]
    ),
    "agreements.actions.copies.attach_signed_copy": lambda town: copies.attach_signed_copy(
        agreement_in("signed", towns=[town]), by=lead(), file=scan()
    ),
    "agreements.actions.signing.end": lambda town: signing.end(
        agreement_in("signed", towns=[town]), by=lead(), ended_on=dates.today(), reason=REASON
    ),
    "agreements.actions.signing.withdraw": lambda town: signing.withdraw(
        agreement_in("draft", towns=[town]), by=lead(), reason=REASON
    ),
    "agreements.actions.template.load_samples": lambda town: _reload_samples(),
    "agreements.actions.template.edit_template": lambda town: _edit_sample(),
    "documents.actions.store": lambda town: documents.store(
        agreement_in("draft", towns=[town]), by=lead(), kind="signed_copy", file=scan()
    ),
    "agreements.actions.succession.succeed": lambda town: succession.succeed(
        AgreementFactory(signed=True, towns=[town]).municipalities[0],
        target=MunicipalityFactory(),
        on=dates.today() + timedelta(days=1),
        by=lead(),
        process="",
        write=True,
    ),
}  # fmt: skip
