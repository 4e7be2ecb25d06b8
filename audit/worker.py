"""The worker: jobs and outbox in one process, with a sign of life that outlasts neither kill -9 nor a lost machine."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from threading import Event, Thread
from types import FrameType
from typing import Any

import pghistory
import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from audit import daily
from audit.actions import jobs, mailing
from audit.mail import deliver
from core import dates

logger = structlog.get_logger("asskomm.jobs")

BEAT_EVERY = 20.0
REQUEUE_EVERY = timedelta(minutes=1)
# While the mail server does not answer, jobs shall not wait for it with every letter.
MAIL_PAUSE = timedelta(minutes=1)


class Pulse:
    """A thread that says every few seconds that this process lives; it dies with the process."""

    def __init__(self, worker_id: str, every: float = BEAT_EVERY) -> None:
        self.worker_id, self.every = worker_id, every
        self.stopped = Event()
        self.thread = Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        jobs.beat(self.worker_id)
        self.thread.start()

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join()
        jobs.sign_off(self.worker_id)

    def _run(self) -> None:
        while not self.stopped.wait(self.every):
            try:
                close_old_connections()
                jobs.beat(self.worker_id)
            except DatabaseError:
                logger.warning("no sign of life: the database does not answer")
        connection.close()


class CarefulWorker(Worker):
    """The library's worker, with our own loop around it: lost jobs, outbox, and in the demo what is done daily."""

    def __init__(self, *, with_daily: bool, **options: Any) -> None:
        super().__init__(batch=True, startup_delay=False, max_tasks=None, **options)
        self.with_daily = with_daily
        self.is_asleep = False
        self.requeue_at = self.mail_at = dates.now()
        self.daily_on: date | None = None

    def work(self, *, once: bool = False) -> None:
        """Until a signal asks to end; with `once` until nothing is left to do."""
        pulse = Pulse(self.worker_id)
        pulse.start()
        try:
            while self.running:
                self._round()
                if once:
                    return
                self._sleep()
        finally:
            pulse.stop()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """A first signal cuts short nothing but sleep: no job just claimed, no letter between the server's yes and our
        commit, no sign of life that would be left behind. A second one ends the process at once.
        """
        if self.running and not self.is_asleep:
            self.running = False
        else:
            super().shutdown(signum, frame)

    def _sleep(self) -> None:
        # In this order a signal either ends the sleep or is seen before it begins.
        self.is_asleep = True
        if self.running:
            time.sleep(self.interval)
        self.is_asleep = False

    def _round(self) -> None:
        if dates.now() >= self.requeue_at:
            self._in_context(jobs.requeue_lost)
            self.requeue_at = dates.now() + REQUEUE_EVERY
        self.run()
        if dates.now() >= self.mail_at:
            self._in_context(self._send_mail)
        if self.with_daily and self.daily_on != timezone.localdate(dates.now()):
            self.daily_on = timezone.localdate(dates.now())
            self._in_context(daily.run)

    def _send_mail(self) -> None:
        while self.running and (went := mailing.send_next(deliver)) is not None:
            if not went:
                self.mail_at = dates.now() + MAIL_PAUSE
                return

    def _in_context(self, work: Callable[[], Any]) -> None:
        with pghistory.context(process="worker"):
            work()
