"""The whole text of an agreement under a number: how it is kept, and compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agreements.models import AgreementTemplate, AgreementVersion, CooperationAgreement, TemplateClause
from agreements.placeholders import facts_of, filled
from core.worddiff import SAME, Change, word_diff


def content_of(agreement: CooperationAgreement) -> dict[str, Any]:
    """Clauses (as written, and as filled from the records on this day), parties and signatories as plain values."""
    facts = facts_of(agreement)
    parties = agreement.sorted_parties
    return {
        "file_reference": agreement.file_reference,
        "clauses": [
            {
                "id": clause.pk, "position": clause.position, "heading": clause.heading, "text": clause.text,
                "template_text": clause.template_text, "filled": filled(clause.text, facts),
            }
            for clause in agreement.clauses.all()
        ],
        "parties": [
            {
                "id": party.pk, "name": party.name,
                "represented_by": party.represented_by.name if party.represented_by else "",
            }
            for party in parties
        ],
        "signatories": [
            {"party": party.name, "name": row.name, "office": row.office}
            for party in parties
            for row in party.sorted_signatories
        ],
    }  # fmt: skip


# --- Comparing ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """One part of two texts: its heading, and the stretches that stayed, went or came."""

    label: str
    changes: Sequence[Change]

    @property
    def is_changed(self) -> bool:
        return any(change.kind != "same" for change in self.changes)


def label_of(clause: Mapping[str, Any]) -> str:
    number = clause["position"]
    return f"§\N{NO-BREAK SPACE}{number} {clause['heading']}" if number else str(clause["heading"])


def compare(old: AgreementVersion, new: AgreementVersion) -> list[Compared]:
    """Parties and signatories, then every clause of either version, in the order of the newer one."""
    people = Compared("Parteien und Unterzeichnende", word_diff(_people(old.content), _people(new.content)))
    return [people, *_compare_clauses(old.content["clauses"], new.content["clauses"])]


def _compare_clauses(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Compared]:
    known = {clause["id"]: clause for clause in before}
    parts = []
    for clause in after:
        old = known.pop(clause["id"], None)
        parts.append(Compared(label_of(clause), _changes(old, clause)))
    return [*parts, *(Compared(label_of(clause), word_diff(_body(clause), "")) for clause in known.values())]


def _changes(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Change]:
    """The wording of a clause; its number only where that is another, and then without a wording that stayed."""
    if old is None:
        return word_diff("", _body(new))
    wording = word_diff(old["filled"], new["filled"])
    if label_of(old) == label_of(new):
        return wording
    number = word_diff(label_of(old), label_of(new))
    return number if old["filled"] == new["filled"] else [*number, Change(SAME, "\n"), *wording]


def _body(clause: Mapping[str, Any]) -> str:
    """What stands below the heading; for a clause without any wording the heading itself."""
    return clause["filled"] or label_of(clause)


def _people(content: Mapping[str, Any]) -> str:
    lines = [
        f"{party['name']}{', vertreten durch ' + party['represented_by'] if party['represented_by'] else ''}"
        for party in content["parties"]
    ]
    lines += [", ".join(filter(None, [row["party"], row["name"], row["office"]])) for row in content["signatories"]]
    return "\n".join([*lines, f"Aktenzeichen {content['file_reference']}"])


def compare_to_sample(agreement: CooperationAgreement, version: AgreementVersion) -> list[Compared]:
    """The clauses as written beside the sample clauses they came from; what was left out stands at the end."""
    parts = [
        Compared(label_of(clause), word_diff(clause["template_text"], clause["text"]))
        for clause in version.content["clauses"]
    ]
    if agreement.template is None:
        return parts
    # A sample clause keeps its heading in every agreement; which of them this version had is asked of this version.
    taken = {clause["heading"] for clause in version.content["clauses"] if clause["template_text"]}
    left_out = [row for row in agreement.template.clauses.all() if row.heading not in taken]
    return [*parts, *(Compared(_left_out_label(row), word_diff(row.text, "")) for row in left_out)]


def _left_out_label(row: TemplateClause) -> str:
    return f"{row.heading} ({'Wahlregelung, ' if row.is_optional else ''}nicht aufgenommen)"


def compare_samples(old: AgreementTemplate, new: AgreementTemplate) -> list[Compared]:
    """Two versions of the sample text; a clause is known by its heading."""
    before = {row.heading: row for row in old.clauses.all()}
    parts = []
    for row in new.clauses.all():
        match = before.pop(row.heading, None)
        parts.append(Compared(row.heading, word_diff(_sample(match), _sample(row))))
    return [*parts, *(Compared(row.heading, word_diff(_sample(row), "")) for row in before.values())]


class Entry(Protocol):
    """A sample clause, stored or typed."""

    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def is_optional(self) -> bool: ...


def compare_entries(pairs: Iterable[tuple[Entry, Entry]]) -> list[Compared]:
    """What is stored of sample clauses beside what somebody typed for them."""
    return [
        Compared(
            new.heading,
            word_diff(
                _sample(old) if old.heading == new.heading else f"{old.heading}\n{_sample(old)}",
                _sample(new) if old.heading == new.heading else f"{new.heading}\n{_sample(new)}",
            ),
        )
        for old, new in pairs
    ]


def _sample(row: Entry | None) -> str:
    return f"{'Wahlregelung. ' if row.is_optional else ''}{row.text}" if row else ""
