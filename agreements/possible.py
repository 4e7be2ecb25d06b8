"""Whether what is said of an agreement signed earlier can be true."""

from datetime import date

from agreements.earlier import RECORDABLE, Earlier
from agreements.models import CooperationAgreement
from agreements.numbers import HIGHEST_NUMBER
from core import dates
from core.dates import Span
from core.exceptions import Conflict
from municipalities.models import Association, Municipality

# Nobody signed before the programme began.
BEGIN = date(2019, 2, 6)


def objections(known: Earlier) -> list[tuple[str, str]]:
    """What cannot be true, as (field of a form, sentence that says what to do)."""
    return [*_of_kind(known), *_of_day(known.span), *_of_bodies(known), *_of_number(known), *_of_source(known)]


def require_possible(known: Earlier) -> None:
    for _, sentence in objections(known):
        raise Conflict(sentence)


def _of_day(span: Span) -> list[tuple[str, str]]:
    if span.latest > dates.today():
        return [("day", "Der Tag der Unterzeichnung liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")]
    if span.latest < BEGIN:
        begin = dates.day_label(BEGIN)
        return [("day", f"Das Programm begann erst am {begin}; davor gab es keine Vereinbarung. Bitte den Tag prüfen.")]
    return []


def _of_kind(known: Earlier) -> list[tuple[str, str]]:
    if known.kind in RECORDABLE:
        return []
    return [("kind", "Ein Nachtrag wird auf der Seite seiner Vereinbarung entworfen. Bitte eine andere Art wählen.")]


def _of_bodies(known: Earlier) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    bearers = known.bearers
    if not bearers:
        found.append(("municipalities", "Bitte mindestens eine Kommune oder einen Zusammenschluss auswählen."))
    if twice := sorted({str(bearer) for bearer in bearers if bearers.count(bearer) > 1}):
        found.append(("municipalities", f"{', '.join(twice)} steht zweimal da. Bitte jede Partei einmal nennen."))
    if len({bearer.is_example for bearer in bearers}) > 1:
        found.append(("municipalities", "Bitte erfundene und wirkliche Kommunen nicht in einer Vereinbarung mischen."))
    found += [("municipalities", _gone(bearer, known.span)) for bearer in bearers if not _there(bearer, known.span)]
    return found


def _there(bearer: Municipality | Association, span: Span) -> bool:
    """An association is documented late at times; only one dissolved before counts as gone."""
    day = span.latest
    if isinstance(bearer, Association):
        return bearer.dissolved_on is None or bearer.dissolved_on > day
    return bearer.exists_on(day)


def _gone(bearer: Municipality | Association, span: Span) -> str:
    day = dates.day_label(span.latest)
    if bearer.dissolved_on and bearer.dissolved_on <= span.latest:
        until = f"{bearer} wurde am {dates.day_label(bearer.dissolved_on)} aufgelöst, also vor dem {day}."
        hint = "" if span.is_exact else " Ist der Tag nur ungefähr bekannt, bitte enger angeben: „01/2021 bis 06/2021“."
        return f"{until} Bitte den Tag oder die Kommune prüfen.{hint}"
    return f"{bearer} bestand am {day} noch nicht. Bitte den Tag prüfen oder die frühere Kommune auswählen."


def _of_number(known: Earlier) -> list[tuple[str, str]]:
    if known.number is None:
        return []
    if not 1 <= known.number <= HIGHEST_NUMBER:
        return [("number", f"Eine Registernummer liegt zwischen 1 und {HIGHEST_NUMBER}. Bitte prüfen.")]
    if known.kind != CooperationAgreement.Kind.AGREEMENT:
        return [("number", "Eine Vorvereinbarung hat keine Registernummer. Bitte „unbekannt“ eintragen.")]
    if known.is_example:
        return [
            ("number", "Vereinbarungen erfundener Kommunen haben keine Registernummer. Bitte „unbekannt“ eintragen.")
        ]
    return []


def _of_source(known: Earlier) -> list[tuple[str, str]]:
    if not known.source.strip():
        return [("source", "Bitte die Quelle angeben, zum Beispiel die Akte oder eine Pressemitteilung.")]
    return []
