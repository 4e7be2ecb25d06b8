"""The outbox: one row per letter and recipient, written in the transaction that causes the letter."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from core.scoping import NOTHING, Grant, Reach, ScopedQuerySet


class OutgoingMailQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, failed_at=None)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "pk")

    def failed(self) -> Self:
        return self.exclude(failed_at=None)

    def for_list(self) -> Self:
        """Without the letter itself, which may hold a link that opens an account."""
        return self.defer("message").order_by("-created_at", "-pk")

    def opened_by(self, grant: Grant) -> Q:
        return super().opened_by(grant) if grant.reach is Reach.ALL else NOTHING


class OutgoingMail(models.Model):
    """A letter on its way to one recipient."""

    created_at = models.DateTimeField("geschrieben", auto_now_add=True, db_index=True)
    recipient = models.EmailField("An", max_length=320)
    subject = models.CharField("Betreff", max_length=400)
    # The same for all recipients of a letter and for every repeated attempt: that is how a double is recognised.
    message_id = models.CharField("Message-ID", max_length=300)
    message = models.BinaryField("Nachricht")
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    next_try_at = models.DateTimeField("nächster Versuch", auto_now_add=True)
    sent_at = models.DateTimeField("gesendet", null=True, blank=True)
    failed_at = models.DateTimeField("aufgegeben", null=True, blank=True)
    last_error = models.CharField("letzter Fehler", max_length=300, blank=True)
    blanked_at = models.DateTimeField("Inhalt gelöscht", null=True, blank=True)

    scope = "recipient"
    readers = frozenset({Reach.ALL})
    untracked = "the row itself says how often and when; a history would keep letters that were blanked"
    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "Ausgehende Mail"
        verbose_name_plural = "Postausgang"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="outgoing_mail_waiting", condition=Q(sent_at=None, failed_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["message_id", "recipient"], name="outgoing_mail_once_per_recipient"),
            models.CheckConstraint(
                name="outgoing_mail_sent_or_given_up", condition=Q(sent_at=None) | Q(failed_at=None)
            ),
            models.CheckConstraint(
                name="outgoing_mail_blanked_only_when_done",
                condition=Q(blanked_at=None) | Q(sent_at__isnull=False) | Q(failed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} an {self.recipient}"

    @property
    def is_waiting(self) -> bool:
        return self.sent_at is None and self.failed_at is None

    @property
    def may_be_repeated(self) -> bool:
        """A letter that arrived, or whose text is gone, is not sent again."""
        return self.sent_at is None and self.blanked_at is None
