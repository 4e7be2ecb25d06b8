"""Dated facts, and how they are asked for: the sources of a block as one statement, planned once per connection."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import QuerySet

FACT_FIELDS = ("municipality_id", "record_id", "fact_kind", "starts_on", "ends_on", "amount")


class Fact(NamedTuple):
    """A dated fact about one place. Both days inclusive; `ends_on` None is open, `amount` is in the kind's unit."""

    municipality_id: int
    record_id: int
    fact_kind: str
    starts_on: date
    ends_on: date | None
    amount: int | None


# More places than that are not named to the database one by one: it would read all of them anyway.
MANY_PLACES = 300


@dataclass(frozen=True)
class Statement:
    """A query for facts with its values; the day follows as $1, the ids of places as $2."""

    text: str
    values: tuple[Any, ...]

    def prepared_as(self, ending: str) -> str:
        """A name that only the same question has."""
        return "facts_" + sha256(repr((self.text, self.values, ending)).encode()).hexdigest()[:24]


def kind_in(source: QuerySet[Any, Any]) -> str:
    """The kind of fact all rows of a source have."""
    kind: Any = source.query.annotations["fact_kind"]
    return str(kind.value)


def statement_of(sources: Sequence[QuerySet[Any, Any]]) -> Statement:
    """The sources as one query, written once: building it anew takes longer than asking it."""
    first, *others = sources
    union, values = first.union(*others, all=True).query.sql_with_params()
    # Nothing in the text comes from outside: Django wrote the sources, and all values are parameters.
    text = f"SELECT {', '.join(FACT_FIELDS)} FROM ({union}) AS facts WHERE starts_on <= $1"  # noqa: S608
    return Statement(text, values)


# Which statements a connection has planned already.
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def asked(statement: Statement, municipality_ids: Collection[int], until: date) -> list[Fact]:
    """Facts of the places begun by the day, in no order; one query.

    PostgreSQL thinks longer about ten joined sources than it reads them, so it thinks once per connection.
    """
    wanted = list(municipality_ids)
    # Of hundreds of places there are hardly more facts than places: all of them are read, and the rest left out here.
    is_many = len(wanted) > MANY_PLACES
    ending = "" if is_many else " AND municipality_id = ANY($2)"
    name = statement.prepared_as(ending)
    with connection.cursor() as cursor:
        planned = _planned.setdefault(connection.connection, set())
        if name not in planned:
            # Past Django's log of queries: it belongs to the connection, not to the page that happens to be the first.
            cursor.cursor.execute(f"PREPARE {name} (date, bigint[]) AS {statement.text}{ending}", statement.values)
            planned.add(name)
        cursor.execute(f"EXECUTE {name} (%s, %s)", [until, [] if is_many else wanted])
        rows = [Fact._make(row) for row in cursor]
    among = set(wanted)
    return [fact for fact in rows if fact.municipality_id in among] if is_many else rows
