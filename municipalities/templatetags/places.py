"""How a town's name is shown: never without its district, Sorbian marked as such, invented towns marked as examples."""

import re
from typing import Any

from django import template

from municipalities.models import Municipality

register = template.Library()


@register.inclusion_tag("municipalities/place.html")
def place(*, municipality: Municipality, url: str = "", district: bool = True, mark: bool = True) -> dict[str, Any]:
    """A town by name. `district=False` only where the district stands in a column or heading of its own."""
    return {"town": municipality, "url": url, "with_district": district, "with_mark": mark}


@register.inclusion_tag("municipalities/district.html")
def district(*, municipality: Municipality) -> dict[str, Any]:
    """Where a town lies: „Landkreis Bautzen / Wokrjes Budyšin“; what a Kreisfreie Stadt is, it says itself."""
    return {"district": municipality.district}


@register.inclusion_tag("municipalities/bearer.html")
def bearer(*, body: Any) -> dict[str, Any]:
    """A public body by name: a town with its district, an association or a district as it is called."""
    return {"town": body if isinstance(body, Municipality) else None, "name": str(body)}


@register.filter
def tel(phone: str) -> str:
    """A telephone number as a browser dials it: „+49 (0)3764 54-0 App. 12“ → „tel:+493764540;ext=12“."""
    number, _, extension = re.sub("[A-Za-z]+", "|", phone, count=1).partition("|")
    dialled = number.replace("(0)", "") if number.strip().startswith("+") else number
    digits = "".join(char for char in dialled if char.isdigit() or char == "+")
    extra = "".join(char for char in extension if char.isdigit())
    return f"tel:{digits};ext={extra}" if extra else f"tel:{digits}"
