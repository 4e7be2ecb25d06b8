"""`manage.py worker`: carries out jobs and sends mail until it is asked to end."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string

from audit.worker import CarefulWorker


class Command(BaseCommand):
    help = "Erledigt Aufträge und versendet Mails, bis der Prozess beendet wird."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="nur was jetzt anliegt, dann Ende")
        parser.add_argument("--interval", type=float, default=1.0, help="Sekunden zwischen zwei Blicken (1)")
        parser.add_argument(
            "--with-daily", action="store_true", help="auch die täglichen Arbeiten, wo kein Zeitgeber sie anstößt"
        )

    def handle(self, *args: Any, once: bool, interval: float, with_daily: bool, **options: Any) -> None:
        # The library tells of every look into an empty queue.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        worker = CarefulWorker(
            with_daily=with_daily,
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            backend_name="default",
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.work(once=once)
