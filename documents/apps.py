"""Django application of stored files."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Dokumente"

    def ready(self) -> None:
        from audit import daily  # noqa: PLC0415 -- models exist only once apps are loaded
        from documents import sweeper  # noqa: PLC0415 -- see above

        daily.add("Dateien", sweeper.sweep)
