"""The office's sample texts: loading the delivered ones once, editing them afterwards."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from accounts.models import User
from agreements.models import AgreementTemplate, TemplateClause
from audit.actions import record
from core.exceptions import Conflict

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "muster.toml"


@transaction.atomic
def load_samples(*, process: str, by: User | None = None) -> list[AgreementTemplate]:
    """Create the delivered sample texts that do not exist yet; what the office has edited stays as it is."""
    loaded = []
    for entry in tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["templates"]:
        template, created = AgreementTemplate.objects.get_or_create(
            kind=entry["kind"], defaults={"name": entry["name"], "note": entry["note"]}
        )
        if not created:
            continue
        TemplateClause.objects.bulk_create(
            TemplateClause(
                template=template,
                position=position,
                heading=clause["heading"],
                text=clause["text"].strip(),
                requires_police=clause.get("requires_police", False),
            )
            for position, clause in enumerate(entry["clauses"])
        )
        record("load_sample", template, by=by, process=process, label="Mustertext geladen")
        loaded.append(template)
    return loaded


@transaction.atomic
def edit_template(
    template: AgreementTemplate, *, by: User, clauses: Mapping[int, tuple[str, str]], version: int
) -> AgreementTemplate:
    """Change headings and texts, given as clause id → (heading, text); agreements already drafted keep theirs."""
    row: AgreementTemplate = AgreementTemplate.objects.select_for_update().get(pk=template.pk)
    if row.version != version:
        raise Conflict(
            "Der Mustertext wurde inzwischen von jemand anderem geändert. Ihre Eingaben stehen unten; "
            "bitte öffnen Sie die Seite neu und übernehmen Sie, was noch fehlt."
        )
    before, after = {}, {}
    for clause in row.clauses.all():
        heading, text = clauses.get(clause.pk, (clause.heading, clause.text))
        if (heading, text) != (clause.heading, clause.text):
            before[clause.heading], after[clause.heading] = clause.text, f"{heading}\n{text}"
            clause.heading, clause.text = heading, text
            clause.save(update_fields=["heading", "text"])
    if after:
        row.version += 1
        row.save(update_fields=["version", "edited_at"])
        record("edit_template", row, by=by, label="Mustertext geändert", before=before, after=after)
    return row
