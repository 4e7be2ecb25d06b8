"""Nachträge: drafting one, keeping it in step with its agreement, and what it does once everybody has signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from agreements.actions.drafting import _clauses, _default_signatory, _parties, editable
from agreements.actions.keeping import cover, edited, keep_version
from agreements.actions.moves import locked, log
from agreements.amendments import body_of
from agreements.coming_and_going import require_joinable, require_leavable
from agreements.models import AgreementTemplate, Amendment, Clause, CooperationAgreement, Party
from agreements.transitions import Status
from core import dates
from core.exceptions import Conflict
from municipalities.models import Municipality

OPEN_CHANGES = (
    "[Bitte eintragen, was sich ändert, zum Beispiel: § 4 erhält folgende Fassung: „Die Parteien treffen sich "
    "zweimal jährlich.“]"
)


@dataclass(frozen=True)
class Content:
    """What a Nachtrag does: who comes, who goes, or which clauses are worded anew; and from which day on."""

    kind: str
    joining: Municipality | None = None
    leaving: Party | None = None
    clauses: Sequence[Clause] = ()
    effective_on: date | None = None

    @property
    def known_day(self) -> date:
        return self.effective_on or dates.today()


@transaction.atomic
def draft_amendment(
    agreement: CooperationAgreement, *, by: User, content: Content, file_reference: str = ""
) -> CooperationAgreement:
    """Draft a Nachtrag from its sample text, with everybody who is party by then – and whoever joins."""
    row = locked(agreement)
    _require_amendable(row, content)
    template = AgreementTemplate.objects.valid(on=dates.today()).filter(kind=f"amendment_{content.kind}").first()
    if template is None:
        raise Conflict("Für diese Art des Nachtrags gibt es heute keinen gültigen Mustertext.")
    document = CooperationAgreement.objects.create(
        kind=CooperationAgreement.Kind.AMENDMENT, template=template, file_reference=file_reference.strip(),
        is_example=row.is_example, drafted_on=dates.today(), created_by=by, edited_by=by,
    )  # fmt: skip
    numbers = Amendment.objects.filter(amends=row).order_by("-number").values_list("number", flat=True)
    Amendment.objects.create(
        document=document, amends=row, number=(numbers.first() or 0) + 1, kind=Amendment.Kind(content.kind),
        joining=content.joining, leaving=content.leaving, effective_on=content.effective_on,
    )  # fmt: skip
    _write_parties(document, row, content.known_day, content.joining)
    cover(document)
    with_police = document.police_directorate is not None
    clauses = _clauses(document, template, with_police=with_police, optional=())
    Clause.objects.bulk_create(_with_changes(document, clauses, content))
    keep_version(document, by=by, what="Entwurf angelegt")
    for subject in (document, row):
        log(subject, "draft_amendment", by=by, label=f"Entwurf angelegt: {document.amendment.label}")
    return document


def _require_amendable(row: CooperationAgreement, content: Content) -> None:
    if row.kind != CooperationAgreement.Kind.AGREEMENT:
        raise Conflict("Nachträge gibt es nur zu Kooperationsvereinbarungen.")
    if row.status != Status.SIGNED:
        raise Conflict(
            f"Die Vereinbarung ist „{row.get_status_display()}“. Ein Nachtrag ändert eine unterzeichnete Vereinbarung; "
            "bis dahin bitte den Text selbst ändern."
        )
    if content.effective_on and content.effective_on < dates.today():
        raise Conflict(
            "Der Nachtrag kann nicht vor seiner Unterzeichnung wirksam werden. Bitte einen Tag ab heute eintragen "
            "oder das Feld leer lassen."
        )
    if content.kind == Amendment.Kind.JOINING and content.joining:
        require_joinable(row, content.joining, content.known_day)
    if content.kind == Amendment.Kind.LEAVING and content.leaving:
        require_leavable(row, content.leaving, content.known_day)


def _write_parties(
    document: CooperationAgreement, row: CooperationAgreement, day: date, joining: Municipality | None
) -> None:
    """The parties of the day in their order, each with a signatory; whoever is represented stays so."""
    present = row.parties_on(day)
    bearers = [party.municipality or party.association for party in present if party.is_municipal]
    police = next((party.police_directorate for party in present if party.police_directorate_id), None)
    by_body: dict[object, Party] = {}
    for party in _parties(document, [*bearers, *([joining] if joining else [])], police):
        party.save()
        by_body[party.municipality or party.association or party.kind] = party
    by_old = {old.pk: by_body.get(old.municipality or old.association) for old in present if old.is_municipal}
    for old in present:
        other = by_old.get(old.represented_by_id)
        mine = by_old.get(old.pk)
        if mine and other:
            mine.represented_by = other
            mine.save(update_fields=["represented_by"])
    for party in by_body.values():
        if party.signs_itself:
            _default_signatory(party).save()


def _with_changes(document: CooperationAgreement, clauses: list[Clause], content: Content) -> list[Clause]:
    """The sample clauses, and behind the first numbered one the clauses that are worded anew."""
    if content.kind != Amendment.Kind.CHANGE:
        return clauses
    anew = [
        Clause(
            agreement=document, heading=f"Neufassung von {old.label}"[:150], text=old.text, changes=old,
        )
        for old in content.clauses
    ]  # fmt: skip
    anew = anew or [Clause(agreement=document, heading="Änderungen", text=OPEN_CHANGES)]
    ordered = [*clauses[:2], *anew, *clauses[2:]]
    for position, clause in enumerate(ordered, start=clauses[0].position):
        clause.position = position
    return ordered


@transaction.atomic
def follow_parties(document: CooperationAgreement, *, by: User, version: int | None = None) -> CooperationAgreement:
    """Bring the parties of a Nachtrag up to date with those of its agreement; consents are void if they changed."""
    row = editable(document, by=by, version=version)
    amendment = row.amendment
    day = amendment.effective_on or dates.today()
    wanted = {body_of(party) for party in amendment.amends.parties_on(day)}
    if amendment.joining_id:
        wanted.add(("municipality", amendment.joining_id))
    before = {body_of(party) for party in row.parties.all()}
    if wanted == before:
        return row
    row.parties.all().delete()
    fresh = CooperationAgreement.objects.get(pk=row.pk)
    _write_parties(fresh, amendment.amends, day, amendment.joining)
    cover(fresh)
    edited(fresh, by=by, what="Parteien der Vereinbarung übernommen")
    names = ", ".join(party.name for party in CooperationAgreement.objects.get(pk=row.pk).sorted_parties)
    log(fresh, "follow_parties", by=by, label="Parteien der Vereinbarung übernommen", after={"Parteien": names})
    return fresh


@transaction.atomic
def set_effective_day(
    document: CooperationAgreement, *, by: User, effective_on: date | None, version: int | None = None
) -> CooperationAgreement:
    """Let a Nachtrag take effect on another day; it stands in the text, so consents are void."""
    row = editable(document, by=by, version=version)
    amendment = row.amendment
    if effective_on == amendment.effective_on:
        return row
    if effective_on and effective_on < dates.today():
        raise Conflict("Der Nachtrag kann nicht vor seiner Unterzeichnung wirksam werden. Bitte einen Tag ab heute.")
    before, amendment.effective_on = amendment.effective_on, effective_on
    amendment.save(update_fields=["effective_on"])
    edited(row, by=by, what="Tag der Wirksamkeit geändert")
    log(
        row, "set_effective_day", by=by, label="Tag der Wirksamkeit geändert",
        before={"Wirksam ab": before}, after={"Wirksam ab": effective_on},
    )  # fmt: skip
    return row
