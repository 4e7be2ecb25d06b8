"""Forms of django-allauth that set a password, in the words of our own."""

from typing import Any

from allauth.account import forms

RULE = "Mindestens zwölf Zeichen, zum Beispiel vier Wörter, die nicht zusammengehören."
DIFFERENT = "Die beiden Passwörter stimmen nicht überein. Bitte noch einmal eingeben."


class _SameTwiceMixin:
    """allauth's sentence says „du“ and Django's rules are a list; neither can be replaced by a setting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        form.fields["password1"].help_text = RULE

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
