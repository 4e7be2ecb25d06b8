"""Django application of the audit record."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Protokoll"

    def ready(self) -> None:
        from audit import history  # noqa: PLC0415 -- models exist only once apps are loaded

        history.track_all()
