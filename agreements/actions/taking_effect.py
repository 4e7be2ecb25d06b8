"""What the last signature sets in motion in other agreements, and what is undone when it is taken back."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from agreements.actions.moves import locked, log, move
from agreements.coming_and_going import require_others
from agreements.models import Amendment, CooperationAgreement, Coverage, Party
from agreements.transitions import Status
from core import formats
from core.exceptions import Conflict


def settle(row: CooperationAgreement, *, by: User) -> None:
    """Bring what hangs on the signatures of a locked row in line with them; called after each of its moves."""
    if row.is_amendment:
        amendment = Amendment.objects.select_related("joining", "leaving").get(document=row)
        agreement = locked(amendment.amends)
        if row.is_concluded:
            _apply(amendment, agreement, row, by=by)
        else:
            _undo(amendment, agreement, by=by)
    elif row.status == Status.SIGNED:
        for replacement in row.replacements.select_related("old").order_by("old"):
            end_replaced(replacement.old, row, by=by)


# --- A Nachtrag ---------------------------------------------------------------------------------------------------


def _apply(amendment: Amendment, agreement: CooperationAgreement, document: CooperationAgreement, *, by: User) -> None:
    amendment.document = document
    begins_on = amendment.applies_from
    if agreement.status != Status.SIGNED:
        raise Conflict(
            f"Die Vereinbarung, die dieser Nachtrag ändert, ist „{agreement.get_status_display()}“. "
            "Bitte den Nachtrag zurückziehen."
        )
    if begins_on and amendment.kind == Amendment.Kind.JOINING:
        _join(amendment, agreement, begins_on)
    elif begins_on and amendment.kind == Amendment.Kind.LEAVING:
        _leave(amendment, agreement, begins_on)
    log(
        agreement, "amend", by=by, label=f"Nachtrag unterzeichnet: {amendment.label}",
        after={"Nachtrag": amendment.label, "Wirksam ab": begins_on},
    )  # fmt: skip


def _join(amendment: Amendment, agreement: CooperationAgreement, begins_on: date) -> None:
    town: Any = amendment.joining
    known = agreement.parties.filter(joined_by=amendment).first()
    others = agreement.parties.filter(municipality=town).exclude(pk=known.pk if known else None)
    if any(party.ends_on is None or party.ends_on >= begins_on for party in others):
        raise Conflict(
            f"{town} ist am {formats.day(begins_on)} schon Partei der Vereinbarung. Bitte den Nachtrag zurückziehen."
        )
    if known:
        known.starts_on = begins_on
        known.save(update_fields=["starts_on"])
        return
    last = agreement.parties.order_by("-position").first()
    party = Party.objects.create(
        agreement=agreement, kind=Party.Kind.MUNICIPALITY, municipality=town, joined_by=amendment,
        starts_on=begins_on, position=(last.position if last else 0) + 1,
    )  # fmt: skip
    Coverage.objects.create(agreement=agreement, municipality=town, party=party)


def _leave(amendment: Amendment, agreement: CooperationAgreement, begins_on: date) -> None:
    party = Party.objects.get(pk=amendment.leaving_id or 0)
    if party.left_by_id != amendment.pk:
        # On the day itself: who had already been leaving by notice is told.
        require_others(agreement, party, begins_on)
    first = party.since or agreement.signed_on or begins_on
    party.ends_on, party.left_by = max(begins_on - timedelta(days=1), first), amendment
    party.save(update_fields=["ends_on", "left_by"])


def _undo(amendment: Amendment, agreement: CooperationAgreement, *, by: User) -> None:
    """A signature was never given: the Nachtrag has changed nothing."""
    joined = list(amendment.joined.all())
    left = list(amendment.left.all())
    if not joined and not left:
        return
    for party in joined:
        if party.ends_on or party.notices.exists() or Amendment.objects.filter(leaving=party).exists():
            raise Conflict(
                f"{party.name} hat nach dem Beitritt schon gekündigt oder ist ausgetreten. "
                "Bitte zuerst das rückgängig machen."
            )
        party.delete()
    for party in left:
        if agreement.parties.filter(municipality=party.municipality_id, pk__gt=party.pk).exists():
            raise Conflict(
                f"{party.name} ist nach dem Austritt wieder beigetreten. Bitte zuerst den Beitritt zurücknehmen."
            )
        party.ends_on = party.left_by = None
        party.save(update_fields=["ends_on", "left_by"])
    log(agreement, "undo_amendment", by=by, label=f"Nachtrag wieder ohne Wirkung: {amendment.label}")


# --- Ersetzung ----------------------------------------------------------------------------------------------------


def end_replaced(old: CooperationAgreement, new: CooperationAgreement, *, by: User) -> None:
    """The old agreement ends on the day on which the new one was signed by everybody."""
    row = locked(old)
    if row.status != Status.SIGNED or new.signed_on is None:
        return
    ended_on = max(new.signed_on, row.signed_on or new.signed_on)
    reason = f"Ersetzt durch: {new.title}"
    move(row, "end", by=by, reason=reason, ended_on=ended_on, closing_reason=reason)
