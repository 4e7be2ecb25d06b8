"""What is possible in which state: every action against every state, by a grid written by hand."""

import pytest

from agreements.actions import copies, drafting, fixing, review, signing, wording
from agreements.actions.drafting import SignatoryEntry
from agreements.actions.signing import Signature
from agreements.models import CooperationAgreement, Signatory
from agreements.transitions import TRANSITIONS, Status
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from tests.factories import caseworker, lead
from tests.files import scan
from tests.life import REASON, agreement_in, sign_as

pytestmark = pytest.mark.django_db

# A dot: refused, and nothing has changed. The columns are the states in the order of Status.
GRID = """
                    draft        consultation approved     finalised     partly_signed signed        ended withdrawn
open_consultation   consultation .            .            .             .             .             .     .
return_to_draft     .            draft        .            .             .             .             .     .
approve             .            approved     .            .             .             .             .     .
finalise            .            .            finalised    .             .             .             .     .
reopen              .            .            consultation consultation  .             .             .     .
sign                .            .            .            partly_signed partly_signed .             .     .
complete            .            .            .            signed        signed        .             .     .
correct_signature   .            .            .            .             partly_signed signed        .     .
take_back_signature .            .            .            .             partly_signed partly_signed .     .
take_back_all       .            .            .            .             finalised     finalised     .     .
end                 .            .            .            .             .             ended         .     .
withdraw            withdrawn    withdrawn    withdrawn    withdrawn     withdrawn     .             .     .
consent             .            consultation .            .             .             .             .     .
edit_text           draft        consultation .            .             .             .             .     .
edit_parties        draft        consultation .            .             .             .             .     .
edit_signatories    draft        consultation .            .             .             .             .     .
record_guests       .            .            .            finalised     partly_signed signed        ended .
attach_signed_copy  .            .            .            .             .             signed        ended .
"""
ROWS = [line.split() for line in GRID.strip().splitlines()]
CASES = [
    (action, source, None if target == "." else target)
    for action, *targets in ROWS[1:]
    for source, target in zip(ROWS[0], targets, strict=True)
]


def _signatories(agreement, *, signed):
    return [row for row in agreement.signatories if bool(row.signed_on) is signed] or agreement.signatories


def _signature(place="Rathaus"):
    return Signature(signed_on=dates.today(), place=place, signed_name="Erika Beispiel")


def _sign(agreement):
    return signing.sign(_signatories(agreement, signed=False)[0], by=caseworker(), signature=_signature("Bahnhof"))


def _complete(agreement):
    for signatory in _signatories(agreement, signed=False):
        signing.sign(signatory, by=caseworker(), signature=_signature("Bahnhof"))


def _approve(agreement):
    for party in agreement.parties.all() if agreement.status == Status.CONSULTATION else ():
        review.consent(party, by=caseworker(), agreed_on=dates.today())
    return review.approve(agreement, by=lead())


def _take_back(agreement):
    signed = _signatories(agreement, signed=True)
    if agreement.status == Status.PARTLY_SIGNED:
        sign_as(_signatories(agreement, signed=False)[0])
    return signing.take_back_signature(signed[0], by=caseworker(), reason=REASON)


def _take_back_all(agreement):
    for signatory in _signatories(agreement, signed=True):
        signing.take_back_signature(signatory, by=caseworker(), reason=REASON)


def _correct(agreement):
    signed = _signatories(agreement, signed=True)[0]
    return signing.correct_signature(signed, by=caseworker(), signature=_signature("Bahnhof"), reason=REASON)


def _edit_text(agreement):
    texts = {agreement.clauses.all()[1].pk: "Ein anderer Text."}
    return wording.edit_text(agreement, by=caseworker(), texts=texts)


def _edit_parties(agreement):
    return drafting.edit_parties(
        agreement,
        by=caseworker(),
        municipalities=agreement.municipalities,
        police_directorate=None,
        file_reference="LPR-1",
    )


def _edit_signatories(agreement):
    entries = [SignatoryEntry(party.pk, "Erika Beispiel", "Leitung") for party in agreement.parties.all()]
    return drafting.edit_signatories(agreement, by=caseworker(), entries=entries)


def _guests(agreement):
    signing.record_guests(agreement, by=caseworker(), guests=[("Erika Beispiel", "Landrätin")])
    return agreement


ACTIONS = {
    "open_consultation": lambda row: review.open_consultation(row, by=caseworker()),
    "return_to_draft": lambda row: review.return_to_draft(row, by=caseworker(), reason=REASON),
    "approve": _approve,
    "finalise": lambda row: fixing.finalise(row, by=caseworker()),
    "reopen": lambda row: review.reopen(row, by=caseworker(), reason=REASON),
    "sign": _sign,
    "complete": _complete,
    "correct_signature": _correct,
    "take_back_signature": _take_back,
    "take_back_all": _take_back_all,
    "end": lambda row: signing.end(row, by=caseworker(), ended_on=dates.today(), reason=REASON),
    "withdraw": lambda row: signing.withdraw(row, by=caseworker(), reason=REASON),
    "consent": lambda row: review.consent(row.parties.all()[0], by=caseworker(), agreed_on=dates.today()),
    "edit_text": _edit_text,
    "edit_parties": _edit_parties,
    "edit_signatories": _edit_signatories,
    "record_guests": _guests,
    "attach_signed_copy": lambda row: copies.attach_signed_copy(row, by=caseworker(), file=scan()),
}


def _photograph(agreement):
    """Everything an action could have changed."""
    row = CooperationAgreement.objects.filter(pk=agreement.pk).values().get()
    people = list(Signatory.objects.filter(party__agreement=agreement).order_by("pk").values())
    rows = [list(getattr(agreement, name).order_by("pk").values()) for name in ("parties", "clauses", "guests")]
    return row, people, rows, AuditEvent.objects.count()


@pytest.mark.parametrize(("action", "source", "target"), [case for case in CASES if case[2]])
def test_action_leads_where_the_grid_says(action, source, target, meerane, pd_zwickau):
    agreement = agreement_in(source, towns=[meerane], police=pd_zwickau)
    events = AuditEvent.objects.count()
    ACTIONS[action](agreement)
    assert CooperationAgreement.objects.get(pk=agreement.pk).status == target
    assert AuditEvent.objects.count() > events


@pytest.mark.parametrize("source", Status)
def test_every_other_action_is_refused_and_changes_nothing(source, meerane, pd_zwickau):
    agreement = agreement_in(source, towns=[meerane], police=pd_zwickau)
    before = _photograph(agreement)
    for action in [action for action, state, target in CASES if state == source and target is None]:
        with pytest.raises(Conflict):
            ACTIONS[action](agreement)
        assert _photograph(agreement) == before, action


def test_grid_knows_every_state_and_every_action():
    assert ROWS[0] == list(Status)
    assert [row[0] for row in ROWS[1:]] == list(ACTIONS)


def test_table_and_grid_say_the_same():
    """Where one action chooses between two moves of the table, the grid has both of them under one name."""
    same_action = {"correct_concluded": "correct_signature", "take_back_only_signature": "take_back_all"}
    table = {
        (same_action.get(item.name, item.name), source, item.target) for item in TRANSITIONS for source in item.sources
    }
    moves = {name for name, _, _ in table}
    assert table == {(action, source, target) for action, source, target in CASES if target and action in moves}


@pytest.mark.parametrize("move", [item for item in TRANSITIONS if item.needs_reason], ids=lambda item: item.name)
def test_move_that_needs_a_reason_is_refused_without(move, meerane, pd_zwickau):
    source = sorted(move.sources)[-1]
    agreement = agreement_in(source, towns=[meerane], police=pd_zwickau)
    signed = _signatories(agreement, signed=True)[0]
    acts = {
        "return_to_draft": lambda: review.return_to_draft(agreement, by=caseworker(), reason=" "),
        "reopen": lambda: review.reopen(agreement, by=caseworker(), reason=""),
        "end": lambda: signing.end(agreement, by=caseworker(), ended_on=dates.today(), reason="\n"),
        "withdraw": lambda: signing.withdraw(agreement, by=caseworker(), reason=""),
        "correct_signature": lambda: signing.correct_signature(
            signed, by=caseworker(), signature=_signature(), reason=""
        ),
        "correct_concluded": lambda: signing.correct_signature(
            signed, by=caseworker(), signature=_signature(), reason=""
        ),
        "take_back_signature": lambda: signing.take_back_signature(signed, by=caseworker(), reason=" "),
        "take_back_only_signature": lambda: signing.take_back_signature(signed, by=caseworker(), reason=" "),
    }
    before = _photograph(agreement)
    with pytest.raises(Conflict, match="braucht eine Begründung"):
        acts[move.name]()
    assert _photograph(agreement) == before
