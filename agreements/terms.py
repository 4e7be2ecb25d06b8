"""Term and notice as days: when an agreement ends, when it can end, and until when somebody has to say so."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agreements.models import CooperationAgreement, Term
from agreements.transitions import Status


def term_of(agreement: CooperationAgreement) -> Term | None:
    """The term as agreed; what the sample text says where nothing else was chosen; None where nobody knows."""
    stored: Term | None = getattr(agreement, "term", None)
    if stored is not None:
        return stored
    return Term() if agreement.template_id else None


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last one of that month where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of(day: date, unit: str) -> date:
    """The last day of the month, quarter or year a day lies in."""
    months = {Term.NoticeTo.MONTH: 1, Term.NoticeTo.QUARTER: 3, Term.NoticeTo.YEAR: 12}.get(Term.NoticeTo(unit))
    if months is None:
        return day
    last = (day.month - 1) // months * months + months
    return date(day.year, last, calendar.monthrange(day.year, last)[1])


def last_day(term: Term, begins_on: date, on: date) -> date | None:
    """The last day of the term running on a day; None without a limit."""
    if term.kind == Term.Kind.FIXED:
        return term.ends_on
    if term.kind == Term.Kind.UNLIMITED:
        return None
    years, number = term.years or 1, 1
    while (end := add_months(begins_on, 12 * years * number) - timedelta(days=1)) < on:
        number += 1
    return end


def earliest_end(term: Term, begins_on: date, received_on: date) -> date:
    """The last day of an agreement of which notice is received on a day."""
    end = end_of(add_months(received_on, term.notice_months), term.notice_to)
    if term.kind == Term.Kind.FIXED and term.ends_on:
        return max(min(end, term.ends_on), received_on)
    if term.kind == Term.Kind.RENEWING:
        return last_day(term, begins_on, end) or end
    return end


def last_notice(term: Term, end: date) -> date:
    """The last day on which notice still leads to that end."""
    day = add_months(end, -term.notice_months)
    while add_months(day + timedelta(days=1), term.notice_months) <= end:
        day += timedelta(days=1)
    while add_months(day, term.notice_months) > end:
        day -= timedelta(days=1)
    return day


def given_end(agreement: CooperationAgreement) -> date | None:
    """The last day for all by the notice of a party; None without one."""
    days = [row.ends_on for row in agreement.notices.all() if row.taken_back_on is None and row.effect == "ends"]
    return min(days, default=None)


def known_end(agreement: CooperationAgreement) -> date | None:
    """The last day by notice or by a fixed term, whichever comes first."""
    if agreement.ended_on:
        return agreement.ended_on
    term = term_of(agreement)
    fixed = term.ends_on if term and term.kind == Term.Kind.FIXED else None
    return min((day for day in (given_end(agreement), fixed) if day), default=None)


@dataclass(frozen=True)
class Outlook:
    """The days of a term as a page tells them."""

    term: Term
    ends_on: date | None
    next_end_on: date | None
    last_notice_on: date | None


def outlook(agreement: CooperationAgreement, on: date) -> Outlook | None:
    """For a signed agreement, seen from a day; None while nothing of it is known."""
    term: Any = term_of(agreement)
    if term is None or agreement.signed_on is None:
        return None
    begins_on, end = agreement.signed_on, known_end(agreement) or last_day(term, agreement.signed_on, on)
    is_over = agreement.status != Status.SIGNED or given_end(agreement) is not None
    next_end = None if is_over else earliest_end(term, begins_on, max(on, begins_on))
    return Outlook(term, end, next_end, last_notice(term, next_end) if next_end else None)
