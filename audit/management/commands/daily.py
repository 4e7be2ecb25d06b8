"""`manage.py daily`: what is done once a day; safe to run twice or at the same time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import daily


class Command(BaseCommand):
    help = "Erledigt die täglichen Arbeiten: verlorene Aufträge, alte Sitzungen, verwaiste Dateien, alte Mailtexte."

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = daily.run()
        if outcomes is None:
            self.stdout.write("Die täglichen Arbeiten laufen gerade schon.")
            return
        for outcome in outcomes:
            self.stdout.write(f"{outcome.name}: {outcome.text}")
        if failed := [outcome.name for outcome in outcomes if outcome.is_failed]:
            raise CommandError(f"Gescheitert: {', '.join(failed)}. Die Gründe stehen im Protokoll des Servers.")
