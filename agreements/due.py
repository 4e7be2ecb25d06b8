"""What waits for whom because of an agreement: computed from the records, so that it vanishes with its cause."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.bodies import Bodies
from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from agreements.ahead import ahead
from agreements.due_originals import outstanding
from agreements.filing import AgreementFile
from agreements.models import ChangeProposal, CooperationAgreement, Party, Station
from agreements.second_pair import is_own
from agreements.transitions import Status
from agreements.whereabouts import told, whereabouts
from core import dates, formats
from core.blocks import Due, DueKind
from filing.due import due as unfiled

WHO_AGREES = "zustimmen kann, wer für die Kommune die Funktion Bürgermeister/in oder Koordination innehat"

ON_BEHALF = "Sie können im Auftrag zustimmen"

LIST = {
    "glyph": "v",
    "list_name": "agreements:list",
    "others": "weitere Vereinbarung,weitere Vereinbarungen",
}
TO_APPROVE = DueKind("schlusszeichnen", "Schlusszuzeichnen", "edit", 10, **LIST)
WITH_THE_LEAD = DueKind("schlusszeichnen", "Bei der Leitung zur Schlusszeichnung", "edit", 10, **LIST)
TO_SIGN = DueKind("unterschrift", "Unterschrift fehlt", "warning", 20, **LIST)
TO_FINALISE = DueKind("festschreiben", "Festzuschreiben", "draft", 30, **LIST)
TO_AGREE = DueKind("abstimmung", "In Abstimmung", "autorenew", 40, **LIST)
TO_ASK = DueKind("ratsergebnis", "Ergebnis der Sitzung erfragen", "warning", 12, **LIST)
TO_ANSWER = DueKind("aenderungswunsch", "Änderungswunsch", "edit", 15, **LIST)


def due(user: Any, as_: Collection[str]) -> list[Due]:
    """For the office everything under way; for towns and police what waits for them."""
    office = frozenset(as_) & set(STATE_OFFICE)
    own = frozenset(as_) & {*MUNICIPAL, Function.POLICE}
    return [
        *(_office(user, office) if office else ()),
        *(_meetings(user, office) if office else ()),
        *(_proposals(user, office) if office else ()),
        *(_unfiled(user, office) if office else ()),
        *(outstanding(user, office) if office else ()),
        *(_own(user, own) if own else ()),
        *ahead(user, office | own),
    ]


# --- The state office ---------------------------------------------------------------------------------------------


def _office(user: Any, as_: Collection[str]) -> Iterator[Due]:
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    under_way = {Status.CONSULTATION, Status.APPROVED, Status.FINALISED, Status.PARTLY_SIGNED}
    ready = set(readable.ready_for_approval().values_list("pk", flat=True))
    leads = Function.STATE_LEAD in as_
    for row in readable.filter(status__in=under_way).for_list():
        if row.pk in ready:
            yield _to_approve(row, user, leads)
        elif row.is_awaiting_signature:
            yield _due(row, TO_SIGN, row.finalised_on, _lies_with(row), _since(row.finalised_on))
        elif row.status == Status.APPROVED:
            yield _due(row, TO_FINALISE, row.approved_on)
        else:
            yield _due(row, TO_AGREE, row.consultation_on, _lies_with(row), _since(row.consultation_on))


def _due(
    row: CooperationAgreement,
    kind: DueKind,
    since: date | None,
    *notes: str,
    action_label: str = "",
    action_url: str = "",
) -> Due:
    label = f"{row.towns_label}: {row.get_kind_display()}"
    return Due(
        kind, label, row.get_absolute_url(), since, notes,
        action_label=action_label, action_url=action_url, is_example=row.is_example,
    )  # fmt: skip


def _to_approve(row: CooperationAgreement, user: Any, leads: bool) -> Due:
    agreed = max((party.agreed_on for party in row.parties.all() if party.agreed_on), default=None)
    if is_own(row, user):
        note = "von Ihnen entworfen oder zuletzt geändert: braucht eine zweite Person"
        return _due(row, TO_APPROVE if leads else WITH_THE_LEAD, agreed, note)
    if not leads:
        return _due(row, WITH_THE_LEAD, agreed)
    url = reverse("agreements:approve", args=[row.pk])
    return _due(row, TO_APPROVE, agreed, action_label="Schlusszeichnen", action_url=url)


def _lies_with(row: CooperationAgreement) -> str:
    return f"liegt bei: {told(row)}"


def _meetings(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """A council has met, and nobody has said what came of it."""
    stations = Station.objects.visible_to(user, as_=as_).filter(ends_on=None, meets_on__lt=dates.today())
    # What is shown of an agreement is dear, and mostly no council has met.
    met_about = list(stations.values_list("agreement", flat=True))
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    for row in readable.filter(pk__in=met_about).for_list() if met_about else ():
        for item in whereabouts(row):
            if item.is_overdue and item.station:
                met = item.station.meets_on
                yield _due(
                    row, TO_ASK, met, f"{item.name}: Sitzung am {formats.day(met)}",
                    action_label="Eintragen", action_url=reverse("agreements:station", args=[row.pk]),
                )  # fmt: skip


def _since(day: date | None) -> str:
    return f"seit {formats.day(day)}" if day else ""


def missing_consents(row: CooperationAgreement) -> list[str]:
    return [party.name for party in row.sorted_parties if not party.agreed_on]


def missing_signatures(row: CooperationAgreement) -> list[str]:
    return [party.name for party in row.sorted_parties if party.signs_itself and not party.is_signed]


def _proposals(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """What a party wants to have changed, until somebody has answered."""
    found = ChangeProposal.objects.visible_to(user, as_=as_).filter(
        settled_on=None, party__agreement__status=Status.CONSULTATION
    )
    rows = list(found.select_related("party__municipality", "party__association", "party__police_directorate"))
    agreements = CooperationAgreement.objects.visible_to(user, as_=as_).with_parties()
    waiting = agreements.in_bulk({row.party.agreement_id for row in rows}) if rows else {}
    for proposal in rows:
        agreement = waiting[proposal.party.agreement_id]
        yield Due(
            TO_ANSWER, f"{agreement.towns_label}: {agreement.get_kind_display()}",
            f"{agreement.get_absolute_url()}#aenderungswuensche", proposal.made_on, _said(proposal),
            is_example=agreement.is_example,
        )  # fmt: skip


def _unfiled(user: Any, as_: Collection[str]) -> list[Due]:
    """Signed some time ago, and not yet in the E-Akte."""
    url = f"{reverse('agreements:list')}?akte=offen"
    noun = "unterzeichnete Vereinbarung,unterzeichnete Vereinbarungen"
    return unfiled(AgreementFile(), user, as_, url=url, noun=noun)


def _said(proposal: ChangeProposal) -> tuple[str, ...]:
    """Who said something, about what; a mere remark is called one."""
    about = (proposal.clause_label,) if proposal.clause_label else ()
    return (f"von: {proposal.party.name}", *about, *(() if proposal.is_change else (proposal.get_kind_display(),)))


# --- Towns and police ---------------------------------------------------------------------------------------------


def _own(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """What waits for the consent or the signature of one's own town or police directorate."""
    bodies = Bodies.of(user, as_)
    for row in CooperationAgreement.objects.visible_to(user, as_=as_).for_list():
        for party in row.sorted_parties:
            if bodies.include(party):
                yield from _own_party(row, party, bodies)


def _own_party(row: CooperationAgreement, party: Party, bodies: Bodies) -> Iterator[Due]:
    url, kind = row.get_absolute_url(), row.get_kind_display()
    if row.status == Status.CONSULTATION and not party.agreed_on:
        name, label = ("consent", "Zustimmen") if bodies.speaks_for(party) else ("review", "Text prüfen")
        # Whoever speaks for the body agrees; everybody else there reads and comments first.
        yield Due(
            TO_AGREE, f"{row.towns_label}: Text prüfen und zustimmen", url, row.consultation_on,
            (kind, f"in Abstimmung {_since(row.consultation_on)}", *_entered(row, party), *_who_agrees(bodies, party)),
            action_label=label, action_url=reverse(f"agreements:{name}", args=[row.pk, party.pk]),
        )  # fmt: skip
    elif row.is_awaiting_signature and party.signs_itself and not party.is_signed:
        signing = ", ".join(str(person) for person in party.sorted_signatories if not person.signed_on)
        yield Due(
            TO_SIGN, f"{row.towns_label}: Endfassung zur Unterschrift bereit", url, row.finalised_on,
            (kind, f"es unterzeichnet: {signing}", f"festgeschrieben am {formats.day(row.finalised_on)}"),
            action_label="Endfassung (PDF)", action_url=reverse("agreements:pdf", args=[row.pk]), is_download=True,
        )  # fmt: skip


def _entered(row: CooperationAgreement, party: Party) -> tuple[str, ...]:
    """Where somebody said it lies for this party, with the day of the council."""
    return tuple(f"liegt bei: {item.label}" for item in whereabouts(row) if item.station and item.party == party)


def _who_agrees(bodies: Bodies, party: Party) -> tuple[str, ...]:
    if bodies.speaks_for(party):
        return ()
    return (ON_BEHALF,) if bodies.agrees_in_the_name_of_another(party) else (WHO_AGREES,)
