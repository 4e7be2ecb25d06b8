"""A party goes through the text in one step: what it says about the clauses, and its consent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from agreements.actions.proposals import Comment, Kind, Source, comment_on_clauses
from agreements.actions.review import consent
from agreements.models import ChangeProposal, Party
from core import dates
from core.exceptions import Conflict


@dataclass(frozen=True)
class Agreeing:
    """A consent in the portal: today, with a note, and on whose behalf where it is not one's own right."""

    note: str = ""
    authority: str = ""


@transaction.atomic
def review_text(
    party: Party,
    *,
    by: User,
    comments: Sequence[Comment],
    version: int,
    source: Source | None = None,
    agreeing: Agreeing | None = None,
) -> list[ChangeProposal]:
    """Keep the comments and the consent to the version that was read; both or nothing."""
    if agreeing and any(item.kind == Kind.CHANGE for item in comments):
        raise Conflict(
            "Ein Änderungswunsch und die Zustimmung gehen nicht zusammen. Bitte nur eines von beiden senden."
        )
    kept = comment_on_clauses(party, by=by, comments=comments, version=version, source=source)
    if agreeing:
        consent(
            party, by=by, agreed_on=dates.today(), note=agreeing.note.strip(), authority=agreeing.authority.strip(),
            version=version,
        )  # fmt: skip
    return kept
