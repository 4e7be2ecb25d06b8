"""Whether a body may act in the application: it has agreed to the Nutzungsvereinbarung, and that has not ended."""

from datetime import date
from typing import Any

from accounts.functions import OF_ACTIVATED_BODIES
from accounts.models import Activation
from core import dates
from core.exceptions import Conflict


def activation_of(body: Any, day: date) -> Activation | None:
    """The activation that opens the application to a town, an association or a district on a day."""
    found: Activation | None = Activation.objects.of(body).current(on=day).select_related("usage_agreement").first()
    return found


def require_activated(function: str, body: Any) -> None:
    """Refuse a function of a body that has not agreed, or agrees no longer."""
    if function in OF_ACTIVATED_BODIES and body is not None and activation_of(body, dates.today()) is None:
        raise Conflict(
            f"{body} ist nicht freigeschaltet. Bitte zuerst die unterzeichnete Nutzungsvereinbarung eintragen: "
            "Das tut die Geschäftsstelle des Landespräventionsrates unter „Freischaltungen“."
        )
