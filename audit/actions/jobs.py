"""Jobs whose worker died are put back into the queue."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from audit.models import WorkerBeat
from core import dates

logger = structlog.get_logger("asskomm.jobs")

# Without a sign of life for so long a worker counts as dead.
SILENCE = timedelta(minutes=5)
# A job that took so many workers with it is not tried again.
MOST_WORKERS = 5
# Long enough to look into a failed job, short enough that its arguments do not pile up.
JOBS_KEPT_FOR = timedelta(days=30)
FORGOTTEN_AFTER = timedelta(days=7)


class WorkerLost(Exception):
    """The worker that carried out the job was killed."""


def beat(worker_id: str) -> None:
    """A worker says that it lives."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": dates.now()})


def sign_off(worker_id: str) -> None:
    """A worker that ends in peace is not missed."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def requeue_lost(now: datetime | None = None) -> int:
    """Put jobs back whose worker has been silent; jobs therefore do nothing when they are done twice."""
    since = (now or dates.now()) - SILENCE
    alive = set(WorkerBeat.objects.alive(since).values_list("worker_id", flat=True))
    lost = [
        job
        for job in DBTaskResult.objects.running().filter(started_at__lt=since).select_for_update(skip_locked=True)
        if not alive.intersection(job.worker_ids[-1:])
    ]
    for job in lost:
        _put_back(job)
    return len(lost)


def _put_back(job: "DBTaskResult[..., object]") -> None:
    tried = len(job.worker_ids)
    logger.warning("job lost its worker", job=str(job.pk), task=job.task_path, tried=tried)
    if tried >= MOST_WORKERS:
        job.set_failed(WorkerLost(f"Nach {tried} Versuchen aufgegeben: der Arbeitsprozess wurde jedes Mal beendet."))
        return
    job.status, job.started_at = "READY", None
    job.save(update_fields=["status", "started_at"])


def forget_finished() -> int:
    """Jobs that were done or given up long ago."""
    count, _ = DBTaskResult.objects.finished().filter(finished_at__lt=dates.now() - JOBS_KEPT_FOR).delete()
    return count


def forget_silent() -> int:
    """Workers that are long gone."""
    gone = WorkerBeat.objects.exclude(pk__in=WorkerBeat.objects.alive(dates.now() - FORGOTTEN_AFTER).values("pk"))
    count, _ = gone.delete()
    return count


def is_alive(since: datetime) -> bool:
    """Whether any worker has been heard of since then."""
    return WorkerBeat.objects.alive(since).exists()
