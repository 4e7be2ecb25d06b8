"""The parties of an agreement recorded afterwards, who signed for them, and the towns it covers."""

from agreements.actions.keeping import cover
from agreements.earlier import Body, Earlier, members_then
from agreements.known_facts import body_of
from agreements.models import CooperationAgreement, Party, Signatory
from agreements.models.recorded import OFFICE_UNKNOWN
from municipalities.models import Association, Municipality, PoliceDirectorate


def conclude_by(row: CooperationAgreement, known: Earlier) -> None:
    """Bring the locked row's parties in line with what is known; those that stay keep their place in other records."""
    # Who followed by law stands on somebody else's place; it is found again for the parties as they are now.
    row.parties.exclude(succeeds=None).delete()
    present = {body_of(party): party for party in row.parties.select_related(*_BODIES)}
    wanted = {body: present.pop(body, None) or _party(row, body) for body in known.bodies}
    for left in present.values():
        left.delete()
    for position, (body, party) in enumerate(wanted.items()):
        other = known.represented.get(body) if isinstance(body, Municipality) else None
        party.position, party.represented_by = position, None
        party.save()
        if other is not None:
            wanted[other].save()
            party.represented_by = wanted[other]
            party.save(update_fields=["represented_by"])
    _sign(row, known, wanted)
    cover(row, members=lambda union: members_then(union, known.span.latest))


_BODIES = ("municipality", "association", "police_directorate")


def _party(row: CooperationAgreement, body: Body) -> Party:
    if isinstance(body, Municipality):
        return Party(agreement=row, kind=Party.Kind.MUNICIPALITY, municipality=body)
    if isinstance(body, Association):
        return Party(agreement=row, kind=Party.Kind.ASSOCIATION, association=body)
    if isinstance(body, PoliceDirectorate):
        return Party(agreement=row, kind=Party.Kind.POLICE, police_directorate=body)
    return Party(agreement=row, kind=Party.Kind.STATE_OFFICE)


def _sign(row: CooperationAgreement, known: Earlier, parties: dict[Body, Party]) -> None:
    """Who signed, as far as it was handed down; no day of a signature is known but that of the agreement."""
    Signatory.objects.filter(party__agreement=row).delete()
    Signatory.objects.bulk_create(
        Signatory(
            party=parties[item.body], name=item.name.strip(), office=item.office.strip() or OFFICE_UNKNOWN,
            position=position,
        )
        for position, item in enumerate(known.signatories)
    )  # fmt: skip
