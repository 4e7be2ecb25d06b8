"""What was said about each clause, beside the clause as it reads now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agreements.models import ChangeProposal
from agreements.versions import label_of
from core.worddiff import Change, word_diff


@dataclass(frozen=True)
class Remark:
    """A comment with the difference its wording makes, and whether the clause was changed since it was written."""

    row: ChangeProposal
    changes: Sequence[Change] = ()
    is_later_text: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class Thread:
    """A clause (or the whole text, without one) and its comments, the newest first."""

    label: str
    anchor: str
    clause_id: int | None = None
    paragraphs: Sequence[str] = ()
    remarks: list[Remark] = field(default_factory=list)


def threads(
    clauses: Iterable[Mapping[str, Any]],
    rows: Iterable[ChangeProposal],
    *,
    own: Iterable[int],
    known: Mapping[int, Any],
) -> list[Thread]:
    """`clauses` as a version keeps them, `own` ids of the reader's parties, `known` the clauses of earlier versions.

    The whole text stands after the clauses, and what was said about clauses left out since at the very end.
    """
    by_clause = {clause["id"]: _thread_of(clause) for clause in clauses}
    whole, gone = Thread("Zum ganzen Text", "ganzer-text"), Thread("Zu weggelassenen Regelungen", "weggelassen")
    texts = {clause["id"]: clause["filled"] for clause in clauses}
    mine = frozenset(own)
    for row in rows:
        place = whole if not row.clause_label else by_clause.get(row.clause_id or 0, gone)
        place.remarks.append(_remark(row, texts.get(row.clause_id or 0), known, is_own=row.party_id in mine))
    return [*by_clause.values(), *(thread for thread in (whole, gone) if thread.remarks)]


def _thread_of(clause: Mapping[str, Any]) -> Thread:
    lines = [line for line in clause["filled"].splitlines() if line.strip()]
    return Thread(label_of(clause), f"regelung-{clause['id']}", clause["id"], lines)


def _remark(row: ChangeProposal, text: str | None, known: Mapping[int, Any], *, is_own: bool) -> Remark:
    then = known.get(row.version, {}).get(row.clause_id)
    is_later = text is not None and then is not None and then != text
    changes = word_diff(text, row.suggestion) if row.suggestion and text is not None and not row.settled_on else ()
    return Remark(row, changes, is_later, is_own)
