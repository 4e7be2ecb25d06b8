"""The sessions in which somebody is signed in, as her own page lists them; reading changes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from core import dates

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class SignedIn:
    """One browser: which, since when, from where."""

    browser: str
    since: datetime
    address: str
    is_current: bool


def sessions_of(user: Any, current_key: str | None) -> list[SignedIn]:
    """What still signs in, the own session first; a session of an earlier password is none."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    alive = Session.objects.filter(session_key__in=rows, expire_date__gt=dates.now())
    secret = user.get_session_auth_hash()
    found = [
        SignedIn(browser_of(row.user_agent), row.created_at, row.ip, row.session_key == current_key)
        for session in alive
        if constant_time_compare(session.get_decoded().get(HASH_SESSION_KEY, ""), secret)
        for row in (rows[session.session_key],)
    ]
    return sorted(found, key=lambda item: (not item.is_current, -item.since.timestamp()))


def browser_of(user_agent: str) -> str:
    """„Firefox unter Windows“; what nobody knows is called so."""
    browser = next((name for word, name in BROWSERS if word in user_agent), "")
    system = next((name for word, name in SYSTEMS if word in user_agent), "")
    if not browser:
        return system or "unbekannter Browser"
    return f"{browser} unter {system}" if system else browser
