"""Django application of accounts and functions."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Zugänge"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415 -- as below

        from accounts.arriving import on_sign_in  # noqa: PLC0415 -- models exist only once apps are loaded

        user_logged_in.connect(on_sign_in, dispatch_uid="accounts.arriving")
