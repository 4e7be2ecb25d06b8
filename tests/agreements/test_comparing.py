"""Two versions of a text side by side, and a version beside the sample text."""

import pytest

from agreements.actions import clauses as clause_actions
from agreements.actions import wording
from agreements.models import AgreementVersion
from agreements.versions import compare, compare_to_sample
from tests.agreements.asking import clauses, fresh
from tests.factories import caseworker

pytestmark = pytest.mark.django_db


def changed(parts):
    """Label → what stayed, went (-) and came (+)."""
    signs = {"same": "", "gone": "-", "new": "+"}
    return {
        part.label.replace("\N{NO-BREAK SPACE}", " "): [
            f"{signs[change.kind]}{change.text}".replace("\N{NO-BREAK SPACE}", " ") for change in part.changes
        ]
        for part in parts
        if part.is_changed
    }


def between(agreement, old, new):
    rows = {row.number: row for row in AgreementVersion.objects.filter(agreement=agreement)}
    return changed(compare(rows[old], rows[new]))


def to_sample(agreement, number):
    return changed(compare_to_sample(fresh(agreement), agreement.versions.get(number=number)))


def test_changed_wording_stands_below_its_heading_once(drafted):
    clause = clauses(drafted)[1]
    wording.edit_text(drafted, by=caseworker(), texts={clause.pk: "Kurz."})
    wording.edit_text(drafted, by=caseworker(), texts={clause.pk: "Kurz. Und gut."})
    assert between(drafted, 2, 3) == {"§ 1 Gegenstand und Zweck": ["Kurz.", "+ Und gut."]}


def test_clause_with_another_number_only_shows_the_number_only(drafted):
    before = clauses(drafted)
    clause_actions.leave_out_clause(before[1], by=caseworker())
    wording.edit_text(drafted, by=caseworker(), texts={before[2].pk: "Kurz."})
    clause_actions.add_clause(drafted, by=caseworker(), heading="Jugend", text="Eigene Worte.")
    found = between(drafted, 1, 4)
    assert found["§ 2 Kommunaler Beitrag"] == ["§ ", "-3 ", "+2 ", "Kommunaler Beitrag"]
    first = found["§ 1 Beitrag des Landespräventionsrates"]
    assert first[:3] + first[-1:] == ["§ ", "-2 ", "+1 ", "+Kurz."]
    assert found["§ 11 Jugend"] == ["+Eigene Worte."]
    gone = found["§ 1 Gegenstand und Zweck"]
    assert (len(gone), gone[0].startswith("-Gegenstand dieser Vereinbarung")) == (1, True)


def test_sample_clauses_left_out_are_those_of_the_version_asked_for(drafted):
    clause = clauses(drafted)[3]
    clause_actions.leave_out_clause(clause, by=caseworker())
    optional = {f"{name} (Wahlregelung, nicht aufgenommen)" for name in ("Koordinierungsstelle", "Schwerpunkte")}
    assert set(to_sample(drafted, 1)) == optional
    assert set(to_sample(drafted, 2)) == {*optional, "Kommunaler Beitrag (nicht aufgenommen)"}
    clause_actions.include_clause(drafted, by=caseworker(), sample=clause.template_clause)
    assert set(to_sample(drafted, 3)) == optional
