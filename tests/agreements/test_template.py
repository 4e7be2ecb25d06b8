"""The office's sample texts: loaded once, edited afterwards, never taken back by the delivered ones."""

import pytest
from django.core.management import call_command

from agreements.actions import template
from agreements.models import AgreementTemplate
from audit.models import AuditEvent
from core.exceptions import Conflict
from tests.factories import caseworker, lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(samples):
    return AgreementTemplate.objects.get(kind="agreement")


def test_delivered_samples_are_loaded_once_each_with_its_preamble():
    loaded = template.load_samples(process="tests")
    assert [(row.kind, row.name, row.note) for row in loaded] == [
        ("agreement", "Kooperationsvereinbarung", "Muster – rechtlich zu prüfen"),
        ("preliminary", "Vorvereinbarung", "Muster – rechtlich zu prüfen"),
    ]
    for row in loaded:
        positions = [clause.position for clause in row.clauses.all()]
        assert positions == list(range(len(positions)))
        assert row.clauses.get(position=0).heading == "Präambel"
    assert template.load_samples(process="tests") == []
    assert AuditEvent.objects.filter(action="load_sample", process="tests").count() == 2


def test_command_says_how_many(capsys):
    call_command("load_samples")
    call_command("load_samples")
    assert capsys.readouterr().out == "2 Mustertexte geladen.\n0 Mustertexte geladen.\n"


def test_what_the_office_edited_is_not_taken_back(sample):
    clause = sample.clauses.get(position=1)
    row = template.edit_template(sample, by=lead(), clauses={clause.pk: ("Neue Überschrift", "Neu.")}, version=1)
    template.load_samples(process="tests")
    clause.refresh_from_db()
    assert (clause.heading, clause.text, row.version) == ("Neue Überschrift", "Neu.", 2)
    event = AuditEvent.objects.about(sample).get(action="edit_template")
    assert event.actor == lead()
    assert event.after == {"Gegenstand und Zweck": "Neue Überschrift\nNeu."}


def test_unchanged_sample_stays_as_it_is(sample):
    texts = {clause.pk: (clause.heading, clause.text) for clause in sample.clauses.all()}
    events = AuditEvent.objects.count()
    assert template.edit_template(sample, by=lead(), clauses=texts, version=1).version == 1
    assert AuditEvent.objects.count() == events


def test_page_made_for_an_older_version_overwrites_nothing(sample):
    clause = sample.clauses.get(position=1)
    template.edit_template(sample, by=lead(), clauses={clause.pk: ("A", "Von der Leitung.")}, version=1)
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        template.edit_template(sample, by=caseworker(), clauses={clause.pk: ("B", "Veraltet.")}, version=1)
    clause.refresh_from_db()
    assert clause.text == "Von der Leitung."
