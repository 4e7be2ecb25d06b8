"""Django application of the audit record."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Protokoll"

    def ready(self) -> None:
        from audit import daily, history, steps  # noqa: PLC0415 -- models exist only once apps are loaded

        history.track_all()
        daily.add("Verlorene Aufträge", steps.lost_jobs)
        daily.add("Erledigte Aufträge", steps.finished_jobs)
        daily.add("Arbeitsprozesse", steps.silent_workers)
        daily.add("Sitzungen", steps.expired_sessions)
        daily.add("Mailtexte", steps.old_letters)
