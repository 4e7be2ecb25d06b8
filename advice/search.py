"""What the search finds of advice: consultations, contacts and appointments."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from accounts.functions import MUNICIPAL, STATE_OFFICE
from advice.models import Appointment, Consultation, Contact
from core.searching import Hit, Query, Written, marked


class Consultations(Written):
    key, label, glyph = "beratungen", "Beratungen", "b"
    functions = (*STATE_OFFICE, *MUNICIPAL)
    newest, names = ("held_on", "pk"), ("beratung", "beratungen")
    is_excerpted = is_many = True

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        return Consultation.objects.visible_to(user, as_=as_)

    def fields(self, as_: Collection[str]) -> Sequence[str]:
        """The internal note is the office's alone, so a town does not find by it either."""
        is_office = frozenset(as_) & set(STATE_OFFICE)
        return Consultation.SEARCHED if is_office else Consultation.SEARCHED_BY_TOWNS

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.towns_label], marked(row.excerpt)) for row in rows]


class Contacts(Written):
    key, label, glyph = "kontakte", "Kontakte", "p"
    functions = STATE_OFFICE
    newest, names = ("happened_on", "pk"), ("kontakt", "kontakte", "telefonvermerk", "telefonvermerke")
    is_excerpted = is_many = True

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        return Contact.objects.visible_to(user, as_=as_)

    def fields(self, as_: Collection[str]) -> Sequence[str]:
        return Contact.SEARCHED

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.towns_label], marked(row.excerpt)) for row in rows]


class Appointments(Written):
    key, label, glyph = "termine", "Termine", "b"
    functions = (*STATE_OFFICE, *MUNICIPAL)
    newest, names = ("takes_place_on", "pk"), ("termin", "termine")

    def readable(self, user: Any, as_: Collection[str]) -> Any:
        return Appointment.objects.visible_to(user, as_=as_)

    def fields(self, as_: Collection[str]) -> Sequence[str]:
        return Appointment.SEARCHED

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.towns_label, row.topic, row.place]) for row in rows]


SOURCES = (Consultations(), Contacts(), Appointments())
