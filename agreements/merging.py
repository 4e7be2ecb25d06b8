"""Two people's work on one text, brought together clause by clause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements.models import AgreementVersion, CooperationAgreement
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
        own, clause, old = normalised(typed), present.get(clause_id), started.get(clause_id)
        before = old["text"] if old else ""
        if old is not None and own == normalised(before):
            continue
        if clause is None:
            if own:
                label = label_of(old) if old else "Weggelassene Regelung"
                clashes.append(Clash(clause_id, label, before, None, own))
        elif clause.text in (own, before):
            texts[clause_id] = own
        else:
            clashes.append(Clash(clause_id, clause.label, before, clause.text, own))
    return Merge(texts, clashes)
