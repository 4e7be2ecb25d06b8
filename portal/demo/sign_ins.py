"""The demo's sign-ins beside the form, so that a visitor knows whom to be; the password stands in the terminal."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from portal.demo.people import ROLES


def beside_the_form(request: Any) -> str:
    """Filler of the slot "sign-in"; nothing outside the demo."""
    if not settings.DEMO:
        return ""
    return render_to_string("portal/_demo_sign_ins.html", {"roles": ROLES}, request=request)
