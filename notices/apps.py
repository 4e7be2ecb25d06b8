"""Django application of the notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "Hinweise"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- models exist once apps are loaded

        from notices.first_sign_in import remember_what_is_due  # noqa: PLC0415 -- see above

        user_logged_in.connect(remember_what_is_due, dispatch_uid="notices.due")
