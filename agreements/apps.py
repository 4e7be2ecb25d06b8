"""Django application of the cooperation agreements."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Vereinbarungen"
