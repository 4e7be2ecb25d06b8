"""The office's sample texts: loading the delivered ones once, and their versions afterwards."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from accounts.functions import Function
from accounts.models import User
from agreements.models import AgreementTemplate, TemplateClause
from audit.actions import record
from core import dates
from core.exceptions import Conflict, NotPermitted

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "muster.toml"
# The first day of the programme: agreements that are entered later may be as old.
SINCE = date(2019, 2, 6)


@dataclass(frozen=True)
class ClauseEntry:
    """A sample clause as typed."""

    heading: str
    text: str
    is_optional: bool = False

    @property
    def fingerprint(self) -> str:
        """What a page remembers of the clause it was made for."""
        return hashlib.sha256(_told(self).encode()).hexdigest()[:16]


class SampleClash(Conflict):
    """Two people changed the same clauses of a draft; `clashes` are the stored and the typed entries of each."""

    def __init__(self, clashes: Sequence[tuple[ClauseEntry, ClauseEntry]]) -> None:
        super().__init__(
            "Der Mustertext wurde inzwischen geändert, von jemand anderem oder in einem anderen Fenster. Ihre Eingaben "
            "stehen unten; bitte öffnen Sie die Seite neu und übernehmen Sie, was noch fehlt."
        )
        self.clashes = clashes


@transaction.atomic
def load_samples(*, process: str, by: User | None = None) -> list[AgreementTemplate]:
    """Create the delivered sample texts that do not exist yet, in force; what the office has edited stays as it is."""
    loaded = []
    for entry in tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["templates"]:
        template, created = AgreementTemplate.objects.get_or_create(
            kind=entry["kind"], number=1,
            defaults={
                "name": entry["name"], "note": entry["note"], "starts_on": SINCE,
                "status": AgreementTemplate.Status.IN_FORCE,
            },
        )  # fmt: skip
        if not created:
            continue
        TemplateClause.objects.bulk_create(
            TemplateClause(
                template=template,
                position=position,
                heading=clause["heading"],
                text=clause["text"].strip(),
                requires_police=clause.get("requires_police", False),
                is_optional=clause.get("is_optional", False),
            )
            for position, clause in enumerate(entry["clauses"])
        )
        record("load_sample", template, by=by, process=process, label="Mustertext geladen")
        loaded.append(template)
    return loaded


def _locked_kind(template: AgreementTemplate) -> list[AgreementTemplate]:
    """All versions of this kind, locked in one order: whoever changes one decides about the others, too."""
    return list(AgreementTemplate.objects.select_for_update().filter(kind=template.kind).order_by("number"))


@transaction.atomic
def draft_template(template: AgreementTemplate, *, by: User) -> AgreementTemplate:
    """A new version to work on, with the clauses of this one; the one there is already, if there is one."""
    versions = _locked_kind(template)
    draft = next((row for row in versions if row.is_draft), None)
    if draft:
        return draft
    clauses = list(template.clauses.all())
    draft = AgreementTemplate.objects.create(
        kind=template.kind, name=template.name, note=template.note, number=versions[-1].number + 1
    )
    for clause in clauses:
        clause.pk, clause.template = None, draft
        clause._state.adding = True
    TemplateClause.objects.bulk_create(clauses)
    record(
        "draft_template", draft, by=by, label="Neue Fassung des Mustertextes begonnen",
        after={"Fassung": draft.number, "aus Fassung": template.number},
    )  # fmt: skip
    return draft


@transaction.atomic
def edit_template(
    template: AgreementTemplate,
    *,
    by: User,
    clauses: Mapping[int, ClauseEntry],
    version: int,
    bases: Mapping[int, str] | None = None,
) -> AgreementTemplate:
    """Change the clauses of a draft, given as clause id → entry. One in force stays as it is: make a new version.

    `bases` are the fingerprints of the clauses the page was made for. With them two people's work is brought
    together; SampleClash where both changed the same clause differently.
    """
    row: AgreementTemplate = AgreementTemplate.objects.select_for_update().get(pk=template.pk)
    if not row.is_draft:
        raise Conflict("Diese Fassung ist in Kraft gesetzt und ändert sich nicht mehr. Bitte eine neue beginnen.")
    stored = {clause: ClauseEntry(clause.heading, clause.text, clause.is_optional) for clause in row.clauses.all()}
    changed = {
        clause: (entry, clauses[clause.pk])
        for clause, entry in stored.items()
        if clauses.get(clause.pk, entry) != entry
    }
    if row.version != version:
        known = bases or {}
        clashes = [pair for clause, pair in changed.items() if known.get(clause.pk) != pair[0].fingerprint]
        if clashes:
            raise SampleClash(clashes)
    before, after = {}, {}
    for clause, (present, wanted) in changed.items():
        before[clause.heading], after[clause.heading] = _told(present), _told(wanted)
        clause.heading, clause.text, clause.is_optional = wanted.heading, wanted.text, wanted.is_optional
        clause.save(update_fields=["heading", "text", "is_optional"])
    if after:
        _count(row)
        record("edit_template", row, by=by, label="Mustertext geändert", before=before, after=after)
    return row


def _told(entry: ClauseEntry) -> str:
    return f"{entry.heading}{' (wahlweise)' if entry.is_optional else ''}\n{entry.text}"


def _count(row: AgreementTemplate) -> None:
    row.version += 1
    row.save(update_fields=["version", "edited_at"])


@transaction.atomic
def add_template_clause(template: AgreementTemplate, *, by: User, entry: ClauseEntry) -> TemplateClause:
    """A further clause at the end of a draft."""
    row: AgreementTemplate = AgreementTemplate.objects.select_for_update().get(pk=template.pk)
    if not row.is_draft:
        raise Conflict("Diese Fassung ist in Kraft gesetzt und ändert sich nicht mehr. Bitte eine neue beginnen.")
    last = row.clauses.order_by("position").last()
    clause = TemplateClause.objects.create(
        template=row, position=last.position + 1 if last else 0, heading=entry.heading, text=entry.text,
        is_optional=entry.is_optional,
    )  # fmt: skip
    _count(row)
    record(
        "add_template_clause", row, by=by, label=f"Musterregelung ergänzt: {entry.heading}",
        after={entry.heading: _told(entry)},
    )  # fmt: skip
    return clause


@transaction.atomic
def put_in_force(
    template: AgreementTemplate, *, by: User, starts_on: date, version: int | None = None
) -> AgreementTemplate:
    """In Kraft setzen ab …: the version before it ends the day before. Only the Leitung may."""
    versions = _locked_kind(template)
    row = next(item for item in versions if item.pk == template.pk)
    if Function.STATE_LEAD not in by.functions_held():
        raise NotPermitted("In Kraft setzen kann nur die Leitung der Geschäftsstelle.")
    if not row.is_draft:
        raise Conflict("Diese Fassung ist schon in Kraft gesetzt.")
    if version is not None and version != row.version:
        raise Conflict("Der Mustertext wurde inzwischen geändert. Bitte die Seite neu öffnen und noch einmal lesen.")
    if starts_on < dates.today():
        raise Conflict("Ein Mustertext tritt frühestens heute in Kraft: Was schon entworfen wurde, bleibt, wie es ist.")
    before = next((item for item in reversed(versions) if not item.is_draft), None)
    if before and before.starts_on and starts_on <= before.starts_on:
        raise Conflict(
            f"Die Fassung {before.number} gilt erst ab {dates.day_label(before.starts_on)}. "
            "Bitte einen Tag danach wählen."
        )
    if before:
        before.ends_on = starts_on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
    row.status, row.starts_on = AgreementTemplate.Status.IN_FORCE, starts_on
    row.save(update_fields=["status", "starts_on", "edited_at"])
    record(
        "put_template_in_force", row, by=by, label="Mustertext in Kraft gesetzt",
        after={"Fassung": row.number, "gültig ab": starts_on},
    )  # fmt: skip
    return row
