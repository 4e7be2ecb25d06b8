"""Django application of the file of record."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "filing"
    verbose_name = "E-Akte"

    def ready(self) -> None:
        from audit import daily  # noqa: PLC0415 -- models exist only once apps are loaded
        from filing.actions.packages import expire  # noqa: PLC0415 -- see above

        daily.add("Pakete", expire)
