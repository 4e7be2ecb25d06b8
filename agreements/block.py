"""The building block „Vereinbarung“: its dated facts, and what is derived from them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Least

from agreements import due, search
from agreements.models import CooperationAgreement, Coverage
from core.blocks import Block, Due, Figure, Kind, State
from core.searching import Source

AGREEMENT = CooperationAgreement.Kind.AGREEMENT
PRELIMINARY = CooperationAgreement.Kind.PRELIMINARY
AMENDMENT = CooperationAgreement.Kind.AMENDMENT


class AgreementBlock(Block):
    key = "agreement"
    label = "Vereinbarung"
    glyph = "v"
    order = 30
    begins_with = "vom ersten Entwurf an"
    kinds = (
        Kind("drafted", "Entwurf der Vereinbarung angelegt", State.IN_PROGRESS, is_internal=True),
        Kind("consultation", "Text in die Abstimmung gegeben", State.IN_PROGRESS),
        Kind("finalised", "Endfassung festgeschrieben"),
        Kind("withdrawn", "Vereinbarung zurückgezogen"),
        Kind("preliminary", "Vorvereinbarung unterzeichnet", State.IN_PROGRESS, is_milestone=True),
        Kind("signed", "Kooperationsvereinbarung unterzeichnet", State.PRESENT, is_milestone=True),
        Kind("joined", "Der Kooperationsvereinbarung beigetreten", State.PRESENT, is_milestone=True),
        Kind("amended", "Nachtrag unterzeichnet"),
        Kind("left", "Letzter Tag als Partei der Kooperationsvereinbarung"),
        Kind("ended", "Vereinbarung beendet"),
    )

    def search(self) -> Sequence[Source]:
        return (search.Agreements(),)

    def facts(self) -> Sequence[QuerySet[Any, Any]]:
        """Every town an agreement covers has the fact; the record is one.

        Facts stay with who concluded it: a successor has what its predecessors reached by `core.blocks.Heirs`.
        Who joined has the agreement from then on, who left has it up to then; a Nachtrag is no agreement more.
        """
        everybody = Coverage._base_manager.filter(party__succeeds=None).order_by()
        covered = everybody.filter(party__joined_by=None)
        joined = everybody.exclude(party__joined_by=None)
        # LEAST ignores unknown days: the day on which the work on the text was over, whatever ended it.
        over = Least("agreement__signed_on", "agreement__withdrawn_on")
        # For PostgreSQL a day minus an interval is an instant.
        day_before = Cast(over - Value(timedelta(days=1)), DateField())
        signed = covered.filter(agreement__signed_on__isnull=False)
        # What was recorded afterwards was never drafted here; recorded by mistake, it never was.
        drafted = covered.filter(agreement__is_recorded=False)
        # The last day it has the agreement: its own as a party, or that of the agreement; NULL while both go on.
        until = Least("agreement__ended_on", "party__ends_on")
        # Those who have left before have no part in the end; nor has a Nachtrag, which has none.
        ended = everybody.exclude(agreement__ended_on=None).exclude(party__ends_on__lt=F("agreement__ended_on"))
        return (
            self._source(drafted, "drafted", "agreement__drafted_on", day_before),
            self._source(
                covered.exclude(agreement__consultation_on=None),
                "consultation",
                "agreement__consultation_on",
                day_before,
            ),
            self._source(covered.exclude(agreement__finalised_on=None), "finalised", "agreement__finalised_on"),
            self._source(drafted.exclude(agreement__withdrawn_on=None), "withdrawn", "agreement__withdrawn_on"),
            self._source(
                signed.filter(agreement__kind=PRELIMINARY),
                "preliminary",
                "agreement__signed_on",
                F("agreement__ended_on"),
            ),
            self._source(signed.filter(agreement__kind=AGREEMENT), "signed", "agreement__signed_on", until),
            self._source(joined, "joined", "party__starts_on", until),
            self._source(signed.filter(agreement__kind=AMENDMENT), "amended", "agreement__signed_on"),
            self._source(everybody.exclude(party__ends_on=None), "left", "party__ends_on"),
            self._source(ended, "ended", "agreement__ended_on"),
        )

    @staticmethod
    def _source(covered: Any, kind: str, starts_on: str, ends_on: Any = None) -> QuerySet[Any, Any]:
        """Rows of facts, as plain values."""
        closed = ends_on if ends_on is not None else F(starts_on)
        rows: QuerySet[Any, Any] = covered.values(
            "municipality_id",
            record_id=F("agreement_id"),
            fact_kind=Value(kind, output_field=CharField()),
            starts_on=F(starts_on),
            ends_on=closed,
            amount=Value(None, output_field=IntegerField()),
        )
        return rows

    def figures(self) -> Sequence[Figure]:
        return (
            Figure(
                key="agreements",
                label="Kooperationsvereinbarungen",
                definition=(
                    "Zahl der Kooperationsvereinbarungen, die bis zum Stichtag von allen Parteien unterzeichnet "
                    "wurden. Vorvereinbarungen zählen nicht, beendete Vereinbarungen zählen weiter."
                ),
                unit="Vereinbarungen",
                joint_rule="Eine gemeinsame Vereinbarung mehrerer Kommunen zählt einmal.",
                kind="signed",
            ),
        )

    def close_on(self, day: date) -> Q | None:
        return self._has_state_from(State.PRESENT, day)

    def describe(
        self, record_ids: Iterable[int], user: Any, as_: Collection[str], *, known: Iterable[Any] = ()
    ) -> Mapping[int, tuple[str, str]]:
        """Title and link of the agreements the user may read; others are not told in the timeline."""
        asked = set(record_ids)
        rows = [row for row in known if isinstance(row, CooperationAgreement) and row.pk in asked]
        if missing := asked - {row.pk for row in rows}:
            readable = CooperationAgreement.objects.visible_to(user, as_=as_)
            rows += readable.filter(pk__in=missing).order_by().with_parties()
        return {row.pk: (_told(row), row.get_absolute_url()) for row in rows}

    def due(self, user: Any, as_: Collection[str]) -> Sequence[Due]:
        return due.due(user, as_)


def _told(row: CooperationAgreement) -> str:
    """Title and towns; a day that is not known exactly is said as it is known, because the line has one day."""
    known, day = row.signed_span, f"{row.title} ({row.towns_label})"
    if not row.is_recorded or known is None:
        return day
    return f"{day}, nacherfasst" if known.is_exact else f"{day}, nacherfasst; als Tag bekannt: {known.label}"
