"""The Nutzungsvereinbarung in its versions, and which body agreed to which of them from which day on."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.functions import ACCOUNT_MANAGERS
from accounts.models.bearers import ACTIVATED, NamesBody, bearer_of, only
from core import prose
from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet, Unscoped
from core.telling import Share, told_as
from municipalities.models import Association, District, Municipality


class UsageAgreement(models.Model):
    """One version of the Nutzungsvereinbarung; never changed, a better text is the next version.

    A line that begins with „## “ is a heading, an empty line divides paragraphs.
    """

    version = models.PositiveIntegerField("Fassung", unique=True)
    text = models.TextField("Text")
    published_at = models.DateTimeField("veröffentlicht", auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="veröffentlicht von",
    )  # fmt: skip

    scope = Unscoped("Every body that uses the application agrees to the same text.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Nutzungsvereinbarung"
        verbose_name_plural = "Nutzungsvereinbarungen"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Nutzungsvereinbarung, Fassung {self.version}"

    @property
    def sections(self) -> list[tuple[str, list[str]]]:
        """Heading and paragraphs, as pages and paper print them."""
        return prose.sections(self.text)


class ActivationQuerySet(ScopedQuerySet):
    told = told_as(Share.OWN, "nur der eigenen Kommune", *ACCOUNT_MANAGERS)

    def current(self, on: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def of(self, body: Any) -> Self:
        """The activations of a municipality, association or district."""
        return self.filter(**{bearer_of(body): body})

    def for_list(self) -> Self:
        return self.select_related(
            "municipality__district", "association", "district", "usage_agreement", "activated_by", "ended_by"
        )

    def opened_by(self, grant: Grant) -> Q:
        """The office reads all; who manages a town's accounts reads the town's."""
        if grant.reach is Reach.ALL:
            return super().opened_by(grant)
        return Q(municipality__in=grant.places) if grant.function in ACCOUNT_MANAGERS else NOTHING


class Activation(NamesBody, models.Model):
    """A body that has agreed to the Nutzungsvereinbarung, from one day to another.

    Until then it holds no function and enters nothing; the state office's own records about it exist anyway.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="activations", verbose_name="Kommune"
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="activations", verbose_name="Zusammenschluss"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="activations", verbose_name="Landkreis"
    )
    usage_agreement = models.ForeignKey(
        UsageAgreement, models.PROTECT, related_name="activations", verbose_name="Fassung"
    )
    starts_on = models.DateField("freigeschaltet seit")
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="freigeschaltet von",
    )  # fmt: skip
    note = models.CharField("Hinweis", max_length=200, blank=True)
    ends_on = models.DateField("freigeschaltet bis", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="beendet von"
    )
    end_reason = models.TextField("Grund des Endes", blank=True)

    scope = "municipality"
    readers = frozenset({Reach.ALL, Reach.OWN, Reach.ACCOUNTS})
    objects = ActivationQuerySet.as_manager()

    class Meta:
        verbose_name = "Freischaltung"
        verbose_name_plural = "Freischaltungen"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="activation_of_one_body",
                condition=Q(**only("municipality", ACTIVATED))
                | Q(**only("association", ACTIVATED))
                | Q(**only("district", ACTIVATED)),
            ),
            models.CheckConstraint(
                name="activation_ends_with_reason_after_start",
                condition=Q(ends_on=None, end_reason="")
                | (Q(ends_on__isnull=False, ends_on__gte=F("starts_on")) & ~Q(end_reason="")),
            ),
            models.UniqueConstraint(
                fields=ACTIVATED, condition=Q(ends_on=None), nulls_distinct=False, name="activation_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Freischaltung {self.body}"
