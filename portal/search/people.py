"""What the search finds of people: contact persons by name, function and address, and accounts."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.models import User
from core import collation, dates, formats
from core.searching import Hit, Query, Source
from municipalities.models import ContactPerson

# A shorter piece is in half of all names.
SHORTEST = 3


class People(Source):
    key, label, glyph = "personen", "Ansprechpersonen", "p"
    functions = (*STATE_OFFICE, *MUNICIPAL, Function.DISTRICT)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """Whoever holds a function before whoever held it; what is kept inside a body is found inside only."""
        rows = ContactPerson.objects.visible_to(user, as_=as_).filter(_named(query))
        return rows.order_by(F("ends_on").desc(nulls_first=True), "person__sort_key", "pk")

    def shown(self, rows: Any) -> Any:
        return rows.select_related("person", "municipality", "police_directorate", "association", "district")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.name or row.office, _url_of(row), _notes(row)) for row in rows]


class Accounts(Source):
    key, label, glyph = "zugaenge", "Zugänge", "p"
    functions = STATE_OFFICE

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        if len(query.text.strip()) < SHORTEST:
            return User.objects.none()
        text = query.text.strip()
        rows = User.objects.visible_to(user, as_=as_).filter(Q(name__icontains=text) | Q(email__icontains=text))
        return rows.order_by("name", "pk")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(row.name, reverse("accounts:detail", args=[row.pk]), [row.email]) for row in rows]


def _named(query: Query) -> Q:
    rule = Q(pk__in=())
    for form in collation.spellings(query.text):
        if len(form) >= SHORTEST and not form.isdigit():
            rule |= Q(person__sort_key__contains=form)
    text = query.text.strip()
    if len(text) >= SHORTEST:
        rule |= Q(office__icontains=text) | Q(email__icontains=text) | Q(office_email__icontains=text)
    return rule


def _url_of(row: ContactPerson) -> str:
    """The page of the person; a function without a holder is looked up where it belongs."""
    if row.person_id:
        return reverse("portal:person", args=[row.person_id])
    return str(row.body.get_absolute_url()) if row.body else reverse("portal:state_office")


def _notes(row: ContactPerson) -> list[str]:
    ended = f"bis {formats.day(row.ends_on)}" if row.ends_on and row.ends_on < dates.today() else ""
    return [row.office if row.name else "", str(row.body or "Geschäftsstelle"), ended]
