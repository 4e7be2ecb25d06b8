"""Which towns somebody outside the office is told about: own ones, and those of agreements she is party to."""

from collections.abc import Collection
from typing import Any

from accounts.bodies import Bodies
from agreements.models import CooperationAgreement
from municipalities.models import Municipality
from portal.told_lines import Told, lines_of


def told_about(user: Any, as_: Collection[str]) -> list[tuple[Municipality, list[Told], bool]]:
    """Own towns, and those of agreements one is party to, each with its lines, newest first, and whether it has a page.

    The number of queries is the same for one town and for several.
    """
    agreements = list(CooperationAgreement.objects.visible_to(user, as_=as_).with_parts())
    readable = Municipality.objects.visible_to(user, as_=as_).for_list()
    towns = {town.pk: (town, True) for town in readable}
    if Bodies.of(user, as_).police:
        for agreement in agreements:
            for town in agreement.municipalities:
                towns.setdefault(town.pk, (town, False))
    lines: dict[int, list[Told]] = {pk: [] for pk in towns}
    for town_id, line in lines_of(user, as_, agreements, list(towns)):
        if town_id in lines:
            lines[town_id].append(line)
    return [
        (town, sorted(lines[pk], key=lambda line: line.on, reverse=True), linked)
        for pk, (town, linked) in towns.items()
    ]
