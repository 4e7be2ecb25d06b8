"""`manage.py load_register`: the tables of `municipalities/data/` into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from municipalities import register


class Command(BaseCommand):
    help = "Lädt das Verzeichnis: Kommunen, Landkreise, Polizeidirektionen, Handlungsfelder; beliebig oft wiederholbar."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Verzeichnis geladen: {register.load()}.")
