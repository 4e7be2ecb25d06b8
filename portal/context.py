"""The frame around every page: navigation, account, day of the demo."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.functions import ACCOUNT_MANAGERS, MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from core import dates, formats


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Account:
    name: str
    initials: str
    role: str


@dataclass(frozen=True)
class Frame:
    nav: tuple[NavItem, ...]
    search_url: str
    home_url: str
    account: Account | None
    demo_today: date | None
    footer: tuple[NavItem, ...]
    # The Telefonvermerk, one key away from every page.
    call_url: str = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor; one query for the functions held, none for strangers."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    held = user.functions_held() if signed_in else frozenset()
    return {
        "frame": Frame(
            nav=tuple(_nav(request.path, user, held)) if signed_in else (),
            search_url=reverse("portal:search") if held else "",
            home_url=reverse("portal:home"),
            account=_account(user) if signed_in else None,
            demo_today=dates.today() if settings.DEMO else None,
            footer=tuple(_footer(request.path, held, signed_in=signed_in)),
            call_url=reverse("portal:call") if held & set(STATE_WRITERS) else "",
        )
    }


def _nav(path: str, user: Any, held: frozenset[str]) -> list[NavItem]:
    entries = [("Übersicht", reverse("portal:home"))]
    if held & set(STATE_OFFICE):
        entries.append(("Kommunen", reverse("portal:municipalities")))
    elif held & {*MUNICIPAL, Function.COACH}:
        entries += [(str(town), town.get_absolute_url()) for town in _own_towns(user)]
    if not held & set(STATE_OFFICE):
        entries += [(str(bearer), bearer.get_absolute_url()) for bearer in _own_bearers(user)]
    if held & {*STATE_OFFICE, *MUNICIPAL}:
        entries.append(("Beratung", reverse("advice:list")))
    if held & {*STATE_OFFICE, *MUNICIPAL, Function.POLICE}:
        entries.append(("Vereinbarungen", reverse("agreements:list")))
    if held & {*STATE_OFFICE, *MUNICIPAL}:
        entries.append(("Aufgaben", reverse("tasks:list")))
    entries += _accounts(user, held)
    return [NavItem(label, url, _is_current(path, url)) for label, url in entries]


def _accounts(user: Any, held: frozenset[str]) -> list[tuple[str, str]]:
    """All accounts for the office, those of the own towns for their managers."""
    if held & set(STATE_OFFICE):
        return [("Zugänge", reverse("accounts:list"))]
    managed = [item for item in user.current_assignments() if item.function in ACCOUNT_MANAGERS and item.municipality]
    towns = list(dict.fromkeys(item.municipality for item in managed))
    labels = ["Zugänge"] if len(towns) == 1 else [f"Zugänge {town}" for town in towns]
    return [(label, reverse("accounts:town", args=[town.pk])) for label, town in zip(labels, towns, strict=True)]


def _footer(path: str, held: frozenset[str], *, signed_in: bool) -> list[NavItem]:
    """What keeps the house running and is nobody's daily work, and what the law wants on every page."""
    entries = []
    if held & set(STATE_OFFICE):
        entries += [("Abwesenheiten", reverse("accounts:absences")), ("Postausgang", reverse("portal:outbox"))]
    if held & set(STATE_WRITERS):
        entries.append(("Datenübernahmen", reverse("imports:list")))
    if held & {Function.STATE_LEAD, Function.STATE_READER}:
        entries.append(("Ohne zweites Augenpaar", reverse("agreements:alone")))
    if signed_in:
        entries.append(("Wer sieht was?", reverse("portal:seeing")))
    entries += [
        ("Impressum", reverse("notices:imprint")),
        ("Datenschutz", reverse("notices:privacy")),
        ("Barrierefreiheit", reverse("notices:accessibility")),
    ]
    items = [NavItem(label, url, _is_current(path, url)) for label, url in entries]
    report = reverse("notices:report")
    return [*items, NavItem("Barriere melden", f"{report}?{urlencode({'seite': path})}", _is_current(path, report))]


def _own_towns(user: Any) -> list[Any]:
    """The places named in the functions held today; they are already loaded with the functions."""
    towns = [assignment.municipality for assignment in user.current_assignments() if assignment.municipality]
    return list(dict.fromkeys(towns))


def _own_bearers(user: Any) -> list[Any]:
    """The associations coordinated and the districts acted for today."""
    held = user.current_assignments()
    unions = [item.association for item in held if item.association and item.function in MUNICIPAL]
    districts = [item.district for item in held if item.district and item.function == Function.DISTRICT]
    return list(dict.fromkeys([*unions, *districts]))


def _is_current(path: str, url: str) -> bool:
    home = reverse("portal:home")
    return path == url if url == home else path.startswith(url)


def _account(user: Any) -> Account:
    labels = [assignment.label for assignment in user.current_assignments()]
    role = labels[0] if len(labels) == 1 else f"{len(labels)} Funktionen" if labels else "ohne Funktion"
    return Account(name=user.name, initials=formats.initials(user.name) or "?", role=role)
