"""What comes up of signed agreements within the next 90 days: an end, an extension, the last day for notice."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from agreements.due_kinds import COMES_UP
from agreements.horizon import horizon
from agreements.milestones import AHEAD, END, EXTENSION, LAST_NOTICE, Milestone, milestones
from agreements.models import CooperationAgreement, Notice, Term
from agreements.transitions import Status
from core import dates, formats
from core.blocks import Due

WHAT_TO_DO = {
    END: "bitte prüfen, ob eine neue Vereinbarung geschlossen werden soll",
    EXTENSION: "sie verlängert sich, wenn niemand kündigt",
    LAST_NOTICE: "danach verlängert sich die Vereinbarung",
}


def limited() -> Q:
    """Signed agreements that end or are extended some day; of all others nothing comes up."""
    terms = Term._base_manager.filter(agreement=OuterRef("pk"), kind__in=["fixed", "renewing"])
    notices = Notice._base_manager.filter(agreement=OuterRef("pk"), effect="ends", taken_back_on=None)
    return Q(status=Status.SIGNED) & (Q(Exists(terms)) | Q(Exists(notices)))


def ahead(user: Any, as_: Collection[str], *, among: Collection[int]) -> Iterator[Due]:
    """For the office and for whoever is party still, the nearest day of each agreement (ids) that is `limited`."""
    if not among:
        return
    today = dates.today()
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    for row in readable.filter(pk__in=among).with_parts().select_related("term").prefetch_related("notices"):
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
