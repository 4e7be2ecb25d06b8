"""What a word typed into the search of agreements may mean beside a town that is covered."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from core import collation
from core.forms import DayField
from municipalities.models import Association, AssociationMembership, Municipality


def members_of_named(folded: str, on: date) -> QuerySet[AssociationMembership, AssociationMembership]:
    """Memberships of the day in associations of this name.

    Most associations are named after a town. Who types a town's name means that town, not the neighbours it has an
    association with; whoever means those types „Verwaltungsgemeinschaft“ before it.
    """
    rows = AssociationMembership.objects.current(on=on)
    if Municipality.objects.filter(search_key__contains=folded).exists():
        return rows.none()
    return rows.filter(association__in=Association.objects.filter(search_key__contains=folded))


def by_number_or_day(query: str) -> Q:
    """„50“ and „Nr. 50“ as a register number, „11.07.2022“ as the day of signing; nothing for other words."""
    rule = Q(pk__in=())
    number = collation.fold(query).removeprefix("nr ")
    if number.isdigit():
        rule |= Q(register_number=int(number))
    if day := typed_day(query):
        rule |= Q(signed_on=day)
    return rule


def typed_day(query: str) -> date | None:
    """„11.07.2022“ as a day; None for anything else."""
    try:
        day: date | None = DayField(required=False).clean(query)
    except ValidationError:
        return None
    return day
