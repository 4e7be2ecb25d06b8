"""What the new tables say about the rows there were: whom they cover, which text stands, which sample it came from."""

from django.db import migrations
from django.utils import timezone

# The first day of the programme: the sample text has been valid ever since.
SINCE = "2019-02-06"

STATE_OFFICE_NAME = "Landespräventionsrat Sachsen"


def fill(apps, schema_editor):
    models = {name: apps.get_model("agreements", name) for name in ("AgreementTemplate", "CooperationAgreement")}
    models["AgreementTemplate"].objects.update(status="in_force", starts_on=SINCE)
    samples = {row.kind: row for row in models["AgreementTemplate"].objects.all()}
    for row in models["CooperationAgreement"].objects.order_by("pk"):
        _cover(apps, row)
        _link(row, samples.get(row.kind))
        _keep(apps, row)


def _cover(apps, row):
    covered = row.parties.filter(kind="municipality").order_by("position", "pk")
    apps.get_model("agreements", "Coverage").objects.bulk_create(
        apps.get_model("agreements", "Coverage")(
            agreement=row, party_id=party.pk, municipality_id=party.municipality_id
        )
        for party in covered
    )


def _link(row, sample):
    """There was one sample text per kind; a clause is known by its heading."""
    if sample is None:
        return
    row.template = sample
    row.save(update_fields=["template"])
    by_heading = {clause.heading: clause for clause in sample.clauses.all()}
    for clause in row.clauses.all():
        clause.template_clause = by_heading.get(clause.heading)
        clause.save(update_fields=["template_clause"])


def _keep(apps, row):
    """The present text as its present number; what stood under earlier numbers nobody knows."""
    people = row.parties.order_by("position", "pk")
    content = {
        "file_reference": row.file_reference,
        "clauses": [
            {
                "id": clause.pk, "position": clause.position, "heading": clause.heading, "text": clause.text,
                "template_text": clause.template_text, "filled": clause.text,
            }
            for clause in row.clauses.order_by("position")
        ],
        "parties": [{"id": party.pk, "name": _name(party), "represented_by": ""} for party in people],
        "signatories": [
            {"party": _name(party), "name": person.name, "office": person.office}
            for party in people
            for person in party.signatories.order_by("position", "pk")
        ],
    }  # fmt: skip
    apps.get_model("agreements", "AgreementVersion").objects.create(
        agreement=row, number=row.version, what="Stand bei Einführung der Fassungen", content=content,
        shown_on=row.consultation_on, made_by_id=row.edited_by_id,
        made_on=timezone.localdate(row.created_at),
    )  # fmt: skip


def _name(party):
    if party.municipality:
        word = "Gemeinde" if party.municipality.kind == "community" else "Stadt"
        return f"{word} {party.municipality.name}"
    return party.police_directorate.name if party.police_directorate else STATE_OFFICE_NAME


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_bearers_and_versions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
