"""Bodies that already hold functions keep working: they count as having agreed since their first function."""

import tomllib
from pathlib import Path

from django.db import migrations
from django.db.models import Min

NOTE = "Bei der Einführung übernommen: Funktionen bestanden schon, die unterzeichnete Fassung ist nachzureichen."
SAMPLE = Path(__file__).resolve().parents[1] / "data/nutzungsvereinbarung.toml"
BEARERS = {
    "municipality": ["coordination", "municipal_staff", "mayor", "municipal_admin"],
    "association": ["coordination", "municipal_staff", "mayor"],
    "district": ["district"],
}


def activate(apps, schema_editor):
    assignment, activation = apps.get_model("accounts", "Assignment"), apps.get_model("accounts", "Activation")
    first_days = {
        bearer: dict(
            assignment.objects.filter(function__in=functions)
            .exclude(**{bearer: None})
            .values_list(bearer)
            .annotate(first=Min("starts_on"))
            .order_by()
        )
        for bearer, functions in BEARERS.items()
    }
    if not any(first_days.values()):
        return
    sections = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["section"]
    text = "\n\n".join(f"## {section['heading']}\n\n{section['text'].strip()}" for section in sections)
    version = apps.get_model("accounts", "UsageAgreement").objects.create(version=1, text=text)
    for bearer, days in first_days.items():
        for body, first in days.items():
            activation.objects.create(
                usage_agreement=version, starts_on=first, note=NOTE, **{f"{bearer}_id": body}
            )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_invitations_and_activation")]
    operations = [migrations.RunPython(activate, migrations.RunPython.noop)]
