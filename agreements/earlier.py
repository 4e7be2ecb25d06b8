"""What is known of an agreement signed before the application knew it, and whether that can be true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from agreements.models import CooperationAgreement
from core import dates
from core.dates import Span
from core.exceptions import Conflict
from municipalities.models import Association, Municipality, PoliceDirectorate

# Nobody signed before the programme began.
BEGIN = date(2019, 2, 6)
HIGHEST_NUMBER = 9999
# How far apart two days may be for one agreement to look like the other.
NEAR = timedelta(days=31)

Body = Municipality | Association | PoliceDirectorate | None


@dataclass(frozen=True)
class KnownSignatory:
    """Who signed for a body (None is the Landespräventionsrat); name or function may not have been handed down."""

    body: Body
    name: str = ""
    office: str = ""


@dataclass(frozen=True)
class Earlier:
    """An agreement signed earlier, as far as it is known. Without `number` it is unknown, or there is none."""

    span: Span
    source: str
    municipalities: Sequence[Municipality] = ()
    associations: Sequence[Association] = ()
    police_directorate: PoliceDirectorate | None = None
    kind: str = CooperationAgreement.Kind.AGREEMENT
    number: int | None = None
    file_reference: str = ""
    signatories: Sequence[KnownSignatory] = ()
    # Towns another party signed for.
    represented: Mapping[Municipality, Municipality | Association] = field(default_factory=dict)

    @property
    def bearers(self) -> list[Municipality | Association]:
        return [*self.associations, *self.municipalities]

    @property
    def bodies(self) -> list[Body]:
        """Everybody who concluded it, in the order of the parties."""
        return [None, *self.bearers, *([self.police_directorate] if self.police_directorate else [])]

    @property
    def is_example(self) -> bool:
        return any(bearer.is_example for bearer in self.bearers)

    @property
    def covered(self) -> set[int]:
        """Ids of the towns it covers: those that are party, and the members of an association on the day."""
        members = {pk for union in self.associations for pk in members_then(union, self.span.latest)}
        return members | {town.pk for town in self.municipalities}


def members_then(union: Association, day: date) -> list[int]:
    """Ids of the members on the day; where none is documented so early, the first that are."""
    documented = union.memberships.order_by("starts_on").values_list("starts_on", flat=True).first()
    return list(union.members_on(max(day, documented or day)).values_list("pk", flat=True))


def until_today(span: Span) -> Span:
    """„2023“, said in April 2023 of something that has happened, ends today."""
    today = dates.today()
    return Span(span.earliest, today) if span.earliest <= today < span.latest else span


def objections(known: Earlier) -> list[tuple[str, str]]:
    """What cannot be true, as (field of a form, sentence that says what to do)."""
    return [*_of_day(known.span), *_of_bodies(known), *_of_number(known), *_of_source(known)]


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


def similar(known: Earlier, *, besides: CooperationAgreement | None = None) -> list[CooperationAgreement]:
    """Concluded agreements of the same kind and the same towns, with a day at most 31 days away."""
    towns = known.covered
    rows: Any = CooperationAgreement.objects.concluded(on=known.span.latest + NEAR).filter(kind=known.kind)
    rows = rows.filter(signed_on__gte=known.span.earliest - NEAR).covering_any(towns)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    found = [row for row in rows.for_list() if {town.pk for town in row.municipalities} == towns]
    return [row for row in found if (span := row.signed_span) and span.earliest <= known.span.latest + NEAR]


def similar_told(rows: Sequence[CooperationAgreement]) -> str:
    """„Kooperationsvereinbarung Nr. 21 Lohsa, unterzeichnet 25. Mai 2021“, with what to do."""
    listed = "; ".join(f"{row}, unterzeichnet {row.signed_span.label}" for row in rows if row.signed_span)
    return (
        f"Für dieselben Kommunen gibt es schon: {listed}. Ist es dieselbe Vereinbarung, bitte nicht noch einmal "
        "erfassen; ist es eine zweite, bitte das ausdrücklich bestätigen."
    )
