"""What the daily round does for the agreements."""

from agreements.actions.keeping import follow_memberships
from core import formats


def memberships_followed() -> str:
    """A membership that begins or ends today changes whom a text under way covers."""
    changed = follow_memberships(by=None, process="daily")
    return f"{formats.count_of(len(changed), 'Vereinbarung,Vereinbarungen')} angepasst"
