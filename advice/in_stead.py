"""In whose stead somebody of the office works for a town: of whoever is responsible for it and away."""

from collections.abc import Iterable

from accounts.deputising import deputised_today
from accounts.models import User
from advice.models import Responsibility
from core import dates
from municipalities.models import Municipality


def responsible_in_stead(person: User, town_ids: Iterable[int]) -> User | None:
    """The person represented today who is responsible for one of the towns; None for nearly everybody, at one query."""
    absent = {row.user_id: row.user for row in deputised_today(person)}
    if not absent:
        return None
    current = Responsibility.objects.current(on=dates.today())
    for town in Municipality.objects.filter(pk__in=list(town_ids)):
        responsible = current.for_town(town).first()
        if responsible and responsible.user_id in absent:
            return absent[responsible.user_id]
    return None
