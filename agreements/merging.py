"""Two people's work on one text, brought together clause by clause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreements.models import AgreementVersion, Clause, CooperationAgreement
from agreements.versions import label_of
from core.worddiff import Change, word_diff


@dataclass(frozen=True)
class Clash:
    """A clause that two people changed differently since `base`; `theirs` is None where it was left out."""

    clause_id: int
    label: str
    base: str
    theirs: str | None
    yours: str

    @property
    def anchor(self) -> str:
        return f"regelung-{self.clause_id}"

    @property
    def by_them(self) -> list[Change]:
        return word_diff(self.base, self.theirs or "")

    @property
    def by_you(self) -> list[Change]:
        return word_diff(self.base, self.yours)


@dataclass(frozen=True)
class Merge:
    """Texts by clause that can be saved as they are, and the clauses somebody has to decide."""

    texts: Mapping[int, str]
    clashes: Sequence[Clash]


def normalised(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def merge(agreement: CooperationAgreement, base: AgreementVersion | None, yours: Mapping[int, str]) -> Merge:
    """What only one of two people changed is taken from her; what both changed differently is a clash.

    Without the version the page was made for, every difference is one.
    """
    started = {clause["id"]: clause for clause in base.content["clauses"]} if base else {}
    present = {clause.pk: clause for clause in agreement.clauses.all()}
    texts: dict[int, str] = {}
    clashes = []
    for clause_id, typed in yours.items():
        own, old = normalised(typed), started.get(clause_id)
        clause = present.get(clause_id) or _taken_in_again(old, present.values())
        before = old["text"] if old else ""
        if old is not None and own == normalised(before):
            continue
        if clause is None:
            if own:
                label = label_of(old) if old else "Weggelassene Regelung"
                clashes.append(Clash(clause_id, label, before, None, own))
        elif clause.text in (own, before):
            texts[clause.pk] = own
        else:
            clashes.append(Clash(clause.pk, clause.label, before, clause.text, own))
    return Merge(texts, clashes)


def _taken_in_again(old: Mapping[str, Any] | None, present: Iterable[Clause]) -> Clause | None:
    """The clause that came of the same sample clause, where the one somebody wrote at was left out in between."""
    if old is None or not old["template_text"]:
        return None
    return next((row for row in present if row.template_clause_id and row.heading == old["heading"]), None)


def kept(agreement: CooperationAgreement, clause_id: int) -> Mapping[str, Any] | None:
    """A clause that was left out, as the last version that had it kept it."""
    rows = (clause for version in agreement.versions.order_by("-number") for clause in version.content["clauses"])
    return next((clause for clause in rows if clause["id"] == clause_id), None)


def wanted_back(agreement: CooperationAgreement, wanted: Mapping[int, str]) -> list[Clash]:
    """Left out clauses somebody wants back with her wording; `theirs` is None unless there is one again already."""
    present = list(agreement.clauses.all())
    found = []
    for clause_id, typed in wanted.items():
        old = kept(agreement, clause_id)
        if old is None or not normalised(typed):
            continue
        again = _taken_in_again(old, present)
        place, label = (again.pk, again.label) if again else (clause_id, label_of(old))
        found.append(Clash(place, label, old["text"], again.text if again else None, normalised(typed)))
    return found
