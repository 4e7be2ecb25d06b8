"""What the search finds of advice: consultations, contacts and appointments."""

from collections.abc import Collection, Iterable
from typing import Any

from accounts.functions import MUNICIPAL, STATE_OFFICE
from advice.models import Appointment, Consultation, Contact
from core.searching import Hit, Query, Source, marked


class Consultations(Source):
    key, label, glyph = "beratungen", "Beratungen", "b"
    functions = (*STATE_OFFICE, *MUNICIPAL)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """The internal note is the office's alone, so a town does not find by it either."""
        query = query.beside("beratung", "beratungen")
        rows = Consultation.objects.visible_to(user, as_=as_)
        fields = Consultation.SEARCHED if frozenset(as_) & set(STATE_OFFICE) else Consultation.SEARCHED_BY_TOWNS
        return query.with_excerpt(query.matching(rows, *fields), *fields).order_by("-held_on", "-pk")

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.towns_label], marked(row.excerpt)) for row in rows]


class Contacts(Source):
    key, label, glyph = "kontakte", "Kontakte", "p"
    functions = STATE_OFFICE

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        query = query.beside("kontakt", "kontakte", "telefonvermerk", "telefonvermerke")
        rows = query.matching(Contact.objects.visible_to(user, as_=as_), *Contact.SEARCHED)
        return query.with_excerpt(rows, *Contact.SEARCHED).order_by("-happened_on", "-pk")

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.towns_label], marked(row.excerpt)) for row in rows]


class Appointments(Source):
    key, label, glyph = "termine", "Termine", "b"
    functions = (*STATE_OFFICE, *MUNICIPAL)

    def found(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        query = query.beside("termin", "termine")
        rows = query.matching(Appointment.objects.visible_to(user, as_=as_), *Appointment.SEARCHED)
        return rows.order_by("-takes_place_on", "-pk")

    def shown(self, rows: Any) -> Any:
        return rows.prefetch_related("municipalities")

    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        return [Hit(str(row), row.get_absolute_url(), [row.towns_label, row.topic, row.place]) for row in rows]


SOURCES = (Consultations(), Contacts(), Appointments())
