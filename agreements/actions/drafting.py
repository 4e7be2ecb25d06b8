"""Drafting: creating an agreement, its parties and signatories. Its text has a module of its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from agreements.actions.carrying import carry_consents
from agreements.actions.keeping import cover, edited, keep_version
from agreements.actions.moves import locked, log, require_version
from agreements.concern import Standing
from agreements.models import AgreementTemplate, Clause, CooperationAgreement, Party, Signatory
from agreements.readiness import text_hash_of
from audit.actions import snapshot
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.models import Association, ContactPerson, Municipality, PoliceDirectorate

LPR_OFFICE = "Geschäftsführung"
TOWN_OFFICE = "Bürgermeister/in"
POLICE_OFFICE = "Leitung der Polizeidirektion"
ASSOCIATION_OFFICE = "Verbandsvorsitzende/r"


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
    associations: Sequence[Association] = (),
    kind: str = CooperationAgreement.Kind.AGREEMENT,
    file_reference: str = "",
    day_note: str = "",
    optional_clauses: Collection[int] = (),
) -> CooperationAgreement:
    """Draft an agreement from the sample text valid today, with its parties and the signatories known from contacts.

    `optional_clauses` are the ids of those sample clauses that are taken in by choice only.
    """
    is_example = _is_example([*associations, *municipalities])
    template = AgreementTemplate.objects.valid(on=dates.today()).filter(kind=kind).first()
    if template is None:
        raise Conflict("Für diese Art der Vereinbarung gibt es heute keinen gültigen Mustertext.")
    agreement = CooperationAgreement.objects.create(
        kind=CooperationAgreement.Kind(kind),
        template=template,
        file_reference=file_reference.strip(),
        day_note=day_note,
        is_example=is_example,
        drafted_on=dates.today(),
        created_by=by,
        edited_by=by,
    )
    for row in _parties(agreement, [*associations, *municipalities], police_directorate):
        row.save()
        _default_signatory(row).save()
    cover(agreement)
    clauses = _clauses(agreement, template, with_police=police_directorate is not None, optional=optional_clauses)
    Clause.objects.bulk_create(clauses)
    keep_version(agreement, by=by, what="Entwurf angelegt")
    log(agreement, "create_agreement", by=by, label="Entwurf angelegt", after=_facts(agreement))
    return agreement


def _is_example(bearers: Sequence[Municipality | Association]) -> bool:
    """Whether the towns are invented ones; Conflict for none at all, or for a mixture."""
    kinds = {bearer.is_example for bearer in bearers}
    if not kinds:
        raise Conflict("Eine Vereinbarung braucht mindestens eine Kommune oder einen Zusammenschluss.")
    if len(kinds) > 1:
        raise Conflict("Erfundene und wirkliche Kommunen können nicht eine Vereinbarung schließen.")
    return kinds.pop()


def _parties(
    agreement: CooperationAgreement,
    bearers: Sequence[Municipality | Association],
    police_directorate: PoliceDirectorate | None,
) -> list[Party]:
    parties = [Party(agreement=agreement, kind=Party.Kind.STATE_OFFICE)]
    for position, bearer in enumerate(dict.fromkeys(bearers)):
        if isinstance(bearer, Association):
            party = Party(kind=Party.Kind.ASSOCIATION, association=bearer)
        else:
            party = Party(kind=Party.Kind.MUNICIPALITY, municipality=bearer)
        party.agreement, party.position = agreement, position
        parties.append(party)
    if police_directorate:
        parties.append(Party(agreement=agreement, kind=Party.Kind.POLICE, police_directorate=police_directorate))
    return parties


def _default_signatory(party: Party) -> Signatory:
    """Who usually signs for the party: the contact kept for that purpose, else the function without a name."""
    if party.association:
        return Signatory(party=party, office=ASSOCIATION_OFFICE)
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


def _clauses(
    agreement: CooperationAgreement, template: AgreementTemplate, *, with_police: bool, optional: Collection[int]
) -> list[Clause]:
    """Copies of the sample clauses that apply, numbered without gaps after the preamble."""
    wanted = [
        item
        for item in template.clauses.all()
        if (with_police or not item.requires_police) and (not item.is_optional or item.pk in optional)
    ]
    offset = 0 if wanted and wanted[0].position == 0 else 1
    return [
        Clause(
            agreement=agreement, position=number, heading=item.heading, text=item.text, template_text=item.text,
            template_clause=item,
        )
        for number, item in enumerate(wanted, start=offset)
    ]  # fmt: skip


def _facts(agreement: CooperationAgreement) -> dict[str, Any]:
    names = [party.name for party in agreement.sorted_parties]
    return {**snapshot(agreement, ("kind", "file_reference", "status")), "Parteien": ", ".join(names)}


def _refiled(row: CooperationAgreement, *, by: User) -> None:
    """Count the version for another file reference; the text is the same, so consents hold for this version, too."""
    row.version += 1
    row.save(update_fields=["version"])
    what = "Aktenzeichen geändert"
    # Who agreed to the version before agreed to this text; a consent carried on to it goes on once more.
    row.parties.filter(agreed_version=row.version - 1).update(agreed_version=row.version)
    keep_version(row, by=by, what=what)
    if earlier := tuple(row.parties.filter(agreed_version__lt=row.version - 1)):
        present = text_hash_of(row)
        going_on = tuple(party for party in earlier if party.agreed_hash == present)
        carry_consents(row, Standing(going_on, present, "Der Wortlaut ist derselbe."), by=by, what=what)


def editable(agreement: CooperationAgreement, *, by: User, version: int | None) -> CooperationAgreement:
    """The locked row, if its text may still change and the page was made for its present version."""
    row = locked(agreement)
    if not row.is_editable:
        raise Conflict(f"Im Zustand „{row.get_status_display()}“ lässt sich die Vereinbarung nicht mehr ändern.")
    require_version(row, version, by=by)
    return row


@transaction.atomic
def edit_parties(
    agreement: CooperationAgreement,
    *,
    by: User,
    municipalities: Sequence[Municipality],
    police_directorate: PoliceDirectorate | None,
    file_reference: str,
    associations: Sequence[Association] = (),
    version: int | None = None,
) -> CooperationAgreement:
    """Change who concludes the agreement, and its file reference; parties that stay keep their signatories."""
    row = editable(agreement, by=by, version=version)
    bearers: list[Municipality | Association] = [*associations, *municipalities]
    is_example = _is_example(bearers)
    if row.is_amendment and {_body_of(party) for party in row.parties.all()} != {
        _body_of(party) for party in _parties(row, bearers, police_directorate)
    }:
        raise Conflict(
            "Wer einen Nachtrag schließt, folgt aus seiner Vereinbarung. Hier ändert sich nur das Aktenzeichen."
        )
    before = _facts(row)
    kept = {_body_of(party): party for party in row.parties.all()}
    for wanted in _parties(row, bearers, police_directorate):
        old = kept.pop(_body_of(wanted), None)
        if old is None:
            wanted.save()
            _default_signatory(wanted).save()
        elif old.position != wanted.position:
            old.position = wanted.position
            old.save(update_fields=["position"])
    for left in kept.values():
        _orphan(left)
        left.delete()
    covers_others = cover(row)
    row.file_reference, row.is_example = file_reference.strip(), is_example
    row.save(update_fields=["file_reference", "is_example"])
    after = _facts(row)
    if after != before or covers_others:
        if after["Parteien"] != before["Parteien"] or covers_others:
            edited(row, by=by, what="Parteien geändert")
        else:
            _refiled(row, by=by)
        log(row, "edit_parties", by=by, label="Parteien und Aktenzeichen geändert", before=before, after=after)
    return row


def _body_of(party: Party) -> tuple[str, int | None, int | None, int | None]:
    return party.kind, party.municipality_id, party.association_id, party.police_directorate_id


def _orphan(party: Party) -> None:
    """Whoever was represented by a party that leaves signs for herself again."""
    for other in party.represents.all():
        other.represented_by = None
        other.save(update_fields=["represented_by"])
        _default_signatory(other).save()


@transaction.atomic
def edit_signatories(
    agreement: CooperationAgreement,
    *,
    by: User,
    entries: Sequence[SignatoryEntry],
    represented: Mapping[int, int | None] | None = None,
    version: int | None = None,
) -> CooperationAgreement:
    """Replace the list of signatories; every party that signs itself keeps at least one.

    `represented` says for a party (id) which other party signs for it, or None; parties it leaves out stay as they
    are. A represented party has no signatory of its own.
    """
    row = editable(agreement, by=by, version=version)
    parties = {party.pk: party for party in row.parties.all()}
    before = _signatory_labels(row)
    _represent(parties, represented or {})
    signing = {pk for pk, party in parties.items() if party.signs_itself}
    if {entry.party_id for entry in entries} != signing:
        raise Conflict(
            "Jede Partei, die selbst unterzeichnet, braucht mindestens eine unterzeichnende Person – "
            "und wer vertreten wird, keine."
        )
    Signatory.objects.filter(party__agreement=row).delete()
    Signatory.objects.bulk_create(
        Signatory(
            party=parties[entry.party_id], name=entry.name.strip(), office=entry.office.strip(), position=position
        )
        for position, entry in enumerate(entries)
    )
    after = _signatory_labels(row)
    if after != before:
        edited(row, by=by, what="Unterzeichnende geändert")
        log(row, "edit_signatories", by=by, label="Unterzeichnende geändert", before=before, after=after)
    return row


def _represent(parties: Mapping[int, Party], represented: Mapping[int, int | None]) -> None:
    wanted = {pk: represented.get(pk, party.represented_by_id) for pk, party in parties.items()}
    for pk, other_id in wanted.items():
        if other_id is None:
            continue
        party, other = parties[pk], parties[other_id]
        if not party.municipality_id or not other.is_municipal or wanted[other_id] is not None or pk == other_id:
            raise Conflict(
                "Für eine Kommune kann nur eine andere Kommune oder ein Zusammenschluss unterzeichnen, "
                "die selbst unterzeichnen."
            )
    for pk, party in parties.items():
        if party.represented_by_id != wanted[pk]:
            party.represented_by_id = wanted[pk]
            party.save(update_fields=["represented_by"])


def _signatory_labels(row: CooperationAgreement) -> dict[str, str]:
    fresh = CooperationAgreement.objects.for_detail().get(pk=row.pk)
    return {
        party.name: f"vertreten durch {party.represented_by.name}"
        if party.represented_by
        else "; ".join(item.label for item in party.sorted_signatories)
        for party in fresh.sorted_parties
    }
