"""Who has been shown which version of the Datenschutzhinweise, and when."""

from django.conf import settings
from django.db import models

from core.scoping import Reach, ScopedQuerySet
from notices.models.notice import Notice


class Acknowledgement(models.Model):
    """Somebody took note of a version (Art. 13 DSGVO); it is information, not consent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements", verbose_name="Person"
    )
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="acknowledgements", verbose_name="Fassung")
    acknowledged_at = models.DateTimeField("zur Kenntnis genommen", auto_now_add=True)

    scope = "user__assignments__municipality"
    readers = frozenset({Reach.ALL})
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Kenntnisnahme"
        verbose_name_plural = "Kenntnisnahmen"
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="acknowledged_once")]

    def __str__(self) -> str:
        return str(self.notice)
