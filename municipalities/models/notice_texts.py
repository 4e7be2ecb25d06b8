"""The office's letter of Art. 14 DSGVO in versions: who is responsible, what for, how long, and which rights."""

import re

from django.db import models

from core.scoping import ScopedQuerySet, Unscoped

GAP = re.compile(r"\[[^\[\]]*\]")
WORD = re.compile(r"\{([^{}]*)\}")
# The part of the text that fills each word; the source is the contact's own.
PARTS = {"Verantwortlicher": "controller", "Zweck": "purpose", "Speicherdauer": "storage", "Rechte": "rights"}
WORDS = (*PARTS, "Quelle")
# May be used, need not.
FURTHER_WORDS = ("Briefanrede", "Angaben")


class NoticeText(models.Model):
    """One version of the office's letter; never changed, a better text is the next version."""

    version = models.PositiveIntegerField("Fassung", unique=True)
    subject = models.CharField("Betreff", max_length=200)
    body = models.TextField("Schreiben")
    controller = models.TextField("Verantwortlicher")
    purpose = models.TextField("Zweck und Rechtsgrundlage")
    storage = models.TextField("Speicherdauer")
    rights = models.TextField("Rechte")
    published_on = models.DateField("veröffentlicht am")
    published_by = models.CharField("veröffentlicht von", max_length=200)

    personal_fields = ("published_by",)
    scope = Unscoped(
        "The same letter goes to everybody whose data others have entered; only the office opens its page."
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Informationsschreiben"
        verbose_name_plural = "Informationsschreiben"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"Informationsschreiben, Fassung {self.version}"

    @property
    def gaps(self) -> list[str]:
        """What the operator has still to fill in; with a gap left nothing is sent."""
        whole = "\n".join((self.subject, self.body, *(getattr(self, part) for part in PARTS.values())))
        return list(dict.fromkeys(GAP.findall(whole)))
