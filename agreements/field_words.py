"""Field words of term, notice and Nachtrag: what they say; `placeholders` puts them into a text.

Each sentence of the sample text fits every wording: no article and no ending depends on the value.
"""

from agreements.models import CooperationAgreement, Term
from core import formats

NUMBERS = ("null", "einem", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
NOTICE_TO = {
    Term.NoticeTo.ANY_DAY: "",
    Term.NoticeTo.MONTH: " zum Ende eines Monats",
    Term.NoticeTo.QUARTER: " zum Ende eines Kalendervierteljahres",
    Term.NoticeTo.YEAR: " zum Ende eines Kalenderjahres",
}


def spelled(number: int) -> str:
    """„einem“, „zwölf“, „13“, as it stands after „von“."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _term(agreement: CooperationAgreement) -> Term:
    return getattr(agreement, "term", None) or Term()


def term_words(agreement: CooperationAgreement) -> str:
    """„ohne befristet zu sein“, behind „gilt ab dem Tag der letzten Unterschrift,“."""
    term = _term(agreement)
    if term.kind == Term.Kind.FIXED:
        return f"befristet bis zum {formats.day(term.ends_on)}"
    if term.kind == Term.Kind.RENEWING:
        years = f"{spelled(term.years or 1)} {'Jahr' if term.years == 1 else 'Jahren'}"
        again = "ein weiteres Jahr" if term.years == 1 else f"weitere {spelled(term.years or 1)} Jahre"
        return f"zunächst für die Dauer von {years}, und verlängert sich jeweils um {again}, wenn niemand kündigt"
    return "ohne befristet zu sein"


def notice_words(agreement: CooperationAgreement) -> str:
    """„mit einer Frist von sechs Monaten“."""
    term = _term(agreement)
    end = (
        " zum Ende der laufenden Dauer" if term.kind == Term.Kind.RENEWING else NOTICE_TO[Term.NoticeTo(term.notice_to)]
    )
    if not term.notice_months:
        return f"ohne Frist{end}"
    months = f"{spelled(term.notice_months)} {'Monat' if term.notice_months == 1 else 'Monaten'}"
    return f"mit einer Frist von {months}{end}"


def named(agreement: CooperationAgreement) -> str:
    """„Kooperationsvereinbarung Nr. 50 vom 25. April 2023“; of an Altfall no more than is known."""
    span = agreement.signed_span
    name = agreement.get_kind_display() if agreement.has_unknown_number else agreement.title
    if span is None:
        return name
    return f"{name} vom {span.label}" if span.is_exact else f"{name} (unterzeichnet {span.label})"


def agreement_words(document: CooperationAgreement) -> str:
    """The agreement a Nachtrag belongs to; empty for what is no Nachtrag, as are the following."""
    return f"die {named(document.amendment.amends)}" if document.is_amendment else ""


def joining_words(document: CooperationAgreement) -> str:
    town = document.amendment.joining if document.is_amendment else None
    return f"die {town.kind_word} {town.name}" if town else ""


def leaving_words(document: CooperationAgreement) -> str:
    """With its article; an association comes without one, because its gender is not known here."""
    party = document.amendment.leaving if document.is_amendment else None
    if party is None:
        return ""
    return party.name if party.association_id else f"die {party.name}"


def effective_words(document: CooperationAgreement) -> str:
    """„am 1. Juni 2023“, „mit der letzten Unterschrift“."""
    if not document.is_amendment:
        return ""
    day = document.amendment.effective_on
    return f"am {formats.day(day)}" if day else "mit dem Tag der letzten Unterschrift"


def changes_words(document: CooperationAgreement) -> str:
    """„§ 4 Kommunaler Beitrag erhält folgende Fassung“."""
    if not document.is_amendment:
        return ""
    labels = [clause.changes.label for clause in document.clauses.select_related("changes") if clause.changes]
    if not labels:
        return "die Änderungen sind im Folgenden aufgeführt"
    verb = "erhält" if len(labels) == 1 else "erhalten"
    listed = " und ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))
    return f"{listed} {verb} folgende Fassung"
