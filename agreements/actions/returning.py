"""Clauses that somebody left out while somebody else wrote at them, and that come back with her wording."""

from collections.abc import Mapping, Sequence
from typing import Any

from agreements.actions.clauses import renumber
from agreements.merging import Clash, kept
from agreements.models import Clause, CooperationAgreement


def put_back(row: CooperationAgreement, back: Sequence[Clash]) -> dict[str, str]:
    """Take them in again; the wording of each by its label. The caller has locked the row and counts the version."""
    returned = {}
    for item in back:
        old = kept(row, item.clause_id)
        if old is not None:
            clause = _taken_in(row, old, item.yours)
            returned[clause.label] = clause.text
    return returned


def _taken_in(row: CooperationAgreement, old: Mapping[str, Any], text: str) -> Clause:
    """A clause that a version kept, at its former place."""
    sample = row.template.clauses.filter(heading=old["heading"]).first() if row.template else None
    clause = Clause(
        agreement=row, heading=old["heading"], text=text, template_text=old["template_text"], position=0,
        template_clause=sample if old["template_text"] else None,
    )  # fmt: skip
    clauses = list(row.clauses.all())
    clauses.insert(old["position"] - (clauses[0].position if clauses else 1), clause)
    renumber(clauses)
    return clause
