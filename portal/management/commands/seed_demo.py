"""`manage.py seed_demo`: the data of the demo. Refuses to run anywhere else."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo.seed import seed


class Command(BaseCommand):
    help = "Füllt die Vorführung mit ihren Daten und setzt die Passwörter aus DEMO_PASSWORD; beliebig oft wiederholbar."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo gehört zur Vorführung (ASSKOMM_DEMO=1) und fasst keine anderen Daten an.")
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO_PASSWORD fehlt: Bitte in der Umgebung oder in var/demo.env setzen.")
        outcome = seed(password)
        self.stdout.write(f"Vorführung bereit: {outcome.agreements} Vereinbarungen neu angelegt.")
