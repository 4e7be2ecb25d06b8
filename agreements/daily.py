"""What the daily round does for the agreements."""

from agreements.actions.ending import end_when_over
from agreements.actions.keeping import follow_memberships
from agreements.actions.reminding import remind
from agreements.ahead import limited
from agreements.models import CooperationAgreement
from core import formats


def memberships_followed() -> str:
    """A membership that begins or ends today changes whom a text under way covers."""
    changed = follow_memberships(by=None, process="daily")
    return f"{formats.count_of(len(changed), 'Vereinbarung,Vereinbarungen')} angepasst"


def _limited() -> list[CooperationAgreement]:
    return list(CooperationAgreement.objects.filter(limited()).order_by("pk"))


def terms_ended() -> str:
    """What ran out, or was given notice of, is over on the day after its last one."""
    ended = sum(end_when_over(row, by=None, process="daily") for row in _limited())
    return f"{formats.count_of(ended, 'Vereinbarung,Vereinbarungen')} beendet"


def reminders_sent() -> str:
    """90 and 30 days before an end, an extension or the last day for notice; each once."""
    sent = sum(len(remind(row, by=None, process="daily")) for row in _limited())
    return f"{formats.count_of(sent, 'Erinnerung,Erinnerungen')} abgegeben"
