"""A stored file with its hash, owned by a record of another app."""

import uuid
from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from core.scoping import NOTHING, Reach, ScopedQuerySet
from core.searching import Words
from core.telling import EVERY, Share, told_as
from documents import owners


def storage_path(document: "Document", filename: str) -> str:
    """A path that says nothing about the content and cannot be guessed."""
    token = uuid.uuid4().hex
    return f"documents/{token[:2]}/{token}"


class DocumentQuerySet(ScopedQuerySet):
    told = {
        Reach.ALL: EVERY,
        **told_as(
            Share.SOME, "wie der Vorgang, zu dem sie gehören", Reach.OWN, Reach.PARTY, Reach.BEARER, Reach.ACCOUNTS
        ),
    }

    def visible_to(self, user: Any, *, as_: Collection[str]) -> Self:
        """Documents whose owner the user may read by these functions."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        rule = NOTHING
        for model in owners.registered():
            kind = ContentType.objects.get_for_model(model)
            readable = model.objects.visible_to(user, as_=as_)
            rule |= models.Q(content_type=kind, object_id__in=readable.values("pk"))
        return self.filter(rule)

    def of(self, owner: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(owner), object_id=owner.pk)


class Document(models.Model):
    """One file, never changed after it was stored."""

    class Kind(models.TextChoices):
        FINAL_TEXT = "final_text", "Endfassung"
        SIGNED_COPY = "signed_copy", "Unterzeichnete Ausfertigung"
        SIGNED_FILE = "signed_file", "Elektronisch signierte Fassung"
        RESOLUTION = "resolution", "Beschluss"
        IMPORTED = "imported", "Übernommene Datei"
        RETURNED_TEXT = "returned_text", "Rücklauf"
        CONSENT_PROOF = "consent_proof", "Nachweis der Zustimmung"
        NOTICE = "notice", "Kündigungsschreiben"

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    owner = GenericForeignKey()
    kind = models.CharField("Art", max_length=20, choices=Kind)
    filename = models.CharField("Dateiname", max_length=200)
    media_type = models.CharField("Dateityp", max_length=100)
    size = models.PositiveBigIntegerField("Größe in Byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    page_count = models.PositiveIntegerField("Seiten", null=True, blank=True)
    file = models.FileField("Datei", upload_to=storage_path, max_length=200)
    stored_at = models.DateTimeField("gespeichert", auto_now_add=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="gespeichert von"
    )

    SEARCHED = ("filename",)

    scope = "owner"
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        ordering = ["-stored_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            GinIndex(Words("filename"), name="document_words"),
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("documents:download", args=[self.pk])

    @property
    def municipality_ids(self) -> list[int]:
        """Ids of the towns the owner belongs to, for the read log; empty where the owner names none."""
        return list(getattr(self.owner, "municipality_ids", []))
