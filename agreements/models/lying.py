"""Condition: with whom an agreement lies, for the filter of the list; the same rule as agreements.whereabouts."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from agreements.transitions import AWAITING_SIGNATURE, Status

KINDS = {"lpr": ("state_office",), "town": ("municipality", "association"), "police": ("police",)}


def lying_with(place: str, parties: Any, stations: Any) -> Q:
    """`parties` and `stations` are querysets of the two models; places are those of Station."""
    open_rows = stations.filter(ends_on=None)
    entered = Exists(open_rows.filter(agreement=OuterRef("pk"), place=place))
    if place not in KINDS:
        return Q(entered)
    moved = Exists(open_rows.filter(party=OuterRef("pk")))
    missing = parties.filter(agreement=OuterRef("pk"), succeeds=None)
    asked = missing.filter(agreed_on=None)
    unsigned = missing.filter(represented_by=None).filter(Q(signatories=None) | Q(signatories__signed_on=None))
    computed: Any = Q(status=Status.CONSULTATION) & Exists(_of(asked, place).exclude(moved)) | Q(
        status__in=AWAITING_SIGNATURE
    ) & Exists(_of(unsigned, place).exclude(moved))
    if place == "lpr":
        computed |= Q(status__in=[Status.DRAFT, Status.APPROVED])
        computed |= Q(status=Status.CONSULTATION) & ~Exists(asked)
        computed &= ~Exists(open_rows.filter(agreement=OuterRef("pk"), party=None))
    return Q(entered) | computed


def _of(parties: Any, place: str) -> Any:
    return parties.filter(kind__in=KINDS[place])
