"""What every change of text or parties leaves behind: the version, the towns covered, the consents it voids."""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from accounts.models import User
from agreements.actions.carrying import carry_consents
from agreements.actions.moves import locked
from agreements.concern import Standing
from agreements.models import AgreementVersion, CooperationAgreement, Coverage
from agreements.second_pair import in_stead_of
from agreements.transitions import EDITABLE, Status
from agreements.versions import content_of
from audit.actions import record
from core import dates
from municipalities.models import Association

NO_CONSENT = {
    "agreed_on": None, "agreed_version": None, "agreed_hash": "", "agreed_note": "", "agreed_authority": "",
    "agreed_by": None,
}  # fmt: skip
SHOWN = frozenset(Status) - {Status.DRAFT, Status.WITHDRAWN}


def keep_version(row: CooperationAgreement, *, by: User, what: str) -> AgreementVersion:
    """Store the text as it stands now under the present number of the locked row."""
    fresh = CooperationAgreement.objects.for_detail().get(pk=row.pk)
    version: AgreementVersion = AgreementVersion.objects.create(
        agreement=row, number=row.version, what=what[:300], content=content_of(fresh), made_by=by,
        made_on=dates.today(), shown_on=dates.today() if row.status in SHOWN else None,
    )  # fmt: skip
    return version


def void_consents(row: CooperationAgreement, *, standing: Standing | None = None) -> None:
    """Take back what the parties agreed to; their names stay with the row for the message to whoever acted."""
    spared = {party.pk for party in standing.parties} if standing else set()
    agreed = row.parties.exclude(agreed_on=None).exclude(pk__in=spared)
    row.voided_consents = tuple(party.name for party in agreed.select_related("municipality", "association"))
    agreed.update(**NO_CONSENT)


def edited(row: CooperationAgreement, *, by: User, what: str, standing: Standing | None = None) -> None:
    """Count the version and take back the consents: they were given to another text.

    Those that go on (`standing`, asked before the change) are bound to the new text, each with its reason.
    """
    row.version += 1
    row.edited_for = in_stead_of(row, by)
    row.edited_by = by
    row.save(update_fields=["version", "edited_by", "edited_for"])
    void_consents(row, standing=standing)
    keep_version(row, by=by, what=what)
    if standing:
        carry_consents(row, standing, by=by, what=what)


def _members_today(association: Association) -> Iterable[int]:
    return association.members_on(dates.today()).values_list("pk", flat=True)


def cover(row: CooperationAgreement, *, members: Callable[[Association], Iterable[int]] = _members_today) -> bool:
    """Bring the covered towns of a locked row up to date with its parties and their members; True if they changed.

    `members` gives the ids of an association's members: today's, unless the agreement is of another day.
    """
    wanted: dict[int, int] = {}
    parties = list(row.parties.select_related("association").order_by("position", "pk"))
    # A town that is party itself is covered by itself, even as a member of an association beside it.
    for party in parties:
        if party.municipality_id:
            wanted[party.municipality_id] = party.pk
    for party in parties:
        if party.association:
            for town_id in members(party.association):
                wanted.setdefault(town_id, party.pk)
    present = dict(row.coverage.values_list("municipality_id", "party_id"))
    if wanted == present:
        return False
    row.coverage.all().delete()
    Coverage.objects.bulk_create(
        Coverage(agreement=row, municipality_id=town_id, party_id=party_id) for town_id, party_id in wanted.items()
    )
    return True


@transaction.atomic
def follow_memberships(
    association: Association | None = None, *, by: User | None, process: str = ""
) -> Sequence[CooperationAgreement]:
    """Let the agreements under way follow the members of an association, or of all; what is approved stays as it is."""
    under_way = CooperationAgreement.objects.filter(status__in=EDITABLE)
    theirs = under_way.filter(parties__association__isnull=False)
    if association is not None:
        theirs = under_way.filter(parties__association=association)
    changed = []
    for agreement in theirs.distinct().order_by("pk"):
        row = locked(agreement)
        before = set(row.municipality_ids)
        if not row.is_editable or not cover(row):
            continue
        fresh = CooperationAgreement.objects.for_detail().get(pk=row.pk)
        names = ", ".join(town.name for town in fresh.municipalities)
        record(
            "follow_memberships", fresh, by=by, process=process, label="Erfasste Kommunen folgen der Mitgliedschaft",
            municipalities=before | set(fresh.municipality_ids), after={"Erfasste Kommunen": names},
        )  # fmt: skip
        changed.append(fresh)
    return changed
