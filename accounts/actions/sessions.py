"""Ending sessions."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User
from audit.actions import record


@transaction.atomic
def end_other_sessions(user: User, *, by: User, keep: str) -> int:
    """Sign the person out everywhere but in the session with the key `keep`; returns how many were ended."""
    rows = UserSession.objects.select_for_update().filter(user=user).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    record("end_other_sessions", user, by=by, label="Andere Anmeldungen beendet", after={"Anzahl": ended})
    return int(ended)
