"""Signs of life of the processes that carry out jobs."""

from datetime import datetime
from typing import Self

from django.db import models

from core.scoping import ScopedQuerySet, Unscoped


class WorkerBeatQuerySet(ScopedQuerySet):
    def alive(self, since: datetime) -> Self:
        return self.filter(beat_at__gte=since)


class WorkerBeat(models.Model):
    """When a worker was last heard of."""

    worker_id = models.CharField("Arbeitsprozess", max_length=64, primary_key=True)
    started_at = models.DateTimeField("gestartet", auto_now_add=True)
    beat_at = models.DateTimeField("letztes Lebenszeichen")

    scope = Unscoped("A process and a clock; it says nothing about a town or a person.")
    untracked = "a clock: every beat would leave a row"
    objects = WorkerBeatQuerySet.as_manager()

    class Meta:
        verbose_name = "Lebenszeichen"
        verbose_name_plural = "Lebenszeichen"
        ordering = ["-beat_at"]

    def __str__(self) -> str:
        return self.worker_id
