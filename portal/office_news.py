"""News of the state office: from the record of actions, by town, without saying who."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.urls import reverse

from accounts.arriving import Marks
from agreements.transitions import TOLD_BY_SIGNATURES
from audit.models import AuditEvent
from municipalities.models import Municipality
from portal.told_lines import Told
from portal.town_news import TownNews

# How many entries the page looks at; older ones stand in the log of each town.
LOOKED_AT = 400
# Records with a page of their own, by the name of the model.
PAGES = {
    "cooperationagreement": "agreements:detail",
    "consultation": "advice:detail",
    "contact": "advice:contact",
    "appointment": "advice:appointment",
    "task": "tasks:detail",
    "resolution": "portal:resolution",
}


def events_for(user: Any, as_: Collection[str], marks: Marks) -> list[AuditEvent]:
    readable = AuditEvent.objects.visible_to(user, as_=as_).by_others(user).by_people_since(marks.arrival.seen_at)
    found = readable.exclude(action__in=TOLD_BY_SIGNATURES).exclude(municipality_ids=[])
    return list(found.select_related("content_type").order_by("-at", "-pk")[:LOOKED_AT])


def by_town(events: Iterable[AuditEvent], user: Any, as_: Collection[str], marks: Marks) -> list[TownNews]:
    found: dict[int, list[Told]] = {}
    for event in events:
        for town_id in event.municipality_ids:
            if event.at > marks.seen_at(town_id):
                found.setdefault(town_id, []).append(_told(event, town_id))
    towns = Municipality.objects.visible_to(user, as_=as_).for_list().in_bulk(list(found))
    return [TownNews(towns[pk], list(_once(lines))) for pk, lines in found.items() if pk in towns]


def _told(event: AuditEvent, town_id: int) -> Told:
    model = event.content_type.model
    url = reverse(PAGES[model], args=[event.object_id]) if model in PAGES else ""
    if model == "contactperson":
        # She has no page of her own; those of a town stand together.
        url = f"{reverse('portal:municipality', args=[town_id])}#ansprechpersonen"
    return Told(event.programme_day, event.label, event.subject_label, url)


def _once(lines: Iterable[Told]) -> Iterator[Told]:
    """The same thing done several times in a row is one line."""
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line
