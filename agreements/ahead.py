"""What comes up of signed agreements within the next 90 days: an end, an extension, the last day for notice."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from agreements.horizon import horizon
from agreements.milestones import AHEAD, END, EXTENSION, LAST_NOTICE, Milestone, milestones
from agreements.models import CooperationAgreement
from agreements.transitions import Status
from core import dates, formats
from core.blocks import Due, DueKind

LIST = {
    "glyph": "v",
    "list_name": "agreements:list",
    "others": "weitere Vereinbarung,weitere Vereinbarungen",
}
COMES_UP = DueKind("frist", "Fristen von Vereinbarungen", "calendar-today", 35, **LIST)
WHAT_TO_DO = {
    END: "bitte prüfen, ob eine neue Vereinbarung geschlossen werden soll",
    EXTENSION: "sie verlängert sich, wenn niemand kündigt",
    LAST_NOTICE: "danach verlängert sich die Vereinbarung",
}


def limited() -> Q:
    """Signed agreements that end or are extended some day; of all others nothing comes up."""
    ends = Q(term__kind__in=["fixed", "renewing"]) | Q(notices__effect="ends", notices__taken_back_on=None)
    found = CooperationAgreement._base_manager.filter(ends, status=Status.SIGNED)
    return Q(pk__in=found.values("pk"))


def ahead(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """For the office and for whoever is party still, the nearest day of each agreement."""
    if not as_:
        return
    today = dates.today()
    readable = CooperationAgreement.objects.visible_to(user, as_=as_).filter(limited())
    for row in readable.for_list().select_related("term").prefetch_related("notices"):
        if horizon(row, user, as_) is not None:
            continue
        for milestone in milestones(row, today)[:1]:
            if (milestone.on - today).days <= AHEAD[0]:
                yield _due(row, milestone, today)


def _due(row: CooperationAgreement, milestone: Milestone, today: date) -> Due:
    left = (milestone.on - today).days
    when = f"{formats.day(milestone.on)}, {f'in {formats.days(left)}' if left else 'heute'}"
    return Due(
        COMES_UP, f"{row.towns_label}: {milestone.label}", f"{row.get_absolute_url()}#laufzeit", None,
        (when, WHAT_TO_DO[milestone.kind]), is_example=row.is_example,
    )  # fmt: skip
