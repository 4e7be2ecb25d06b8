"""Forms of django-allauth that set a password, with the one sentence it says in the wrong tone."""

from typing import Any

from allauth.account import forms

DIFFERENT = "Die beiden Passwörter stimmen nicht überein. Bitte noch einmal eingeben."


class _SameTwiceMixin:
    """allauth's own sentence says „du“, and cannot be replaced by a setting."""

    def clean(self) -> Any:
        form: Any = self
        cleaned = super().clean()  # type: ignore[misc] # the form beside it in the bases
        first, second = form.cleaned_data.get("password1"), form.data.get(form.add_prefix("password2"))
        if first and second and first != second:
            form.errors.pop("password2", None)
            form.add_error("password2", DIFFERENT)
        return cleaned


class ChangeForm(_SameTwiceMixin, forms.ChangePasswordForm):
    pass


class ResetForm(_SameTwiceMixin, forms.ResetPasswordKeyForm):
    pass
