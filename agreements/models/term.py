"""How long an agreement runs, and how a party gets out of it."""

from django.db import models
from django.db.models import Q

from agreements.models.party import PartOfAgreementQuerySet
from core.scoping import Reach


class Term(models.Model):
    """Term and period of notice as agreed; they stand in the text, so they are fixed with it."""

    class Kind(models.TextChoices):
        UNLIMITED = "unlimited", "unbefristet"
        FIXED = "fixed", "befristet bis zu einem Tag"
        RENEWING = "renewing", "auf Jahre, verlängert sich ohne Kündigung"

    class NoticeTo(models.TextChoices):
        ANY_DAY = "any_day", "zu jedem Tag"
        MONTH = "month", "zum Ende eines Monats"
        QUARTER = "quarter", "zum Ende eines Quartals"
        YEAR = "year", "zum Ende eines Jahres"

    agreement = models.OneToOneField(
        "agreements.CooperationAgreement", models.PROTECT, related_name="term", verbose_name="Vereinbarung"
    )
    kind = models.CharField("Laufzeit", max_length=20, choices=Kind, default=Kind.UNLIMITED)
    ends_on = models.DateField("befristet bis", null=True, blank=True)
    years = models.PositiveSmallIntegerField("Jahre", null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField("Kündigungsfrist in Monaten", default=6)
    notice_to = models.CharField("Kündigung", max_length=20, choices=NoticeTo, default=NoticeTo.ANY_DAY)

    scope = "agreement__coverage__municipality"
    readers = frozenset({Reach.ALL, Reach.OWN})
    objects = PartOfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "Laufzeit"
        verbose_name_plural = "Laufzeiten"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="term_has_what_its_kind_needs",
                condition=Q(kind="unlimited", ends_on=None, years=None)
                | Q(kind="fixed", ends_on__isnull=False, years=None)
                | Q(kind="renewing", ends_on=None, years__isnull=False, years__gte=1),
            ),
            models.CheckConstraint(name="term_notice_within_reason", condition=Q(notice_months__lte=60)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


# What the delivered sample text says where nobody has chosen anything else.
USUAL_NOTICE_MONTHS = 6
