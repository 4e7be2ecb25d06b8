"""The component library of every page: `{% load ui %}`.

Arguments are keyword-only, so a wrong one fails when the template compiles; values from a closed set (tones, icons,
glyphs, states) are checked when the component renders. Markup stands in `templates/ui/`.
This module holds the small parts and the filters; the frame of a page and the forms have a module each.
"""

import datetime
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core import formats
from core.blocks import State
from core.design import (
    BUTTON_KINDS,
    GLYPHS,
    ICON_SIZES,
    ICONS,
    STEP_STATES,
    TONES,
    block_level,
    icon_or_none,
    one_of,
)
from core.templatetags import ui_forms, ui_page

register = template.Library()
for part in (ui_page.register, ui_forms.register):
    register.tags.update(part.tags)
    register.filters.update(part.filters)

register.filter("day", formats.day)
register.filter("day_short", formats.day_short)
register.filter("moment", formats.moment)
register.filter("number", formats.number)
register.filter("sha", formats.sha)
register.filter("filesize", formats.filesize)
register.filter("count_of", formats.count_of)
register.filter("days", formats.days)
register.filter("initials", formats.initials)


@cache
def _drawn(template_name: str, *pairs: tuple[str, Any]) -> SafeString:
    """A part rendered once per process: the same few marks stand in every row of every list.

    Only for parts whose arguments come from closed sets and labels of ours, never with what somebody has typed.
    """
    return mark_safe(render_to_string(template_name, dict(pairs)))  # noqa: S308 -- what our own template has escaped


@register.simple_tag
def glyph(*, name: str, label: str = "", size: str = "") -> SafeString:
    """A sign of the programme (`GLYPHS`). Without `label` it is decoration and not read aloud."""
    one_of(size, ("", "small"), "glyph size")
    return _drawn("ui/glyph.html", ("name", one_of(name, GLYPHS, "glyph")), ("label", label), ("size", size))


@register.inclusion_tag("ui/icon.html")
def icon(*, name: str, label: str = "", size: str = "small") -> dict[str, Any]:
    """A KERN icon for controls and states. Without `label` it is decoration."""
    return {"name": one_of(name, ICONS, "icon"), "label": label, "size": one_of(size, ICON_SIZES, "icon size")}


@register.inclusion_tag("ui/badge.html")
def badge(*, label: str, tone: str = "neutral", icon: str | None = None) -> dict[str, Any]:
    """A short state. `icon=None` shows the tone's own icon, `icon=""` none."""
    one_of(tone, TONES, "tone")
    if icon is None:
        icon = "" if tone == "neutral" else tone
    return {"label": label, "tone": tone, "icon": icon_or_none(icon)}


@register.simple_tag
def block_mark(*, state: State | str, glyph: str, label: str) -> SafeString:
    """How a building block stands: filled (present), outlined (in progress), a dot (none). `label` is read aloud."""
    one_of(glyph, GLYPHS, "glyph")
    return _drawn("ui/block_mark.html", ("level", block_level(state)), ("glyph", glyph), ("label", label))


@register.inclusion_tag("ui/when.html")
def when(*, at: datetime.date | None, short: bool = False) -> dict[str, Any]:
    """A day or an instant as `<time>`; None is shown as „unbekannt“, because gaps are shown."""
    if at is None:
        return {"machine": "", "text": "unbekannt"}
    if isinstance(at, datetime.datetime):
        text = formats.day_short(at) if short else formats.moment(at)
        return {"machine": formats.local(at).isoformat(timespec="minutes"), "text": text}
    return {"machine": at.isoformat(), "text": formats.day_short(at) if short else formats.day(at)}


@register.inclusion_tag("ui/meter.html")
def meter(*, value: float, maximum: float) -> dict[str, Any]:
    """A bar of value within maximum; decoration, so the numbers stand in the text beside it."""
    return {"value": min(value, maximum), "maximum": maximum or 1}


@register.inclusion_tag("ui/steps.html")
def steps(*, items: Sequence[Any], label: str = "Ablauf") -> dict[str, Any]:
    """Stages of a life: each item has `label`, `meta` and `state` (done, current, open, off)."""
    shown = [
        item if isinstance(item, Mapping) else {"label": item.label, "meta": item.meta, "state": item.state}
        for item in items
    ]
    for item in shown:
        one_of(item["state"], STEP_STATES, "step state")
    return {"items": shown, "label": label}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(
    context: template.Context, *, page: "Page[Any]", noun: str = "Eintrag,Einträge", label: str = "Seiten der Liste"
) -> dict[str, Any]:
    """Which rows of a list are shown and links to the other pages; keeps the rest of the query string."""
    return {
        "params": context["request"].GET,
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "noun": noun,
        "label": label,
    }


@register.inclusion_tag("ui/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context, *, label: str, key: str, current: str, numeric: bool = False
) -> dict[str, Any]:
    """A column head that sorts: first click upwards, second downwards (`-key`), from page one."""
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return {
        "params": context["request"].GET,
        "label": label,
        "target": f"-{key}" if current == key else key,
        "order": order,
        "numeric": numeric,
    }


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    *, title: str, text: str = "", glyph: str = "d", action_label: str = "", action_url: str = ""
) -> dict[str, Any]:
    """Why there is nothing here yet, and the next step."""
    one_of(glyph, GLYPHS, "glyph")
    return {"title": title, "text": text, "glyph": glyph, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/button.html")
def button(
    *,
    label: str,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    blocked_by: str = "",
    block: bool = False,
    form: str = "",
) -> dict[str, Any]:
    """A submit button. `blocked_by` is the id of the text that says why it cannot be used yet."""
    one_of(kind, BUTTON_KINDS, "button kind")
    return {
        "label": label, "kind": kind, "icon": icon_or_none(icon), "name": name, "value": value,
        "blocked_by": blocked_by, "block": block, "form": form,
    }  # fmt: skip


@register.inclusion_tag("ui/link_button.html")
def link_button(
    *, label: str, url: str, kind: str = "secondary", icon: str = "", block: bool = False, download: bool = False
) -> dict[str, Any]:
    """A link that looks like a button: it goes somewhere, it never changes data."""
    one_of(kind, BUTTON_KINDS, "button kind")
    return {"label": label, "url": url, "kind": kind, "icon": icon_or_none(icon), "block": block, "download": download}


@register.inclusion_tag("ui/post_button.html", takes_context=True)
def post_button(
    context: template.Context,
    *,
    label: str,
    url: str,
    kind: str = "secondary",
    icon: str = "",
    fields: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A button that changes something by itself: a form with CSRF token and hidden values, sent once."""
    one_of(kind, BUTTON_KINDS, "button kind")
    return {
        "csrf_token": context["csrf_token"],
        "label": label, "url": url, "kind": kind, "icon": icon_or_none(icon), "fields": (fields or {}).items(),
    }  # fmt: skip


@register.inclusion_tag("ui/copy_button.html")
def copy_button(*, label: str, target: str) -> dict[str, Any]:
    """Copies the text of the field with the id `target`; hidden without JavaScript. The page loads `js/copy.js`."""
    return {"label": label, "target": target}


@register.inclusion_tag("ui/link.html")
def link(*, label: str, url: str, icon: str = "add") -> dict[str, Any]:
    """A small link with an icon, for the head of a panel."""
    return {"label": label, "url": url, "icon": one_of(icon, ICONS, "icon")}


@register.simple_tag
def bilingual(*, name: str, hsb: str = "") -> str:
    """The German name and, marked as Upper Sorbian for screen readers and hyphenation, the Sorbian one."""
    # Most names are German alone; a template for each of them costs more than the rest of its row.
    return render_to_string("ui/bilingual.html", {"name": name, "hsb": hsb}) if hsb else conditional_escape(name)
