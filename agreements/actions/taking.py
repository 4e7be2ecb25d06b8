"""A wording that a party suggests goes into the clause."""

from django.db import transaction

from accounts.models import User
from agreements.actions.moves import require_version
from agreements.actions.proposals import Outcome, open_proposal, settle_proposal
from agreements.actions.wording import edit_text
from agreements.concern import Concern
from agreements.models import ChangeProposal, CooperationAgreement
from agreements.placeholders import facts_of
from agreements.suggesting import with_field_words
from core.exceptions import Conflict


@transaction.atomic
def take_over(
    proposal: ChangeProposal, *, by: User, version: int, concern: Concern | None = None, answer: str = ""
) -> CooperationAgreement:
    """Put the suggested wording into its clause, as a change with a version of its own, and answer the party."""
    row, current = open_proposal(proposal)
    require_version(row, version, by=by)
    clause = row.clauses.filter(pk=current.clause_id or 0).first()
    if not current.suggestion or clause is None:
        raise Conflict("Zu dieser Anmerkung gibt es keinen Wortlaut, der sich in eine Regelung übernehmen ließe.")
    facts = facts_of(CooperationAgreement.objects.for_detail().get(pk=row.pk))
    text = with_field_words(current.suggestion, clause.text, facts)
    changed = edit_text(row, by=by, texts={clause.pk: text}, version=version, concern=concern)
    told = answer.strip() or f"Übernommen in Fassung {changed.version}."
    settle_proposal(current, by=by, answer=told, outcome=Outcome.TAKEN)
    return changed
