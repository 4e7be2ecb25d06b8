"""`manage.py load_samples`: the delivered sample texts, for a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from agreements.actions import template


class Command(BaseCommand):
    help = "Lädt die mitgelieferten Mustertexte, soweit es sie noch nicht gibt."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = template.load_samples(process="load_samples")
        self.stdout.write(f"{len(loaded)} Mustertexte geladen.")
