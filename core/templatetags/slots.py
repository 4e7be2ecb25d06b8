"""`{% slot name="…" %}`: what upper apps have put into a place on a lower app's page."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, *, name: str) -> SafeString:
    """The fillers' markup, one after the other; each is called with the request (None on an error page)."""
    parts: list[Any] = slots.gather(name, context.get("request"))
    return format_html_join("", "{}", ((part,) for part in parts if part))
