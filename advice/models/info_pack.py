"""The office's template of the mail with information about the programme."""

from django.db import models
from django.db.models import Q

from core.scoping import ScopedQuerySet, Unscoped


class InfoPack(models.Model):
    """One row: subject and text of the mail; {Kommune} and {Absender} are filled in when it is sent."""

    ONE = 1
    SUBJECT = "Allianz Sichere Sächsische Kommunen: Informationen für {Kommune}"
    TEXT = (
        "Guten Tag,\n\n"
        "vielen Dank für Ihr Interesse an der Allianz Sichere Sächsische Kommunen (ASSKomm).\n\n"
        "Die Geschäftsstelle des Landespräventionsrates berät {Kommune} kostenfrei: zu einem Kommunalen "
        "Präventionsrat, zu einer Sicherheitsanalyse, zum Coaching und zu den Möglichkeiten der Förderung. "
        "Am Anfang steht ein Beratungsgespräch bei Ihnen oder online; dazu laden wir gern auch die "
        "Polizei ein.\n\n"
        "Welche Tage passen Ihnen? Wir melden uns gern mit einem Vorschlag.\n\n"
        "Mit freundlichen Grüßen\n{Absender}\nGeschäftsstelle des Landespräventionsrates Sachsen"
    )

    subject = models.CharField("Betreff", max_length=150, default=SUBJECT)
    text = models.TextField("Text", default=TEXT)
    version = models.PositiveIntegerField("Fassung", default=1)

    scope = Unscoped("The text is sent to whoever asks for it.")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Infopaket"
        verbose_name_plural = "Infopakete"
        constraints = [models.CheckConstraint(name="info_pack_single_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.subject

    def filled(self, *, town: str, sender: str) -> tuple[str, str]:
        """Subject and text for one town. Plain replacement: a town's name with a brace in it stays what it is."""

        def fill(text: str) -> str:
            return text.replace("{Kommune}", town).replace("{Absender}", sender)

        return " ".join(fill(self.subject).split()), fill(self.text)
