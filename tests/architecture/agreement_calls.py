"""A call of each action of agreements and their papers; the others stand in tests/architecture/test_actions.py."""

from datetime import timedelta

from agreements.actions import (
    checking,
    consents,
    copies,
    discarding,
    drafting,
    fixing,
    keeping,
    numbering,
    originals,
    papers,
    proposals,
    recording,
    references,
    resolving,
    review,
    reviewing,
    signed_files,
    signers,
    signing,
    signing_day,
    stations,
    succession,
    taking,
    template,
    whereabouts,
    wording,
)
from agreements.actions import clauses as clause_actions
from agreements.actions.drafting import SignatoryEntry
from agreements.actions.signers import Signer
from agreements.actions.signing import Signature
from agreements.actions.signing_day import SigningPlan
from agreements.actions.template import ClauseEntry
from agreements.earlier import Earlier
from agreements.models import AgreementTemplate, CooperationAgreement
from core import dates
from core.dates import Span
from documents import actions as documents
from documents.inspection import inspect
from municipalities.models import AssociationMembership
from tests import life
from tests.architecture.amendment_calls import AMENDMENT_CALLS
from tests.factories import AgreementFactory, AssociationFactory, MunicipalityFactory, caseworker, lead
from tests.files import pdf, scan
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


def _suggestion(town):
    party = agreement_in("consultation", towns=[town]).parties.get(municipality=town)
    clause = party.agreement.clauses.get(position=1)
    comment = proposals.Comment("Besser so.", clause.pk, suggestion="Ein kürzerer Zweck.")
    return proposals.comment_on_clauses(party, by=lead(), comments=[comment], version=1)[0]


def _town(town, state="consultation"):
    return agreement_in(state, towns=[town]).parties.get(municipality=town)


def _copied(town):
    return copies.attach_signed_copy(agreement_in("signed", towns=[town]), by=caseworker(), file=scan())


def _known(town, day="2021-05-25"):
    return Earlier(span=Span.parse(day), source="Pressemitteilung", municipalities=[town])


def _recorded(town):
    return recording.record_earlier(by=caseworker(), known=_known(town))


# Not actions by themselves: questions, locks, and single steps inside an action that records them.
AGREEMENT_PARTS = {
    "agreements.actions.moves.locked": "the lock every action begins with",
    "agreements.actions.moves.require_version": "a question",
    "agreements.actions.moves.move": "one step of an action, on a row already locked",
    "agreements.actions.moves.log": "the record itself",
    "agreements.actions.originals.signing_parties": "a question",
    "agreements.actions.signing.authority_values": "a question",
    "agreements.actions.keeping.keep_version": "what an action leaves behind, on a row already locked",
    "agreements.actions.keeping.void_consents": "the same",
    "agreements.actions.keeping.edited": "the same",
    "agreements.actions.carrying.carry_consents": "the same",
    "agreements.actions.leaving.leave_stations": "the same",
    "agreements.actions.papers.keep_paper": "one step of an action, on a row already locked, which it records",
    "agreements.actions.proposals.open_proposal": "the lock of every answer to a comment",
    "agreements.actions.keeping.cover": "the same",
    "agreements.actions.clauses.renumber": "the same",
    "agreements.actions.numbering.locked_counter": "the lock of all numbers",
    "agreements.actions.numbering.take_next": "one step of the last signature, which records it",
    "agreements.actions.numbering.reserve": "one step of recording, which records it",
    "agreements.actions.recorded_parties.conclude_by": "one step of recording, on a row already locked",
    "agreements.actions.succession.follow_heirs": "the same; each successor has a row in the log",
    "agreements.actions.returning.put_back": "the same",
    "agreements.actions.taking_effect.settle": "part of whatever changes a signature, which records it",
    "agreements.actions.taking_effect.end_replaced": "the same; records the end by itself",
    "agreements.actions.consents.in_consultation": "the lock of every change of consents",
    "agreements.actions.drafting.editable": "the lock of every change of text and parties",
}


def _counted(town):
    row = agreement_in("finalised", towns=[town])
    return row, originals.count_originals(row, by=lead(), count=2)


def _arranged(row):
    signing_day.arrange_signing(row, by=lead(), plan=SigningPlan(dates.today(), place="Rathaus"))
    return row


def _moved(town):
    row, kept = _counted(town)
    return whereabouts.record_whereabouts(
        row, by=lead(), originals=[kept[0].pk], kind="archive", since_on=dates.today()
    )  # fmt: skip


def _kept(town):
    row = agreement_in("finalised", towns=[town])
    signed_files.keep_signed_file(row, by=lead(), file=inspect("signiert.pdf", pdf()))
    return row


AGREEMENT_CALLS = AMENDMENT_CALLS | {
    "agreements.actions.recording.record_earlier": lambda town: recording.record_earlier(by=lead(), known=_known(town)),
    "agreements.actions.recording.correct_recorded": lambda town: recording.correct_recorded(
        _recorded(town), by=lead(), known=_known(town, "2021"), reason=REASON
    ),
    "agreements.actions.recording.withdraw_recorded": lambda town: recording.withdraw_recorded(
        _recorded(town), by=lead(), reason=REASON
    ),
    "agreements.actions.numbering.begin_numbering": lambda town: numbering.begin_numbering(
        50, by=lead(), reason=REASON
    ),
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
    "agreements.actions.proposals.correct_answer": lambda town: proposals.correct_answer(
        proposals.settle_proposal(_proposal(town), by=caseworker(), answer="Übernommen."), by=lead(),
        answer="Steht nun in § 4.", reason=REASON,
    ),
    "agreements.actions.proposals.comment_on_clauses": _suggestion,
    "agreements.actions.proposals.share_proposal": lambda town: proposals.share_proposal(
        _proposal(town), by=lead(), is_shared=True
    ),
    "agreements.actions.reviewing.review_text": lambda town: reviewing.review_text(
        _town(town), by=lead(), comments=[proposals.Comment("Gut so.", kind="remark")], version=1,
        agreeing=reviewing.Agreeing(),
    ),
    "agreements.actions.taking.take_over": lambda town: taking.take_over(_suggestion(town), by=lead(), version=1),
    "agreements.actions.papers.receive_text": lambda town: papers.receive_text(
        _town(town), by=lead(), received_on=dates.today(), source="E-Mail", version=1, file=scan()
    ),
    "agreements.actions.stations.enter_station": lambda town: (
        lambda party: stations.enter_station(
            party.agreement, by=lead(), place="council", party=party, starts_on=dates.today()
        )
    )(_town(town)),
    "agreements.actions.resolving.state_resolution": lambda town: resolving.state_resolution(
        _town(town), by=lead(), need="needed"
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
    "agreements.actions.references.set_file_reference": lambda town: references.set_file_reference(
        AgreementFactory(finalised=True, towns=[town], file_reference=""), by=lead(), file_reference="LPR-1"
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
    "agreements.actions.signers.change_signatory": lambda town: signers.change_signatory(
        _first(agreement_in("finalised", towns=[town])), by=lead(), signer=Signer("Anna Beispiel", "Beigeordnete"),
        reason=REASON,
    ),
    "agreements.actions.originals.count_originals": _counted,
    "agreements.actions.whereabouts.record_whereabouts": _moved,
    "agreements.actions.signing_day.arrange_signing": lambda town: signing_day.arrange_signing(
        agreement_in("approved", towns=[town]), by=lead(), plan=SigningPlan(dates.today(), place="Rathaus")
    ),
    "agreements.actions.signing_day.call_off_signing": lambda town: signing_day.call_off_signing(
        _arranged(agreement_in("approved", towns=[town])), by=lead(), reason=REASON
    ),
    "agreements.actions.checking.tick_off": lambda town: checking.tick_off(
        agreement_in("finalised", towns=[town]), by=lead(), keys={"folders"}
    ),
    "agreements.actions.signed_files.keep_signed_file": _kept,
    "agreements.actions.discarding.discard_signed_file": lambda town: discarding.discard_signed_file(
        _kept(town), by=lead(), reason=REASON
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
