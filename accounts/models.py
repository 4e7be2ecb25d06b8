"""User accounts (the e-mail address is the name) and the functions held by them, with dates."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.functions import FLOOR, MUNICIPAL, REACH, STATE_OFFICE, Function
from core import dates
from core.scoping import Grant, Reach, ScopedQuerySet
from municipalities.models import Association, District, Municipality, PoliceDirectorate


class UserQuerySet(ScopedQuerySet):
    def for_list(self) -> "UserQuerySet":
        return self.prefetch_related("assignments__municipality", "assignments__police_directorate").order_by("name")


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
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_case")]

    def __str__(self) -> str:
        return self.name

    def current_assignments(self) -> "list[Assignment]":
        """The functions held today; read once per loaded user and day."""
        day = dates.today()
        cached: tuple[date, list[Assignment]] | None = self.__dict__.get("_current_assignments")
        if cached is None or cached[0] != day:
            held = self.assignments.current(on=day).select_related(*BEARERS)
            cached = self.__dict__["_current_assignments"] = (day, list(held))
        return cached[1] if self.is_active else []

    def functions_held(self) -> frozenset[str]:
        return frozenset(assignment.function for assignment in self.current_assignments())

    def own_municipalities(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        """Ids of the places for which one of the functions is held today."""
        current = Assignment.objects.current(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(municipality=None).values("municipality_id")

    def own_police_directorates(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        current = Assignment.objects.current(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(police_directorate=None).values("police_directorate_id")

    def own_associations(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        current = Assignment.objects.current(on=dates.today()).filter(user=self, function__in=as_)
        return current.exclude(association=None).values("association_id")

    def own_districts(self, as_: Collection[str]) -> models.QuerySet[Any, Any]:
        current = Assignment.objects.current(on=dates.today()).filter(user=self, function__in=as_)
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
    def current(self, on: date) -> "AssignmentQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


BEARERS = ("municipality", "police_directorate", "association", "district")
STATE_AND_POOL = (*STATE_OFFICE, Function.COACHING_COORDINATION)


def _held_for(functions: Collection[Function], bearer: str = "") -> Q:
    """Condition: one of the functions, held for the body in `bearer` and no other; for none when it is empty."""
    bodies = {f"{name}__isnull": name != bearer for name in BEARERS}
    return Q(function__in=[function.value for function in functions], **bodies)


class Assignment(models.Model):
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
            models.CheckConstraint(
                name="assignment_has_its_place",
                condition=_held_for(STATE_AND_POOL)
                | _held_for(MUNICIPAL, "municipality")
                | _held_for(MUNICIPAL, "association")
                | _held_for([Function.POLICE], "police_directorate")
                | _held_for([Function.DISTRICT], "district")
                | _held_for([Function.COACH])
                | _held_for([Function.COACH], "municipality"),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """„Koordination Meerane (stellvertretend)“."""
        place = self.municipality or self.police_directorate or self.association or self.district
        words = [self.title or self.get_function_display()]
        if place and str(place) not in words[0] and self.function != Function.POLICE:
            words.append(str(place))
        elif self.function == Function.POLICE and not self.title:
            words = [str(place)]
        if self.is_deputy:
            words.append("(stellvertretend)")
        return " ".join(words)
