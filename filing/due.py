"""What is over and not yet in the E-Akte: one entry per kind of Vorgang, because fifty would hide everything else."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

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
    over = list(kind.over(readable.exclude(pk__in=Filing.objects.of_model(kind.model).values("object_id")), before))
    if not over:
        return []
    oldest = min(day for _, day in over)
    label = f"{count_of(len(over), noun)} noch nicht veraktet"
    return [Due(NOT_FILED, label, url, oldest, ("das Paket „Für die E-Akte“ ablegen und eintragen",))]
