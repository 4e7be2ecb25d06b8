"""What is over and not yet in the E-Akte: one entry per kind of Vorgang, because fifty would hide everything else."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Value

from core import dates
from core.blocks import Due, DueKind
from core.formats import count_of
from filing.models import Filing
from filing.models.rules import current
from filing.records import RecordKind, registered

NOT_FILED = DueKind(
    "verakten", "Zu verakten", "draft", 80, others="weitere Art von Vorgängen,weitere Arten von Vorgängen"
)


def due(user: Any, as_: Collection[str]) -> list[Due]:
    """Those over for longer than the office has set, without any Veraktung; one query for all kinds."""
    before = dates.today() - timedelta(days=current().remind_after)
    kinds = {kind.word: kind for kind in registered() if kind.counted}
    first, *others = (_unfiled(kind, user, as_, before) for kind in kinds.values())
    return [
        Due(
            NOT_FILED, f"{count_of(count, kinds[word].counted)} noch nicht veraktet", kinds[word].unfiled_url, oldest,
            ("das Paket „Für die E-Akte“ ablegen und eintragen",),
        )
        for word, count, oldest in first.union(*others, all=True)
        if count
    ]  # fmt: skip


def _unfiled(kind: RecordKind, user: Any, as_: Collection[str], before: date) -> Any:
    """One row: the word of the kind, how many there are, and since when the oldest is over."""
    readable = kind.model.objects.visible_to(user, as_=as_)
    unfiled = readable.exclude(pk__in=Filing.objects.of_model(kind.model).values("object_id"))
    rows = kind.over(unfiled, before).order_by().values(word=Value(kind.word))
    # A row with two towns is one.
    return rows.annotate(count=Count("pk", distinct=True), oldest=Min("over_on")).values_list("word", "count", "oldest")
