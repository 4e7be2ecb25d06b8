"""Kündigung: a notice comes in, or is taken back."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import locked, log, require_version
from agreements.coming_and_going import require_leavable
from agreements.models import CooperationAgreement, Notice, Party
from agreements.terms import earliest_end, term_of
from agreements.transitions import Status
from core import dates, formats
from core.exceptions import Conflict
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document

FIELDS = ("effect", "received_on", "earliest_on", "ends_on", "reason")


@dataclass(frozen=True)
class NoticeEntry:
    """A notice as typed; without `ends_on` it takes effect on the earliest day the period leads to."""

    received_on: date
    effect: str
    ends_on: date | None = None
    reason: str = ""
    file: InspectedFile | None = None


@transaction.atomic
def give_notice(party: Party, *, by: User, entry: NoticeEntry, version: int | None = None) -> Notice:
    """Enter the notice of a party and what follows: the agreement ends for all, or this party alone leaves.

    The same notice entered twice changes nothing.
    """
    row = locked(party.agreement)
    current = row.parties.get(pk=party.pk)
    known: Notice | None = Notice.objects.standing().filter(party=current).first()
    if known and (known.received_on, known.effect) == (entry.received_on, entry.effect):
        return known
    require_version(row, version, by=by)
    _check(row, current, known, entry)
    term = term_of(row)
    earliest = earliest_end(term, row.signed_on, entry.received_on) if term and row.signed_on else None
    ends_on = _last_day(entry, earliest)
    if entry.effect == Notice.Effect.LEAVES:
        require_leavable(row, current, ends_on)
    notice: Notice = Notice.objects.create(
        agreement=row, party=current, effect=Notice.Effect(entry.effect), received_on=entry.received_on,
        earliest_on=earliest, ends_on=ends_on, reason=entry.reason.strip() if ends_on != earliest else "",
        entered_by=by,
    )  # fmt: skip
    _keep_letter(notice, entry.file, by=by)
    after = {"Partei": current.name, "Eingegangen am": entry.received_on, "Wirksam zum": ends_on,
             "Folge": notice.get_effect_display()}  # fmt: skip
    log(row, "give_notice", by=by, label=f"Kündigung eingetragen: {current.name}", after=after, reason=notice.reason)
    if entry.effect == Notice.Effect.LEAVES:
        current.ends_on = ends_on
        current.save(update_fields=["ends_on"])
    return notice


def _check(row: CooperationAgreement, party: Party, known: Notice | None, entry: NoticeEntry) -> None:
    if row.is_amendment or row.status != Status.SIGNED:
        raise Conflict("Gekündigt werden kann nur eine unterzeichnete Vereinbarung, die noch nicht beendet ist.")
    if known:
        raise Conflict(
            f"{party.name} hat schon gekündigt, zum {formats.day(known.ends_on)}. "
            "War das falsch, bitte die Kündigung zuerst zurücknehmen."
        )
    if entry.received_on > dates.today():
        raise Conflict("Der Tag des Eingangs liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
    if row.signed_on and entry.received_on < row.signed_on:
        raise Conflict(
            f"Unterzeichnet wurde erst am {formats.day(row.signed_on)}; "
            "eine Kündigung kann nicht davor eingegangen sein."
        )
    if not party.is_party_on(entry.received_on):
        raise Conflict(f"{party.name} war am {formats.day(entry.received_on)} nicht Partei dieser Vereinbarung.")


def _last_day(entry: NoticeEntry, earliest: date | None) -> date:
    if entry.ends_on is None and earliest is None:
        raise Conflict("Die Kündigungsfrist ist nicht erfasst. Bitte den Tag eintragen, zu dem die Kündigung wirkt.")
    ends_on: date = entry.ends_on or earliest  # type: ignore[assignment]  # one of them is a day by now
    if ends_on < entry.received_on:
        raise Conflict(
            "Die Kündigung kann nicht wirken, bevor sie eingegangen ist. Bitte einen späteren Tag eintragen."
        )
    if ends_on != earliest and not entry.reason.strip():
        by_term = f"Nach der Frist wirkt die Kündigung zum {formats.day(earliest)}. " if earliest else ""
        raise Conflict(f"{by_term}Bitte begründen, warum sie zu einem anderen Tag wirkt.")
    return ends_on


def _keep_letter(notice: Notice, file: InspectedFile | None, *, by: User) -> None:
    if file is None:
        return
    notice.document = documents.store(
        notice, by=by, kind=Document.Kind.NOTICE, file=file, municipalities=notice.municipality_ids
    )
    notice.save(update_fields=["document"])


@transaction.atomic
def take_back_notice(notice: Notice, *, by: User, reason: str) -> Notice:
    """The party has taken its notice back, or it was entered wrongly; it stays in the record."""
    row = locked(notice.agreement)
    current: Notice = Notice.objects.select_related("party").get(pk=notice.pk)
    if current.taken_back_on:
        return current
    if not reason.strip():
        raise Conflict("Bitte begründen, warum die Kündigung zurückgenommen wird.")
    if row.status != Status.SIGNED or current.ends_on < dates.today():
        raise Conflict(f"Die Kündigung ist zum {formats.day(current.ends_on)} wirksam geworden und bleibt bestehen.")
    current.taken_back_on, current.taken_back_reason = dates.today(), reason.strip()
    current.save(update_fields=["taken_back_on", "taken_back_reason"])
    if current.effect == Notice.Effect.LEAVES:
        Party.objects.filter(pk=current.party_id, left_by=None).update(ends_on=None)
    log(row, "take_back_notice", by=by, label=f"Kündigung zurückgenommen: {current.party.name}", reason=reason)
    return current
