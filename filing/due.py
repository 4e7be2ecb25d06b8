"""What is over and not yet in the E-Akte: one entry per kind of Vorgang, because fifty would hide everything else."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min

from core import dates
from core.blocks import Due, DueKind
from core.formats import count_of
from filing.models import Filing
from filing.models.rules import current
from filing.records import RecordKind

NOT_FILED = DueKind(
    "verakten", "Zu verakten", "draft", 80, others="weitere Art von Vorgängen,weitere Arten von Vorgängen"
)


def due(kind: RecordKind, user: Any, as_: Collection[str], *, url: str, noun: str) -> list[Due]:
    """Those over for longer than the office has set, without any Veraktung; `noun` counts them, `url` lists them."""
    before = dates.today() - timedelta(days=current().remind_after)
    readable = kind.model.objects.visible_to(user, as_=as_)
    unfiled = readable.exclude(pk__in=Filing.objects.of_model(kind.model).values("object_id"))
    # A row with two towns is one.
    found = kind.over(unfiled, before).order_by().aggregate(count=Count("pk", distinct=True), oldest=Min("over_on"))
    if not found["count"]:
        return []
    label = f"{count_of(found['count'], noun)} noch nicht veraktet"
    return [Due(NOT_FILED, label, url, found["oldest"], ("das Paket „Für die E-Akte“ ablegen und eintragen",))]
