"""Django application of the kernel; importing the checks registers them."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import checks  # noqa: F401, PLC0415 -- system checks may only be registered once apps are loaded
