"""What a party says about the text before it agrees, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from agreements.actions.consents import in_consultation
from agreements.actions.moves import locked, log, require_version
from agreements.models import ChangeProposal, Clause, CooperationAgreement, Party, ReceivedPaper
from core import dates
from core.exceptions import Conflict

Kind, Outcome = ChangeProposal.Kind, ChangeProposal.Outcome
AS_SUGGESTED = "Wortlaut wie vorgeschlagen."


@dataclass(frozen=True)
class Comment:
    """A comment as typed; `clause_id` None is the whole text, `suggestion` the wording somebody would rather read."""

    text: str
    clause_id: int | None = None
    kind: str = Kind.CHANGE
    suggestion: str = ""
    is_shared: bool = False


@dataclass(frozen=True)
class Source:
    """Where the office has a comment from that it enters in a party's name."""

    words: str = ""
    paper: ReceivedPaper | None = None


@transaction.atomic
def propose_change(party: Party, *, by: User, text: str, version: int, is_shared: bool = False) -> ChangeProposal:
    """What a party wants to have changed in the whole text; the office is told until it has settled it."""
    row, current = in_consultation(party)
    if not text.strip():
        raise Conflict("Bitte schreiben, was geändert werden soll.")
    comment = Comment(text, is_shared=is_shared)
    return _keep(row, current, comment, {}, by=by, version=min(version, row.version), source=Source())


@transaction.atomic
def comment_on_clauses(
    party: Party, *, by: User, comments: Sequence[Comment], version: int, source: Source | None = None
) -> list[ChangeProposal]:
    """What a party says clause by clause about one version; `source` where the office enters it in its name.

    Conflict when the text has changed meanwhile, with nothing kept: the page shows what changed and sends again.
    """
    row, current = in_consultation(party)
    require_version(row, version, by=by)
    given = source or Source()
    if given.paper and given.paper.party_id != current.pk:
        raise Conflict("Dieser Rücklauf gehört zu einer anderen Partei. Bitte neu auswählen.")
    clauses = {clause.pk: clause for clause in row.clauses.all()}
    if any(item.clause_id is not None and item.clause_id not in clauses for item in comments):
        raise Conflict("Eine der Regelungen gibt es nicht mehr. Bitte die Seite neu öffnen.")
    return [_keep(row, current, item, clauses, by=by, version=version, source=given) for item in comments]


def _keep(
    row: CooperationAgreement,
    party: Party,
    comment: Comment,
    clauses: dict[int, Clause],
    *,
    by: User,
    version: int,
    source: Source,
) -> ChangeProposal:
    clause = clauses[comment.clause_id] if comment.clause_id is not None else None
    text, suggestion = comment.text.strip() or AS_SUGGESTED, comment.suggestion.strip()
    open_rows = ChangeProposal.objects.filter(party=party, clause=clause, settled_on=None)
    if same := open_rows.filter(text=text, suggestion=suggestion).first():
        known: ChangeProposal = same
        return known
    proposal: ChangeProposal = ChangeProposal.objects.create(
        party=party, kind=Kind(comment.kind), clause=clause, clause_label=clause.label if clause else "",
        version=version, text=text, suggestion=suggestion, shared_on=dates.today() if comment.is_shared else None,
        source=source.words.strip(), paper=source.paper, made_on=dates.today(), made_by=by,
    )  # fmt: skip
    entered = {"im Namen von": party.name, "Quelle": proposal.source} if proposal.source else {}
    log(
        row, "propose_change", by=by, label=f"{proposal.get_kind_display()}: {party.name}",
        after={"Wunsch": proposal.text, "zu": proposal.about, "Wortlaut": suggestion, **entered},
    )  # fmt: skip
    return proposal


def open_proposal(proposal: ChangeProposal) -> tuple[CooperationAgreement, ChangeProposal]:
    """The locked agreement and the present row of a comment nobody has answered yet."""
    row = locked(proposal.party.agreement)
    current: ChangeProposal = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if current.settled_on:
        raise Conflict(f"{_this(current)} ist inzwischen schon beantwortet.")
    return row, current


def _this(proposal: ChangeProposal) -> str:
    return "Dieser Änderungswunsch" if proposal.is_change else "Diese Anmerkung"


@transaction.atomic
def settle_proposal(
    proposal: ChangeProposal, *, by: User, answer: str, outcome: str = Outcome.ANSWERED
) -> ChangeProposal:
    """Say what became of a proposal; the party reads the answer."""
    row, current = open_proposal(proposal)
    if not answer.strip():
        raise Conflict("Bitte schreiben, was aus dem Änderungswunsch geworden ist.")
    current.settled_on, current.settled_by, current.answer = dates.today(), by, answer.strip()
    current.outcome = Outcome(outcome)
    current.save(update_fields=["settled_on", "settled_by", "answer", "outcome"])
    log(
        row, "settle_proposal", by=by, label=f"{current.get_kind_display()} beantwortet: {current.party.name}",
        after={"Wunsch": current.text, "Antwort": current.answer, "Ergebnis": current.get_outcome_display()},
    )  # fmt: skip
    return current


@transaction.atomic
def correct_answer(
    proposal: ChangeProposal, *, by: User, answer: str, reason: str, outcome: str = ""
) -> ChangeProposal:
    """Say it in other words; what has been taken over stays taken over. The party reads the new answer."""
    row = locked(proposal.party.agreement)
    current: ChangeProposal = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not current.settled_on:
        raise Conflict(f"{_this(current)} ist noch nicht beantwortet.")
    if not answer.strip():
        raise Conflict("Bitte schreiben, was aus dem Änderungswunsch geworden ist.")
    before = {"Antwort": current.answer, "Ergebnis": current.get_outcome_display()}
    current.answer = answer.strip()
    if current.outcome != Outcome.TAKEN:
        current.outcome = Outcome(outcome or Outcome.ANSWERED)
    after = {"Antwort": current.answer, "Ergebnis": current.get_outcome_display()}
    if after == before:
        return current
    current.save(update_fields=["answer", "outcome"])
    log(
        row, "correct_answer", by=by, label=f"Antwort berichtigt: {current.party.name}", before=before, after=after,
        reason=reason,
    )  # fmt: skip
    return current


@transaction.atomic
def share_proposal(proposal: ChangeProposal, *, by: User, is_shared: bool) -> ChangeProposal:
    """Let the other parties read a comment and its answer, or no longer; its own party decides."""
    row = locked(proposal.party.agreement)
    current: ChangeProposal = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if bool(current.shared_on) == is_shared:
        return current
    current.shared_on = dates.today() if is_shared else None
    current.save(update_fields=["shared_on"])
    done = "für die anderen Parteien freigegeben" if is_shared else "nicht mehr freigegeben"
    log(
        row, "share_proposal", by=by, label=f"{current.get_kind_display()} {done}: {current.party.name}",
        after={"zu": current.about, "Wunsch": current.text},
    )  # fmt: skip
    return current
