"""Days of a signed agreement somebody should know of before they come, and which reminder of one is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.models import CooperationAgreement, Term
from agreements.terms import known_end, last_day, last_notice, term_of
from agreements.transitions import Status

END, EXTENSION, LAST_NOTICE = "end", "extension", "last_notice"
# Reminded of this many days ahead.
AHEAD = (90, 30)


@dataclass(frozen=True)
class Milestone:
    """A day somebody should know of before it comes."""

    kind: str
    on: date

    @property
    def label(self) -> str:
        return {
            END: "Ende der Vereinbarung",
            EXTENSION: "Verlängerung der Vereinbarung",
            LAST_NOTICE: "Letzter Tag für eine Kündigung",
        }[self.kind]


def milestones(agreement: CooperationAgreement, on: date) -> list[Milestone]:
    """What comes next for a signed agreement, seen from a day; the nearest first."""
    if agreement.status != Status.SIGNED:
        return []
    return sorted(_milestones(agreement, on), key=lambda row: (row.on, row.kind))


def _milestones(agreement: CooperationAgreement, on: date) -> Iterator[Milestone]:
    end = known_end(agreement)
    if end:
        if end >= on:
            yield Milestone(END, end)
        return
    term = term_of(agreement)
    if term is None or term.kind != Term.Kind.RENEWING or agreement.signed_on is None:
        return
    end = last_day(term, agreement.signed_on, on)
    if end is None:
        return
    yield Milestone(EXTENSION, end + timedelta(days=1))
    notice = last_notice(term, end)
    if notice >= on:
        yield Milestone(LAST_NOTICE, notice)
