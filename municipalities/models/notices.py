"""What somebody is told whose data others have entered (Art. 14 DSGVO), and that she has been told."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from core.scoping import Grant, Reach, ScopedQuerySet
from core.telling import Share, told_as
from municipalities.models.contacts import ContactPerson
from municipalities.models.notice_texts import NoticeText

# A slip of the key is mended before anybody is written to …
SENT_AFTER = timedelta(days=7)
# … and the law demands the information within a month (Art. 14 Abs. 3 Buchst. a DSGVO).
DUE_AFTER = timedelta(days=30)


class ContactNoticeQuerySet(ScopedQuerySet):
    told = told_as(Share.SOME, "alle, aber nicht zu Ansprechpersonen, die eine Kommune für sich behält", Reach.ALL)

    def pending(self) -> Self:
        return self.filter(informed_on=None)

    def overdue(self, on: date) -> Self:
        return self.pending().filter(opened_on__lt=on - DUE_AFTER)

    def for_list(self) -> Self:
        related = ("contact__person", "contact__municipality", "contact__police_directorate", "contact__association")
        return self.select_related(*related, "contact__district", "text").order_by("opened_on", "pk")

    def opened_by(self, grant: Grant) -> Q:
        """The office's own record; what a town keeps to itself is not told here either."""
        return super().opened_by(grant) & Q(contact__visibility__gte=grant.floor)


class ContactNotice(models.Model):
    """Whether the person of a contact has been informed: by mail, in another way, or because she entered it herself."""

    class Way(models.TextChoices):
        PENDING = "", "steht aus"
        MAIL = "mail", "per Mail"
        OTHER = "other", "auf anderem Weg"
        SELF = "self", "selbst eingetragen"

    contact = models.OneToOneField(ContactPerson, models.PROTECT, related_name="notice", verbose_name="Ansprechperson")
    opened_on = models.DateField("steht an seit")
    informed_on = models.DateField("informiert am", null=True, blank=True)
    way = models.CharField("informiert", max_length=10, choices=Way, blank=True, default=Way.PENDING)
    text = models.ForeignKey(
        NoticeText, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="Fassung"
    )
    note = models.CharField("auf welchem Weg", max_length=200, blank=True)

    personal_fields = ("note",)
    scope = "contact__municipality"
    readers = frozenset({Reach.ALL})
    objects = ContactNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "Information nach Art. 14 DSGVO"
        verbose_name_plural = "Informationen nach Art. 14 DSGVO"
        ordering = ["opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_given_on_a_day_in_a_way",
                condition=Q(informed_on=None, way="") | Q(informed_on__isnull=False) & ~Q(way=""),
            ),
            models.CheckConstraint(
                name="notice_by_mail_has_its_text",
                condition=Q(way="mail", text__isnull=False) | ~Q(way="mail") & Q(text=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Information: {self.contact}"

    @property
    def sent_from(self) -> date:
        return self.opened_on + SENT_AFTER

    @property
    def due_on(self) -> date:
        return self.opened_on + DUE_AFTER
