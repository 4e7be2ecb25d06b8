"""The signing day: when and where it is to be."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log
from agreements.models import CooperationAgreement, SigningDay
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict

DAY_FIELDS = ("takes_place_on", "start_time", "minutes", "place", "video_link", "note")


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
def arrange_signing(agreement: CooperationAgreement, *, by: User, plan: SigningPlan) -> SigningDay:
    """Set the day of signing or move it; who has it in a calendar replaces it by the next file."""
    row = locked(agreement)
    if not (row.is_awaiting_signature or row.status == "approved"):
        raise Conflict("Einen Termin gibt es, sobald der Text schlussgezeichnet ist und bis alle unterzeichnet haben.")
    if not plan.place.strip() and not plan.video_link.strip():
        raise Conflict("Bitte den Ort oder die Adresse der Videokonferenz angeben.")
    values = asdict(plan) | {name: getattr(plan, name).strip() for name in ("place", "video_link", "note")}
    day: SigningDay | None = SigningDay.objects.filter(agreement=row).first()
    before = snapshot(day, DAY_FIELDS) if day else None
    if day is None:
        day = SigningDay(agreement=row, arranged_by=by, arranged_on=dates.today())
    elif all(getattr(day, name) == value for name, value in values.items()):
        return day
    else:
        day.sequence += 1
    for name, value in values.items():
        setattr(day, name, value)
    day.save()
    label = f"Unterzeichnungstermin {'verlegt' if before else 'vereinbart'}: {day.when_label}"
    log(row, "arrange_signing", by=by, label=label, before=before, after=snapshot(day, DAY_FIELDS))
    return day
