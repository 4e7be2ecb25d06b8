"""User accounts (the e-mail address is the name) and the functions held by them, with dates."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.functions import (
    ACCOUNT_MANAGERS,
    BEARERS,
    FLOOR,
    MUNICIPAL,
    OF_ACTIVATED_BODIES,
    REACH,
    STATE_OFFICE,
    TOWN_FUNCTIONS,
    Function,
)
from accounts.models.activations import Activation
from accounts.models.bearers import ACTIVATED, NamesBody, rightly_placed
from core import collation, dates
from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet
from core.telling import Share, Told, told_as
from municipalities.models import Association, District, Municipality, PoliceDirectorate


class UserQuerySet(ScopedQuerySet):
    told = told_as(Share.SOME, "nur von Coaches", Reach.POOL)

    def for_list(self) -> "UserQuerySet":
        bodies = [f"assignments__{bearer}" for bearer in BEARERS]
        return self.prefetch_related(*bodies).order_by("name", "email")

    def matching(self, query: str) -> "UserQuerySet":
        """Part of the name or the address, or a town in which a function is or was held."""
        folded = collation.fold(query)
        towns = Assignment.objects.filter(municipality__search_key__contains=folded) if folded else None
        rule = Q(name__icontains=query) | Q(email__icontains=query)
        return self.filter(rule | Q(pk__in=towns.values("user_id")) if towns is not None else rule)

    def holding(self, function: str, on: date) -> "UserQuerySet":
        held = Assignment.objects.current(on=on).filter(function=function)
        return self.filter(pk__in=held.values("user_id"))

    def of_office(self, on: date) -> "UserQuerySet":
        """Who works in the state office on a day and can sign in."""
        held = Assignment.objects.current(on=on).filter(function__in=STATE_OFFICE)
        return self.filter(pk__in=held.values("user_id"), is_active=True)

    def opened_by(self, grant: Grant) -> Q:
        """The office reads all accounts; who keeps the pool knows the coaches."""
        if grant.reach is Reach.POOL:
            return Q(pk__in=Assignment.objects.filter(function=Function.COACH).values("user_id"))
        return super().opened_by(grant)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> "User":
        user: User = self.get(email__iexact=email)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What she may see follows from her assignments, never from the account itself."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=150)
    is_active = models.BooleanField("aktiv", default=True)
    created_at = models.DateTimeField("angelegt", auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    # Not kept: old passwords, and who came when.
    history_exclude = ("password", "last_login")
    personal_fields = ("email", "name")
    scope = "assignments__municipality"
    readers = frozenset({Reach.ALL})
    objects = UserManager()

    class Meta:
        verbose_name = "Zugang"
        verbose_name_plural = "Zugänge"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="user_email_in_small_letters", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name

    def current_assignments(self) -> "list[Assignment]":
        """The functions held today; read once per loaded user and day."""
        day = dates.today()
        cached: tuple[date, list[Assignment]] | None = self.__dict__.get("_current_assignments")
        if cached is None or cached[0] != day:
            held = self.assignments.effective(on=day).select_related(*BEARERS)
            cached = self.__dict__["_current_assignments"] = (day, list(held))
        return cached[1] if self.is_active else []

    def acts_for_town(self) -> bool:
        """Whether a municipal function held today is one of a town, not of an association."""
        return any(item.function in MUNICIPAL and item.municipality_id for item in self.current_assignments())

    def functions_held(self) -> frozenset[str]:
        return frozenset(assignment.function for assignment in self.current_assignments())

    def own_municipalities(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        """Ids of the places for which one of the functions is held today."""
        current = Assignment.objects.effective(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(municipality=None).values("municipality_id")

    def own_police_directorates(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        current = Assignment.objects.effective(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(police_directorate=None).values("police_directorate_id")

    def own_associations(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        current = Assignment.objects.effective(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(association=None).values("association_id")

    def own_districts(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        current = Assignment.objects.effective(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(district=None).values("district_id")

    def grants(self, as_: Collection[str]) -> Iterator[Grant]:
        """What each of the functions opens today; functions not held open nothing."""
        for function in sorted(self.functions_held() & frozenset(as_)):
            reach = REACH[function]
            yield Grant(
                function=function,
                reach=reach,
                places=None if reach is Reach.ALL else self.own_municipalities([function]),
                bodies=self.own_police_directorates([function]) if reach is Reach.PARTY else None,
                floor=FLOOR[function],
                associations=self.own_associations([function]) if reach is Reach.OWN else None,
                districts=self.own_districts([function]) if reach is Reach.BEARER else None,
            )


class AssignmentQuerySet(ScopedQuerySet):
    told = {
        Reach.POOL: Told(Share.SOME, "nur von Coaches"),
        **told_as(Share.SOME, "nur Funktionen der eigenen Kommune", *ACCOUNT_MANAGERS),
    }

    def current(self, on: date) -> "AssignmentQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def effective(self, on: date) -> "AssignmentQuerySet":
        """Those of `current` that open something: a body that has not agreed to the terms of use acts for nobody."""
        agreed = Activation.objects.current(on=on)
        rule = ~Q(function__in=OF_ACTIVATED_BODIES)
        for name in ACTIVATED:
            rule |= Q(**{f"{name}__in": agreed.exclude(**{name: None}).values(f"{name}_id")})
        return self.current(on).filter(rule)

    def managing(self, town: Municipality, on: date) -> "AssignmentQuerySet":
        """Functions by which somebody who can sign in manages the accounts of a town."""
        held = self.current(on).filter(municipality=town, function__in=ACCOUNT_MANAGERS)
        return held.filter(user__is_active=True)

    def for_list(self) -> "AssignmentQuerySet":
        return self.select_related("user", *BEARERS)

    def opened_by(self, grant: Grant) -> Q:
        """The office reads all; managers those of their town; who keeps the pool knows which coach goes where."""
        if grant.reach is Reach.POOL:
            return Q(function=Function.COACH)
        if grant.function in ACCOUNT_MANAGERS:
            return Q(municipality__in=grant.places, function__in=TOWN_FUNCTIONS)
        return super().opened_by(grant) if grant.reach is Reach.ALL else NOTHING


class Assignment(NamesBody, models.Model):
    """A function held by a person for a place, from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name="Person")
    function = models.CharField("Funktion", max_length=30, choices=Function)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="Kommune"
    )
    police_directorate = models.ForeignKey(
        PoliceDirectorate, models.PROTECT, null=True, blank=True, related_name="assignments",
        verbose_name="Polizeidirektion",
    )  # fmt: skip
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="Zusammenschluss"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="Landkreis"
    )
    title = models.CharField("Amtsbezeichnung", max_length=150, blank=True)
    is_deputy = models.BooleanField("stellvertretend", default=False)
    starts_on = models.DateField("seit")
    ends_on = models.DateField("bis", null=True, blank=True)

    personal_fields = ("title",)
    scope = "municipality"
    readers = frozenset({Reach.ALL})
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "Funktion"
        verbose_name_plural = "Funktionen"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="assignment_has_its_place", condition=rightly_placed()),
            models.CheckConstraint(
                name="assignment_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """„Koordination Meerane (stellvertretend)“."""
        return self.spoken_label()

    @property
    def may_end(self) -> bool:
        """Whether there is something to end: an announced end can still be brought forward."""
        return self.ends_on is None or self.ends_on > dates.today()
