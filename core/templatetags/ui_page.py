"""Components around content: headings, panels, lists and tables of a page (part of the library `ui`)."""

# ruff: noqa: A002 -- arguments are named as in HTML, because templates write them

import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.design import TONES, block_level, glyph_or_none, one_of

register = template.Library()


def _block(name: str, content: SafeString, **values: Any) -> SafeString:
    """Render a component around content that the template engine has already escaped."""
    return render_to_string(f"ui/{name}.html", {"content": mark_safe(content.strip()), **values})  # noqa: S308


@register.inclusion_tag("ui/page_heading.html")
def page_heading(*, title: str, subtitle: str = "", lang: str = "") -> dict[str, Any]:
    """The one h1 of a page."""
    return {"title": title, "subtitle": subtitle, "lang": lang}


@register.simple_block_tag
def crumbs(content: SafeString) -> SafeString:
    """The way here; holds `crumb` tags, the last one without url."""
    return _block("crumbs", content)


@register.inclusion_tag("ui/crumb.html")
def crumb(*, label: str, url: str = "") -> dict[str, Any]:
    """One step of the way; without url it is this page."""
    return {"label": label, "url": url}


@register.simple_block_tag
def tabs(content: SafeString, *, label: str) -> SafeString:
    """Sibling pages as links; holds `tab` tags."""
    return _block("tabs", content, label=label)


@register.inclusion_tag("ui/tab.html")
def tab(*, label: str, url: str, count: int | str | None = None, current: bool = False) -> dict[str, Any]:
    """One sibling page with the number of its rows."""
    return {"label": label, "url": url, "count": count, "current": current}


@register.simple_block_tag
def chips(content: SafeString, *, label: str) -> SafeString:
    """Filters as links; holds `chip` tags."""
    return _block("chips", content, label=label)


@register.inclusion_tag("ui/chip.html")
def chip(
    *, label: str, url: str, count: int | str | None = None, current: bool = False, glyph: str = ""
) -> dict[str, Any]:
    """One filter link, marked when it is the chosen one."""
    return {"label": label, "url": url, "count": count, "current": current, "glyph": glyph_or_none(glyph)}


@register.simple_block_tag
def panel(
    content: SafeString,
    *,
    title: str,
    id: str,
    span: str = "",
    level: int = 2,
    hug: bool = True,
    hidden_title: bool = False,
    action_label: str = "",
    action_url: str = "",
    action_icon: str = "",
    meta: str = "",
    badge_label: str = "",
    badge_tone: str = "neutral",
    badge_icon: str | None = None,
) -> SafeString:
    """One topic in one frame. `span` is its columns of twelve on a wide screen, `hug=False` fills the row's height."""
    return _block(
        "panel", content, title=title, id=id, span=span, heading=f"h{level}", hug=hug, hidden_title=hidden_title,
        action_label=action_label, action_url=action_url, action_icon=action_icon, meta=meta,
        badge_label=badge_label, badge_tone=badge_tone, badge_icon=badge_icon,
    )  # fmt: skip


@register.simple_block_tag
def alert(content: SafeString, *, title: str, tone: str = "info", id: str = "") -> SafeString:
    """A notice with a heading; the body says what to do and may be empty."""
    one_of(tone, TONES[1:], "alert tone")
    return _block("alert", content, title=title, tone=tone, id=id)


@register.simple_block_tag
def facts(content: SafeString, *, columns: int = 1) -> SafeString:
    """A list of keys and values; holds `fact` tags. `columns=2` from tablets on."""
    return _block("facts", content, columns=columns)


@register.simple_block_tag
def fact(content: SafeString, *, label: str) -> SafeString:
    """One key with its value."""
    return _block("fact", content, label=label)


@register.simple_block_tag
def tiles(content: SafeString) -> SafeString:
    """Key figures side by side; holds `tile` tags."""
    return _block("tiles", content)


@register.inclusion_tag("ui/tile.html")
def tile(
    *,
    label: str,
    value: Any,
    unit: str = "",
    url: str = "",
    glyph: str = "",
    note: str = "",
    meter_value: float | None = None,
    meter_max: float | None = None,
) -> dict[str, Any]:
    """One key figure: `url` leads to the list behind the number, `note` says as of when or out of what."""
    return {
        "label": label, "value": value, "unit": unit, "url": url, "glyph": glyph, "note": note,
        "meter_value": meter_value, "meter_max": meter_max,
    }  # fmt: skip


@register.simple_block_tag
def strip(content: SafeString) -> SafeString:
    """The block board of one place; holds `strip_block` tags in the order of the blocks."""
    return _block("strip", content)


@register.inclusion_tag("ui/strip_block.html")
def strip_block(
    *, state: Any, glyph: str, label: str, text: str, note: str = "", further: str = "", url: str = ""
) -> dict[str, Any]:
    """One building block on the board: mark, name, state in words, since when, and what is newer than that."""
    return {
        "level": block_level(state), "glyph": glyph, "label": label, "text": text, "note": note, "further": further,
        "url": url,
    }  # fmt: skip


@register.simple_block_tag
def rows(content: SafeString) -> SafeString:
    """A list with rules between its rows; holds `row` tags."""
    return _block("rows", content)


@register.simple_block_tag
def row(
    content: SafeString, *, label: str, url: str = "", glyph: str = "", meta: str | list[str] = "", lang: str = ""
) -> SafeString:
    """One row: sign, link, small text below; what stands between the tags goes to the right-hand side."""
    notes = [meta] if isinstance(meta, str) else list(meta)
    return _block("row", content, label=label, url=url, glyph=glyph, meta=[note for note in notes if note], lang=lang)


@register.simple_block_tag
def timeline(content: SafeString) -> SafeString:
    """What happened, newest first; holds `event` tags."""
    return _block("timeline", content)


@register.simple_block_tag
def event(
    content: SafeString,
    *,
    title: str,
    glyph: str,
    day: datetime.date | None = None,
    url: str = "",
    by: str = "",
    key: bool = False,
    level: int = 3,
) -> SafeString:
    """One dated line; `key` marks a milestone, the text between the tags tells what happened."""
    return _block("event", content, title=title, glyph=glyph, day=day, url=url, by=by, key=key, heading=f"h{level}")


@register.simple_block_tag
def checks(content: SafeString) -> SafeString:
    """What must be right before a step; holds `check` tags."""
    return _block("checks", content)


@register.inclusion_tag("ui/check.html")
def check(*, ok: bool, label: str, url: str = "", tone: str = "warning") -> dict[str, Any]:
    """One condition: met, or open with a link to the place to mend."""
    return {"ok": ok, "label": label, "url": url, "tone": "success" if ok else one_of(tone, TONES[1:], "tone")}


@register.simple_block_tag
def table(content: SafeString, *, label: str) -> SafeString:
    """A table that turns into cards on a phone; `label` is its caption for screen readers."""
    return _block("table", content, label=label)


@register.inclusion_tag("ui/text_changes.html")
def text_changes(*, changes: Any) -> dict[str, Any]:
    """What changed between two texts (`core.worddiff`), told by marks, by words for screen readers, and by colour."""
    return {"changes": changes}
