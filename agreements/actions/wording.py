"""The wording of an agreement, as one or several people write it."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from accounts.models import User
from agreements.actions.drafting import editable
from agreements.actions.keeping import edited
from agreements.actions.moves import locked, log
from agreements.actions.returning import put_back
from agreements.concern import Concern, standing
from agreements.merging import Clash, Merge, merge, normalised, wanted_back
from agreements.models import CooperationAgreement
from core.exceptions import Conflict


class TextClash(Conflict):
    """Two people changed the same clause; nothing is saved until somebody has decided."""

    def __init__(self, merged: Merge, version: int) -> None:
        super().__init__(
            "Diese Regelungen haben zwei Personen verschieden geändert. "
            "Ihre Eingaben stehen unten; bitte je Regelung entscheiden."
        )
        # The version the page was made for; everything after it is new to its reader.
        self.version = version
        self.texts = merged.texts
        self.clashes: Sequence[Clash] = merged.clashes


@transaction.atomic
def edit_text(
    agreement: CooperationAgreement,
    *,
    by: User,
    texts: Mapping[int, str],
    wanted: Mapping[int, str] | None = None,
    version: int | None = None,
    concern: Concern | None = None,
) -> CooperationAgreement:
    """Change clauses, given as clause id → text; unchanged text changes nothing.

    `version` is the one the texts were made from. If somebody changed the text since, both works are brought
    together; TextClash where both changed the same clause differently. `wanted` are clauses somebody else left out
    meanwhile and that come back with this wording. `concern` says whom the change concerns; without it, every party.
    """
    row = locked(agreement)
    back = wanted_back(row, wanted or {})
    if version is not None and version != row.version and row.is_editable:
        merged = merge(row, row.versions.filter(number=version).first(), texts)
        if merged.clashes or any(item.theirs is not None for item in back):
            raise TextClash(Merge(merged.texts, [*merged.clashes, *back]), version)
        texts, version = merged.texts, row.version
    row = editable(row, by=by, version=version)
    going_on = standing(row, concern)
    before, after = _write(row, texts)
    returned = put_back(row, back)
    if after or returned:
        what = [("Text geändert", after), ("Wieder aufgenommen", returned)]
        told = "; ".join(f"{label}: {', '.join(labels)}" for label, labels in what if labels)
        edited(row, by=by, what=told, standing=going_on)
        reason = going_on.reason if going_on else ""
        log(row, "edit_text", by=by, label="Text geändert", before=before, after=after | returned, reason=reason)
    return row


def _write(row: CooperationAgreement, texts: Mapping[int, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The wording before and after, by clause, of those that changed."""
    before, after = {}, {}
    for clause in row.clauses.all():
        text = normalised(texts.get(clause.pk, clause.text))
        if text != clause.text:
            before[clause.label], after[clause.label] = clause.text, text
            clause.text = text
            clause.save(update_fields=["text"])
    return before, after
