"""The signing day: when and where it is to be, and that it is not."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction

from accounts.models import User
from agreements import mail
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, SigningDay
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict

DAY_FIELDS = ("takes_place_on", "start_time", "minutes", "place", "video_link", "note")
CALLED_OFF = ("called_off_on", "called_off_because")


@dataclass(frozen=True)
class SigningPlan:
    """When and where; a place, the address of a video conference, or both."""

    takes_place_on: date
    start_time: time | None = None
    minutes: int = 60
    place: str = ""
    video_link: str = ""
    note: str = ""


@transaction.atomic
def arrange_signing(agreement: CooperationAgreement, *, by: User, plan: SigningPlan, address: str = "") -> SigningDay:
    """Set the day of signing or move it; who has it in a calendar replaces it by the next file.

    With the `address` of the agreement's page the accounts of the parties are told by mail.
    """
    row = locked(agreement)
    if not (row.is_awaiting_signature or row.status == "approved"):
        raise Conflict("Einen Termin gibt es, sobald der Text schlussgezeichnet ist und bis alle unterzeichnet haben.")
    if not plan.place.strip() and not plan.video_link.strip():
        raise Conflict("Bitte den Ort oder die Adresse der Videokonferenz angeben.")
    values = asdict(plan) | {name: getattr(plan, name).strip() for name in ("place", "video_link", "note")}
    day: SigningDay | None = SigningDay.objects.filter(agreement=row).first()
    before = snapshot(day, DAY_FIELDS + CALLED_OFF) if day else None
    if day is None:
        day = SigningDay(agreement=row, arranged_by=by, arranged_on=dates.today())
    elif not day.is_called_off and all(getattr(day, name) == value for name, value in values.items()):
        return day
    else:
        day.sequence += 1
    for name, value in values.items():
        setattr(day, name, value)
    day.called_off_on, day.called_off_because = None, ""
    day.save()
    label = f"Unterzeichnungstermin {'geändert' if before else 'vereinbart'}: {day.when_label}"
    log(row, "arrange_signing", by=by, label=label, before=before, after=snapshot(day, DAY_FIELDS + CALLED_OFF))
    if address:
        mail.tell_parties(row, about=mail.CHANGED if before else mail.ARRANGED, address=address)
    return day


@transaction.atomic
def call_off_signing(agreement: CooperationAgreement, *, by: User, reason: str, address: str = "") -> SigningDay:
    """Say that the day does not take place; its calendar file takes it out of the calendars that have it.

    Called off twice changes nothing. The parties are told as in `arrange_signing`.
    """
    row = locked(agreement)
    day: SigningDay | None = SigningDay.objects.filter(agreement=row).first()
    if day is None:
        raise Conflict("Es ist kein Termin eingetragen, der abgesagt werden könnte.")
    if day.is_called_off:
        return day
    if row.signed_on:
        raise Conflict("Alle haben unterzeichnet; ein Termin lässt sich nicht mehr absagen.")
    if not reason.strip():
        raise Conflict("Bitte den Grund der Absage angeben.")
    before = snapshot(day, CALLED_OFF)
    day.called_off_on, day.called_off_because = dates.today(), reason.strip()
    day.sequence += 1
    day.save()
    log(
        row, "call_off_signing", by=by, label=f"Unterzeichnungstermin abgesagt: {day.when_label}", before=before,
        after=snapshot(day, CALLED_OFF), reason=reason.strip(),
    )  # fmt: skip
    if address:
        mail.tell_parties(row, about=mail.CALLED_OFF, address=address)
    return day
