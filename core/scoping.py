"""The one door to rows: `Model.objects.visible_to(user, as_=functions)`.

A person reaches a row through a function held today. Function and row are never checked apart: a coach of
one town who coordinates another must not act in the first as a coordinator. `visible_to` is therefore the
union over the accepted functions of (places of the function × readers of the model × visibility).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Protocol, Self

from django.db import models
from django.db.models import Q

from core.telling import Told
from core.visibility import Visibility

NOTHING = Q(pk__in=())
# `Q()` would vanish when combined with `|`, so "everything" has to be said in words.
EVERYTHING = Q(pk__isnull=False)


class Reach(Enum):
    """How far a function reaches."""

    ALL = "every place"
    OWN = "the places the function is held for"
    PARTY = "rows which the function's own body is party to"
    OPENED = "places that a dated row opens"
    BEARER = "rows that the function's own district bears"
    POOL = "the pool of coaches and which place has one"
    ACCOUNTS = "who holds which function at the places the function is held for, and nothing else there"


@dataclass(frozen=True)
class Grant:
    """What one function held today opens.

    `places` are the ids of municipalities (None where the reach is ALL), `bodies` the ids of other public
    bodies the function is held for, `floor` the lowest rung of the visibility ladder that may be read there.
    `associations` and `districts` are the ids of the bearers the function is held for: it opens what they bear,
    never their members' own rows.
    """

    function: str
    reach: Reach
    places: models.QuerySet[Any, Any] | None
    bodies: models.QuerySet[Any, Any] | None
    floor: Visibility
    associations: models.QuerySet[Any, Any] | None = None
    districts: models.QuerySet[Any, Any] | None = None


def among(path: str, ids: models.QuerySet[Any, Any] | None) -> Q:
    """Rows of which `path` is one of the ids a grant names; asking whether there are any would ask the database."""
    return NOTHING if ids is None else Q(**{f"{path}__in": ids})


def through(path: str, rows: models.QuerySet[Any, Any], rule: Q) -> Q:
    """Rows as readable as what `path` leads to; `rule` says which of `rows` are."""
    return EVERYTHING if rule is EVERYTHING else Q(**{f"{path}__in": rows.filter(rule).values("pk")})


class Reader(Protocol):
    """What `visible_to` needs to know of a user."""

    @property
    def is_authenticated(self) -> bool: ...

    def grants(self, as_: Collection[str]) -> Iterable[Grant]: ...


class Unscoped:
    """Declares that the rows of a model are no secret among signed-in people, and why."""

    def __init__(self, reason: str) -> None:
        if not reason.strip():
            raise ValueError("An unscoped model needs a reason.")
        self.reason = reason


class ScopedQuerySet(models.QuerySet[Any, Any]):
    """Base of every queryset in the house.

    The model declares `scope` (path to the municipality, or `Unscoped`) and, unless the state office and the
    town itself are the readers, `readers` (a set of `Reach`).
    A queryset with a rule of its own says beside it, in `told`, what it opens (by function or reach); what follows
    from reach and rungs alone tells itself.
    """

    told: ClassVar[Mapping[Any, Told]] = {}

    def visible_to(self, user: Reader | Any, *, as_: Collection[str]) -> Self:
        """Rows that `user` may read by the functions `as_`; nothing for strangers or without a function."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if isinstance(self.model.scope, Unscoped):
            return self.all()
        opened = [self.opened_by(grant) for grant in user.grants(as_)]
        if any(rule is EVERYTHING for rule in opened):
            # The database would have to be asked for nothing, and a page of the office asks thirty times.
            return self.all()
        return self.filter(reduce(or_, opened, NOTHING))

    def with_rows_of(self, name: str, *related: str) -> Self:
        """Fetch a relation's rows together with what they point at: one query, where each hop would take another."""
        rows: models.Manager[Any] = self.model._meta.get_field(name).related_model._base_manager
        return self.prefetch_related(models.Prefetch(name, rows.select_related(*related)))

    def opened_by(self, grant: Grant) -> Q:
        """The rows one function opens; models with further rules extend this."""
        rule = self._reached_by(grant)
        if _has_visibility(self.model):
            rule &= Q(visibility__gte=grant.floor)
            if grant.reach in {Reach.ALL, Reach.OWN}:
                rule |= Q(visibility__gte=Visibility.NETWORK)
        return rule

    def _reached_by(self, grant: Grant) -> Q:
        if grant.reach not in getattr(self.model, "readers", {Reach.ALL, Reach.OWN}):
            return NOTHING
        if grant.reach is Reach.ALL:
            return EVERYTHING
        if grant.places is None:
            return NOTHING
        if self.model.scope == "pk":
            return Q(pk__in=grant.places)
        # A subquery, not a join: a row shared by several towns would otherwise come back several times.
        shared = self.model._base_manager.filter(**{f"{self.model.scope}__in": grant.places})
        return Q(pk__in=shared.values("pk"))


def _has_visibility(model: type[models.Model]) -> bool:
    return any(field.name == "visibility" for field in model._meta.get_fields())
