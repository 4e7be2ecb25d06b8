"""Drafting: creating an agreement, its parties and signatories, its text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from agreements.actions.moves import locked, log, require_version
from agreements.models import AgreementTemplate, Clause, CooperationAgreement, Party, Signatory
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.models import ContactPerson, Municipality, PoliceDirectorate

LPR_OFFICE = "Geschäftsführung"
TOWN_OFFICE = "Bürgermeister/in"
POLICE_OFFICE = "Leitung der Polizeidirektion"


@dataclass(frozen=True)
class SignatoryEntry:
    """A signatory as typed: `party_id`, name (may be empty) and function."""

    party_id: int
    name: str
    office: str


@transaction.atomic
def create(
    *,
    by: User,
    municipalities: Sequence[Municipality],
    police_directorate: PoliceDirectorate | None,
    kind: str = CooperationAgreement.Kind.AGREEMENT,
    file_reference: str = "",
    day_note: str = "",
) -> CooperationAgreement:
    """Draft an agreement from the sample text, with its parties and the signatories known from the contacts."""
    is_example = _is_example(municipalities)
    agreement = CooperationAgreement.objects.create(
        kind=CooperationAgreement.Kind(kind),
        file_reference=file_reference.strip(),
        day_note=day_note,
        is_example=is_example,
        drafted_on=dates.today(),
        created_by=by,
        edited_by=by,
    )
    for row in _parties(agreement, municipalities, police_directorate):
        row.save()
        _default_signatory(row).save()
    Clause.objects.bulk_create(_clauses(agreement, with_police=police_directorate is not None))
    log(agreement, "create_agreement", by=by, label="Entwurf angelegt", after=_facts(agreement))
    return agreement


def _is_example(municipalities: Sequence[Municipality]) -> bool:
    """Whether the towns are invented ones; Conflict for none at all, or for a mixture."""
    kinds = {town.is_example for town in municipalities}
    if not kinds:
        raise Conflict("Eine Vereinbarung braucht mindestens eine Kommune.")
    if len(kinds) > 1:
        raise Conflict("Erfundene und wirkliche Kommunen können nicht eine Vereinbarung schließen.")
    return kinds.pop()


def _parties(
    agreement: CooperationAgreement,
    municipalities: Iterable[Municipality],
    police_directorate: PoliceDirectorate | None,
) -> list[Party]:
    parties = [Party(agreement=agreement, kind=Party.Kind.STATE_OFFICE)]
    parties += [
        Party(agreement=agreement, kind=Party.Kind.MUNICIPALITY, municipality=town, position=position)
        for position, town in enumerate(dict.fromkeys(municipalities))
    ]
    if police_directorate:
        parties.append(Party(agreement=agreement, kind=Party.Kind.POLICE, police_directorate=police_directorate))
    return parties


def _default_signatory(party: Party) -> Signatory:
    """Who usually signs for the party: the contact kept for that purpose, else the function without a name."""
    # Both empty is the office itself; associations and districts have contacts of their own.
    own = {"municipality": party.municipality, "police_directorate": party.police_directorate}
    body = Q(**own, association=None, district=None)
    # What a town keeps to itself does not get into a text that the office and the police read.
    known = ContactPerson.objects.current(on=dates.today()).filter(body, visibility__gte=Visibility.STATE_OFFICE)
    contact = (
        known.filter(role=ContactPerson.Role.SIGNATORY).first() or known.filter(role=ContactPerson.Role.HEAD).first()
    )
    if contact:
        return Signatory(party=party, name=contact.name, office=contact.office)
    offices = {Party.Kind.STATE_OFFICE: LPR_OFFICE, Party.Kind.POLICE: POLICE_OFFICE}
    return Signatory(party=party, office=offices.get(Party.Kind(party.kind), TOWN_OFFICE))


def _clauses(agreement: CooperationAgreement, *, with_police: bool) -> list[Clause]:
    """Copies of the sample clauses that apply, numbered without gaps after the preamble."""
    try:
        template = AgreementTemplate.objects.get(kind=agreement.kind)
    except AgreementTemplate.DoesNotExist as error:
        raise Conflict("Für diese Art der Vereinbarung gibt es noch keinen Mustertext.") from error
    wanted = [item for item in template.clauses.all() if with_police or not item.requires_police]
    offset = 0 if wanted and wanted[0].position == 0 else 1
    return [
        Clause(
            agreement=agreement, position=number, heading=item.heading, text=item.text, template_text=item.text
        )
        for number, item in enumerate(wanted, start=offset)
    ]  # fmt: skip


def _facts(agreement: CooperationAgreement) -> dict[str, Any]:
    names = [party.name for party in agreement.sorted_parties]
    return {**snapshot(agreement, ("kind", "file_reference", "status")), "Parteien": ", ".join(names)}


def _edited(row: CooperationAgreement, by: User) -> None:
    """Count the version and take back the consent of every party: they agreed to another text."""
    row.version += 1
    row.edited_by = by
    row.save(update_fields=["version", "edited_by"])
    row.parties.update(agreed_on=None, agreed_version=None, agreed_hash="", agreed_note="", agreed_by=None)


def _refiled(row: CooperationAgreement) -> None:
    """Count the version for another file reference; the text is the same, so consents hold for this version, too."""
    row.version += 1
    row.save(update_fields=["version"])
    row.parties.exclude(agreed_on=None).update(agreed_version=row.version)


def _editable(agreement: CooperationAgreement, version: int | None) -> CooperationAgreement:
    row = locked(agreement)
    if not row.is_editable:
        raise Conflict(f"Im Zustand „{row.get_status_display()}“ lässt sich die Vereinbarung nicht mehr ändern.")
    require_version(row, version)
    return row


@transaction.atomic
def edit_text(
    agreement: CooperationAgreement, *, by: User, texts: Mapping[int, str], version: int | None = None
) -> CooperationAgreement:
    """Change clauses, given as clause id → text; unchanged text changes nothing."""
    row = _editable(agreement, version)
    before, after = {}, {}
    for clause in row.clauses.all():
        text = "\n".join(line.rstrip() for line in texts.get(clause.pk, clause.text).strip().splitlines())
        if text != clause.text:
            before[clause.label], after[clause.label] = clause.text, text
            clause.text = text
            clause.save(update_fields=["text"])
    if after:
        _edited(row, by)
        log(row, "edit_text", by=by, label="Text geändert", before=before, after=after)
    return row


@transaction.atomic
def edit_parties(
    agreement: CooperationAgreement,
    *,
    by: User,
    municipalities: Sequence[Municipality],
    police_directorate: PoliceDirectorate | None,
    file_reference: str,
    version: int | None = None,
) -> CooperationAgreement:
    """Change who concludes the agreement, and its file reference; parties that stay keep their signatories."""
    row = _editable(agreement, version)
    is_example = _is_example(municipalities)
    before = _facts(row)
    kept = {(party.kind, party.municipality_id, party.police_directorate_id): party for party in row.parties.all()}
    for wanted in _parties(row, municipalities, police_directorate):
        old = kept.pop((wanted.kind, wanted.municipality_id, wanted.police_directorate_id), None)
        if old is None:
            wanted.save()
            _default_signatory(wanted).save()
        elif old.position != wanted.position:
            old.position = wanted.position
            old.save(update_fields=["position"])
    for left in kept.values():
        left.delete()
    row.file_reference, row.is_example = file_reference.strip(), is_example
    row.save(update_fields=["file_reference", "is_example"])
    after = _facts(row)
    if after != before:
        if after["Parteien"] != before["Parteien"]:
            _edited(row, by)
        else:
            _refiled(row)
        log(row, "edit_parties", by=by, label="Parteien und Aktenzeichen geändert", before=before, after=after)
    return row


@transaction.atomic
def edit_signatories(
    agreement: CooperationAgreement, *, by: User, entries: Sequence[SignatoryEntry], version: int | None = None
) -> CooperationAgreement:
    """Replace the list of signatories; every party keeps at least one."""
    row = _editable(agreement, version)
    parties = {party.pk: party for party in row.parties.all()}
    if {entry.party_id for entry in entries} != set(parties):
        raise Conflict("Jede Partei braucht mindestens eine unterzeichnende Person.")
    before = _signatory_labels(row)
    Signatory.objects.filter(party__agreement=row).delete()
    Signatory.objects.bulk_create(
        Signatory(
            party=parties[entry.party_id], name=entry.name.strip(), office=entry.office.strip(), position=position
        )
        for position, entry in enumerate(entries)
    )
    after = _signatory_labels(row)
    if after != before:
        _edited(row, by)
        log(row, "edit_signatories", by=by, label="Unterzeichnende geändert", before=before, after=after)
    return row


def _signatory_labels(row: CooperationAgreement) -> dict[str, str]:
    parties = row.parties.prefetch_related("signatories")
    return {party.name: "; ".join(item.label for item in party.sorted_signatories) for party in parties}
