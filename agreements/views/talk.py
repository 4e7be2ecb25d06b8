"""The comments on the clauses as this person may read them, and what became of a page that is out of date."""

from collections.abc import Sequence
from typing import Any

from accounts.requests import SignedInRequest
from agreements.forms.reviewing import ReviewForm
from agreements.models import ChangeProposal, CooperationAgreement, Party
from agreements.threads import Thread, threads
from agreements.versions import Compared, compare, content_of
from agreements.views.desk import own_parties


def comments_of(request: SignedInRequest, agreement: CooperationAgreement) -> Any:
    """Through the door: the own ones, and those released by the others; the office reads all."""
    readable = ChangeProposal.objects.visible_to(request.user, as_=request.functions)
    return readable.filter(party__agreement=agreement).for_list()


def threads_of(request: SignedInRequest, agreement: CooperationAgreement, *, of: Party | None = None) -> list[Thread]:
    """Beside each clause; `of` leaves the comments of one party alone, for the page the office writes in its name."""
    rows = [row for row in comments_of(request, agreement) if of is None or row.party_id == of.pk]
    own = [party.pk for party in own_parties(request, agreement)]
    numbers = {row.version for row in rows if row.clause_id}
    kept = agreement.versions.filter(number__in=numbers) if numbers else []
    known = {row.number: {clause["id"]: clause["filled"] for clause in row.content["clauses"]} for row in kept}
    return threads(content_of(agreement)["clauses"], rows, own=own, known=known)


def later_changes(agreement: CooperationAgreement, since: int) -> list[Compared]:
    """What reads differently now than in the version a page was made for."""
    old, new = (agreement.versions.filter(number=number).first() for number in (since, agreement.version))
    return [part for part in compare(old, new) if part.is_changed] if old and new else []


def kept_typing(form: ReviewForm, clauses: Sequence[Any]) -> dict[str, Any]:
    """Everything typed on an older page, for the form of the present text; for a clause left out, at the whole text."""
    present = {clause["id"] for clause in clauses}
    kept: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    orphans = []
    for passage in form.passages:
        if passage.pk == 0 or passage.pk in present:
            suggested = kept.get(f"suggestion-{passage.pk}")
            if suggested is not None and not _is_suggestion(form, passage.pk):
                kept.pop(f"suggestion-{passage.pk}")
            continue
        words = [kept.pop(f"text-{passage.pk}", ""), kept.pop(f"suggestion-{passage.pk}", "")]
        typed = [words[0], words[1] if _is_suggestion(form, passage.pk) else ""]
        if any(typed):
            orphans.append(f"Zu {passage.label}: " + "\n".join(filter(None, typed)))
    kept["text-0"] = "\n\n".join(filter(None, [kept.get("text-0", ""), *orphans]))
    return kept


def _is_suggestion(form: ReviewForm, clause_id: int) -> bool:
    return any(item.clause_id == clause_id and item.suggestion for item in form.comments())
