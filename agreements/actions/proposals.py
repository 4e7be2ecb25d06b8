"""What a party wants to have changed before it agrees, and what became of it."""

from django.db import transaction

from accounts.models import User
from agreements.actions.consents import in_consultation
from agreements.actions.moves import locked, log
from agreements.models import ChangeProposal, Party
from core import dates
from core.exceptions import Conflict


@transaction.atomic
def propose_change(party: Party, *, by: User, text: str, version: int) -> ChangeProposal:
    """What a party wants to have changed; the office is told until it has settled it."""
    row, current = in_consultation(party)
    if not text.strip():
        raise Conflict("Bitte schreiben, was geändert werden soll.")
    same = ChangeProposal.objects.filter(party=current, text=text.strip(), settled_on=None).first()
    if same:
        known: ChangeProposal = same
        return known
    proposal: ChangeProposal = ChangeProposal.objects.create(
        party=current, version=min(version, row.version), text=text.strip(), made_on=dates.today(), made_by=by
    )
    log(row, "propose_change", by=by, label=f"Änderungswunsch: {current.name}", after={"Wunsch": proposal.text})
    return proposal


@transaction.atomic
def settle_proposal(proposal: ChangeProposal, *, by: User, answer: str) -> ChangeProposal:
    """Say what became of a proposal; the party reads the answer."""
    row = locked(proposal.party.agreement)
    current: ChangeProposal = ChangeProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if current.settled_on:
        raise Conflict("Dieser Änderungswunsch ist inzwischen schon beantwortet.")
    if not answer.strip():
        raise Conflict("Bitte schreiben, was aus dem Änderungswunsch geworden ist.")
    current.settled_on, current.settled_by, current.answer = dates.today(), by, answer.strip()
    current.save(update_fields=["settled_on", "settled_by", "answer"])
    log(
        row, "settle_proposal", by=by, label=f"Änderungswunsch beantwortet: {current.party.name}",
        after={"Wunsch": current.text, "Antwort": current.answer},
    )  # fmt: skip
    return current
