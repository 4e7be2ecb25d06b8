"""Reminders before an agreement ends, is extended, or can last be given notice of."""

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q

from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from accounts.models import Assignment, User
from agreements.actions.moves import locked
from agreements.milestones import AHEAD, Milestone, milestones
from agreements.models import CooperationAgreement, Reminder
from audit.actions import record
from core import dates, formats

SUBJECT = "ASSKomm: Eine Frist Ihrer Vereinbarung rückt näher"
TEXT = """Guten Tag,

zu einer Vereinbarung mit dem Landespräventionsrat Sachsen, an der Ihre Stelle beteiligt ist, steht in {left}
ein Termin an. Welcher es ist und was zu tun ist, steht nach der Anmeldung auf Ihrer Startseite:

{address}

Diese Nachricht enthält aus Gründen der Vertraulichkeit keinen Inhalt. Bitte antworten Sie nicht auf diese Adresse;
bei Fragen wenden Sie sich an die Geschäftsstelle des Landespräventionsrates.
"""


@transaction.atomic
def remind(agreement: CooperationAgreement, *, by: User | None, process: str = "") -> list[Reminder]:
    """Send what is due today and has not been sent; asked again, it sends nothing."""
    row = locked(agreement)
    today = dates.today()
    sent = []
    for milestone in milestones(row, today):
        days = _due(milestone, today)
        if days is None or _is_sent(row, milestone, days):
            continue
        sent.append(
            Reminder.objects.create(
                agreement=row, kind=milestone.kind, due_on=milestone.on, days_before=days, sent_on=today
            )
        )
        left = formats.days((milestone.on - today).days)
        for address in sorted(_recipients(row)):
            send_mail(SUBJECT, TEXT.format(left=left, address=f"{settings.SITE_ADDRESS}/"), None, [address])
        record(
            "remind", row, by=by, process=process, municipalities=row.municipality_ids,
            label=f"Erinnert: {milestone.label} am {formats.day(milestone.on)}", after={"Tage vorher": days},
        )  # fmt: skip
    return sent


def _is_sent(row: CooperationAgreement, milestone: Milestone, days: int) -> bool:
    """This one or a nearer one; a clock that is set back sends nothing twice."""
    known = Reminder.objects.filter(agreement=row, kind=milestone.kind, due_on=milestone.on, days_before__lte=days)
    return known.exists()


def _recipients(row: CooperationAgreement) -> set[str]:
    """The office, and the accounts of whoever is party today."""
    present = row.parties_on(dates.today())
    rule = Q(function__in=STATE_WRITERS)
    rule |= Q(function__in=MUNICIPAL, municipality__in=[party.municipality_id for party in present])
    rule |= Q(function__in=MUNICIPAL, association__in=[party.association_id for party in present])
    directorates = [party.police_directorate_id for party in present]
    rule |= Q(function=Function.POLICE, police_directorate__in=directorates)
    held = Assignment.objects.current(on=dates.today()).filter(rule, user__is_active=True)
    return set(held.values_list("user__email", flat=True))


def _due(milestone: Milestone, on: date) -> int | None:
    """Which of the reminders is due on a day: the nearest that has come; none before the first, none afterwards.

    A round that was missed is made up for, as long as the next reminder has not taken its place.
    """
    left = (milestone.on - on).days
    return min((days for days in AHEAD if 0 <= left <= days), default=None)
