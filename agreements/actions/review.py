"""Agreeing the text: consultation, consent of the parties, second pair of eyes."""

from datetime import date

from django.db import transaction

from accounts.functions import Function
from accounts.models import User
from agreements import mail
from agreements.actions.keeping import NO_CONSENT, cover, keep_version, void_consents
from agreements.actions.leaving import leave_stations
from agreements.actions.moves import locked, log, move, require_version
from agreements.actions.papers import keep_paper
from agreements.models import CooperationAgreement, Party, ReceivedPaper
from agreements.placeholders import facts_of, filled
from agreements.readiness import blocking, text_hash_of
from agreements.second_pair import is_own, second_people
from agreements.transitions import Status
from core import dates
from core.exceptions import Conflict, NotPermitted
from documents.inspection import InspectedFile


@transaction.atomic
def open_consultation(
    agreement: CooperationAgreement, *, by: User, version: int | None = None, address: str = ""
) -> CooperationAgreement:
    """Show the text to the parties and ask for their consent.

    With the `address` of the agreement's page the accounts of the parties are told by mail.
    """
    row = locked(agreement)
    require_version(row, version, by=by)
    cover(row)
    row.versions.filter(number=row.version, shown_on=None).update(shown_on=dates.today())
    moved = move(row, "open_consultation", by=by, consultation_on=dates.today())
    if address:
        mail.tell_parties(moved, about=mail.TO_AGREE, address=address)
    return moved


@transaction.atomic
def return_to_draft(
    agreement: CooperationAgreement, *, by: User, reason: str, version: int | None = None
) -> CooperationAgreement:
    """Take the text back into the office; consents are void."""
    row = locked(agreement)
    require_version(row, version, by=by)
    void_consents(row)
    return move(row, "return_to_draft", by=by, reason=reason, consultation_on=None)


@transaction.atomic
def consent(
    party: Party,
    *,
    by: User,
    agreed_on: date,
    note: str = "",
    authority: str = "",
    version: int | None = None,
    proof: InspectedFile | None = None,
) -> CooperationAgreement:
    """Record that a party agrees to the present text – by itself in the portal, or by the office with its source.

    `authority` is on whose behalf somebody agrees who does not speak for the body herself; `proof` the mail or letter.
    Agreeing twice changes nothing. Conflict outside the consultation, for a day in the future or before it began.
    """  # fmt: skip
    row = locked(party.agreement)
    if row.status != Status.CONSULTATION:
        raise Conflict(f"Im Zustand „{row.get_status_display()}“ kann keine Zustimmung eingetragen werden.")
    require_version(row, version, by=by)
    if agreed_on > dates.today():
        raise Conflict("Der Tag der Zustimmung liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen.")
    if row.consultation_on and agreed_on < row.consultation_on:
        raise Conflict(
            f"Der Text ist erst seit dem {dates.day_label(row.consultation_on)} in der Abstimmung; "
            "eine Zustimmung kann nicht davor liegen. Begann sie früher, bitte zuerst ihren Beginn berichtigen."
        )
    current = row.parties.get(pk=party.pk)
    cover(row)
    present = text_hash_of(row)
    if current.agreed_on and current.agreed_hash == present:
        return row
    current.agreed_on, current.agreed_version, current.agreed_hash = agreed_on, row.version, present
    current.agreed_note, current.agreed_authority, current.agreed_by = note, authority, by
    current.save(update_fields=list(NO_CONSENT))
    leave_stations(row, party=current)
    after = {"Partei": current.name, "Tag": agreed_on, "Fassung": row.version, "Nachweis": note}
    after |= {"im Auftrag von": authority} if authority else {}
    log(row, "consent", by=by, label=f"Zustimmung: {current.name}", after=after)
    if proof is not None:
        source = note or "Zustimmung"
        keep_paper(
            row, current, by=by, kind=ReceivedPaper.Kind.CONSENT, received_on=agreed_on, source=source, file=proof
        )
    return row


@transaction.atomic
def approve(
    agreement: CooperationAgreement, *, by: User, version: int | None = None, alone_reason: str = ""
) -> CooperationAgreement:
    """Schlusszeichnung by the Leitung, who must not have drafted or last changed the text herself.

    Only where nobody else is there to do it she may, with a reason (`alone_reason`) that stays with the agreement.
    """
    row = locked(agreement)
    require_version(row, version, by=by)
    if Function.STATE_LEAD not in by.functions_held():
        raise NotPermitted("Schlusszeichnen kann nur die Leitung der Geschäftsstelle.")
    reason = _require_second_pair(row, by, alone_reason.strip())
    cover(row)
    _require_ready(row, "schlussgezeichnet")
    _fill_for_good(row)
    return move(
        row, "approve", by=by, reason=reason, approved_on=dates.today(), approved_by=by, approved_alone_reason=reason
    )


def _require_second_pair(row: CooperationAgreement, by: User, alone_reason: str) -> str:
    """The reason to be kept: empty where the Leitung is the second person, obligatory where nobody is."""
    if not is_own(row, by):
        return ""
    others = second_people(row)
    if alone_reason and not others:
        return alone_reason
    names = ", ".join(str(person) for person in others)
    way_out = f"Heute ist da: {names}." if others else "Heute ist niemand sonst da; allein nur mit Begründung."
    raise NotPermitted(
        "Sie haben diesen Text selbst entworfen oder zuletzt geändert, oder jemand hat es in Vertretung für Sie getan. "
        f"Die Schlusszeichnung braucht eine zweite Person. {way_out}"
    )


@transaction.atomic
def reopen(
    agreement: CooperationAgreement, *, by: User, reason: str, version: int | None = None
) -> CooperationAgreement:
    """Back from schlussgezeichnet or festgeschrieben: the text may change again, every consent is void.

    The PDF of the abandoned final text stays stored with the record.
    """
    row = locked(agreement)
    require_version(row, version, by=by)
    if row.register_number:
        raise Conflict("Diese Vereinbarung trägt schon eine Registernummer; ihr Text ist endgültig.")
    void_consents(row)
    moved = move(
        row, "reopen", by=by, reason=reason, approved_on=None, approved_by=None, approved_alone_reason="",
        finalised_on=None, finalised_by=None, final_document=None, text_hash="", version=row.version + 1,
    )  # fmt: skip
    cover(moved)
    # The facts stand in the text for good by now: it is another one than the number before says.
    keep_version(moved, by=by, what="Zurück in die Abstimmung")
    return moved


def _fill_for_good(row: CooperationAgreement) -> None:
    """Put the facts into the clauses: what was approved no longer changes with the records."""
    facts = facts_of(row)
    for clause in row.clauses.all():
        clause.text, clause.template_text = filled(clause.text, facts), filled(clause.template_text, facts)
        clause.save(update_fields=["text", "template_text"])


def _require_ready(row: CooperationAgreement, participle: str) -> None:
    open_points = blocking(row)
    if open_points:
        listed = "; ".join(point.label for point in open_points)
        raise Conflict(f"Die Vereinbarung kann noch nicht {participle} werden. Offen: {listed}.")
