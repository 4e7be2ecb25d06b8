"""Reading the environment: a setting that is missing or unreadable stops the start with one German sentence.

The value itself is never repeated; there may be a password in it.
"""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import environ


def required(name: str) -> str:
    """A setting without which the start stops with one sentence."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise SystemExit(f"{name} fehlt: Bitte in der Umgebung setzen (für die Vorführung genügt `make demo`).")
    return value


def number(name: str, *, default: int, least: int = 0) -> int:
    """A whole number; anything else stops the start with one sentence."""
    value = os.environ.get(name, "").strip()
    if value and not (value.isascii() and value.isdigit() and int(value) >= least):
        raise SystemExit(f"{name}: Bitte eine ganze Zahl ab {least} angeben.")
    return int(value) if value else default


def choice(name: str, *, among: tuple[str, str], default: str) -> str:
    """One of two words; anything else stops the start with one sentence, so that no slip weakens anything."""
    value = os.environ.get(name, "").strip() or default
    if value not in among:
        raise SystemExit(f"{name}: Bitte „{among[0]}“ oder „{among[1]}“ angeben.")
    return value


def switch(name: str, *, default: bool) -> bool:
    """On or off."""
    return choice(name, among=("1", "0"), default="1" if default else "0") == "1"


def items(value: str) -> list[str]:
    """What stands between the commas."""
    return [item.strip() for item in value.split(",") if item.strip()]


def day(name: str) -> date | None:
    """A day, or None where nothing is said."""
    value = os.environ.get(name, "").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise SystemExit(f"{name}: Bitte einen Tag wie 2023-04-25 angeben.") from error


def parsed(name: str, value: str, parse: Callable[[str], dict[str, Any]], example: str) -> dict[str, Any]:
    """An address in parts; one that nobody can read stops the start with one sentence, which does not repeat it:
    there may be a password in it."""
    try:
        parts = parse(value)
    except (ValueError, KeyError, environ.ImproperlyConfigured) as error:
        raise SystemExit(f"{name} ist nicht lesbar: Bitte in der Form {example} angeben.") from error
    return parts


def named(hosts: str) -> list[str]:
    """Names divided by commas. Links in mails carry the name a request asked for: with „*“ anybody could choose it."""
    names = items(hosts)
    if "*" in names:
        raise SystemExit(
            "ALLOWED_HOSTS: Bitte die Namen der Anwendung nennen. „*“ ließe Fremde Links in Mails fälschen."
        )
    return names
