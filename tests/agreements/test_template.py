"""The office's sample texts: loaded once, edited afterwards, never taken back by the delivered ones."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from agreements.actions import drafting, template
from agreements.actions.template import ClauseEntry as Entry
from agreements.models import AgreementTemplate
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict, NotPermitted
from tests.agreements.asking import text
from tests.factories import caseworker, lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(samples):
    return AgreementTemplate.objects.get(kind="agreement")


@pytest.fixture
def draft(sample):
    """A new version of it, to work on."""
    return template.draft_template(sample, by=caseworker())


def texts_of(row):
    return [(clause.position, clause.heading, clause.text, clause.is_optional) for clause in row.clauses.all()]


def test_delivered_samples_are_loaded_once_each_with_its_preamble():
    loaded = template.load_samples(process="tests")
    assert [(row.kind, row.name, row.note) for row in loaded] == [
        ("agreement", "Kooperationsvereinbarung", "Muster – rechtlich zu prüfen"),
        ("preliminary", "Vorvereinbarung", "Muster – rechtlich zu prüfen"),
        ("amendment_change", "Nachtrag: Änderung", "Muster – rechtlich zu prüfen"),
        ("amendment_joining", "Nachtrag: Beitritt", "Muster – rechtlich zu prüfen"),
        ("amendment_leaving", "Nachtrag: Austritt", "Muster – rechtlich zu prüfen"),
    ]
    for row in loaded:
        positions = [clause.position for clause in row.clauses.all()]
        assert positions == list(range(len(positions)))
        assert row.clauses.get(position=0).heading == "Präambel"
    assert template.load_samples(process="tests") == []
    assert AuditEvent.objects.filter(action="load_sample", process="tests").count() == 5


def test_command_says_how_many(capsys):
    call_command("load_samples")
    call_command("load_samples")
    assert capsys.readouterr().out == "5 Mustertexte geladen.\n0 Mustertexte geladen.\n"


def test_what_the_office_edited_is_not_taken_back(draft):
    clause = draft.clauses.get(position=1)
    entry = Entry("Neue Überschrift", "Neu.", is_optional=True)
    row = template.edit_template(draft, by=lead(), clauses={clause.pk: entry}, version=1)
    assert template.load_samples(process="tests") == []
    clause.refresh_from_db()
    assert (clause.heading, clause.text, clause.is_optional, row.version) == ("Neue Überschrift", "Neu.", True, 2)
    event = AuditEvent.objects.about(draft).get(action="edit_template")
    assert event.actor == lead()
    assert event.after == {"Gegenstand und Zweck": "Neue Überschrift (wahlweise)\nNeu."}


def test_unchanged_sample_stays_as_it_is(draft):
    texts = {clause.pk: Entry(clause.heading, clause.text, clause.is_optional) for clause in draft.clauses.all()}
    events = AuditEvent.objects.count()
    assert template.edit_template(draft, by=lead(), clauses=texts, version=1).version == 1
    assert AuditEvent.objects.count() == events


def test_page_made_for_an_older_version_overwrites_nothing(draft):
    clause = draft.clauses.get(position=1)
    template.edit_template(draft, by=lead(), clauses={clause.pk: Entry("A", "Von der Leitung.")}, version=1)
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        template.edit_template(draft, by=caseworker(), clauses={clause.pk: Entry("B", "Veraltet.")}, version=1)
    clause.refresh_from_db()
    assert clause.text == "Von der Leitung."


# --- Versions -----------------------------------------------------------------------------------------------------


def test_version_in_force_never_changes(sample):
    clause = sample.clauses.get(position=1)
    with pytest.raises(Conflict, match="ändert sich nicht mehr"):
        template.edit_template(sample, by=lead(), clauses={clause.pk: Entry("A", "B")}, version=1)
    with pytest.raises(Conflict, match="ändert sich nicht mehr"):
        template.add_template_clause(sample, by=lead(), entry=Entry("A", "B"))


def test_new_version_begins_with_the_text_of_the_old_and_there_is_one_draft_only(sample, draft):
    assert (draft.number, draft.status, draft.starts_on) == (2, "draft", None)
    assert texts_of(draft) == texts_of(sample)
    assert template.draft_template(sample, by=caseworker()) == draft
    assert template.draft_template(draft, by=caseworker()) == draft


def test_version_put_in_force_ends_the_one_before_the_day_before(sample, draft):
    template.put_in_force(draft, by=lead(), starts_on=date(2023, 5, 1))
    sample.refresh_from_db()
    draft.refresh_from_db()
    assert (sample.ends_on, draft.starts_on, draft.ends_on) == (date(2023, 4, 30), date(2023, 5, 1), None)
    assert [standing_on(sample, day) for day in (24, 30)] == ["gültig", "gültig"]
    valid = AgreementTemplate.objects.filter(kind="agreement")
    assert valid.valid(on=date(2023, 4, 30)).get() == sample
    assert valid.valid(on=date(2023, 5, 1)).get() == draft
    assert not valid.valid(on=date(2019, 2, 5)).exists()


def standing_on(row, day):
    with dates.at(date(2023, 4, day)):
        return row.standing


def test_new_agreements_take_the_version_of_the_day_and_old_ones_keep_theirs(sample, draft, meerane):
    old = drafting.create(by=caseworker(), municipalities=[meerane], police_directorate=None)
    clause = draft.clauses.get(position=1)
    template.edit_template(draft, by=lead(), clauses={clause.pk: Entry("Neu", "Ganz neu.")}, version=1)
    template.put_in_force(draft, by=lead(), starts_on=date(2023, 5, 1))
    still = drafting.create(by=caseworker(), municipalities=[meerane], police_directorate=None)
    with dates.at(date(2023, 5, 1)):
        new = drafting.create(by=caseworker(), municipalities=[meerane], police_directorate=None)
    assert [row.template for row in (old, still, new)] == [sample, sample, draft]
    assert new.clauses.get(position=1).text == "Ganz neu."
    assert old.clauses.get(position=1).template_clause == sample.clauses.get(position=1)


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2023, 4, 24), "frühestens heute"), (date(2019, 2, 6), "frühestens heute")]
)
def test_version_is_not_put_in_force_for_the_past(draft, day, sentence):
    with pytest.raises(Conflict, match=sentence):
        template.put_in_force(draft, by=lead(), starts_on=day)


def test_version_begins_after_the_one_before(sample, draft):
    template.put_in_force(draft, by=lead(), starts_on=date(2023, 6, 1))
    third = template.draft_template(draft, by=lead())
    with pytest.raises(Conflict, match=r"gilt erst ab 1\. Juni 2023"):
        template.put_in_force(third, by=lead(), starts_on=date(2023, 6, 1))
    with pytest.raises(Conflict, match="schon in Kraft"):
        template.put_in_force(draft, by=lead(), starts_on=date(2023, 7, 1))


def test_only_the_leitung_puts_in_force(draft):
    with pytest.raises(NotPermitted):
        template.put_in_force(draft, by=caseworker(), starts_on=date(2023, 5, 1))
    draft.refresh_from_db()
    assert draft.is_draft


def test_optional_clauses_are_taken_in_by_choice_only(sample, meerane):
    optional = sample.clauses.filter(is_optional=True)
    assert [clause.heading for clause in optional] == ["Koordinierungsstelle", "Schwerpunkte"]
    without = drafting.create(by=caseworker(), municipalities=[meerane], police_directorate=None)
    chosen = drafting.create(
        by=caseworker(), municipalities=[meerane], police_directorate=None, optional_clauses=[optional[0].pk]
    )
    headings = [[clause.heading for clause in row.clauses.all()] for row in (without, chosen)]
    assert "Koordinierungsstelle" not in headings[0]
    assert [heading for heading in headings[1] if heading not in headings[0]] == ["Koordinierungsstelle"]
    assert [clause.position for clause in chosen.clauses.all()] == list(range(len(headings[1])))


# --- Pages --------------------------------------------------------------------------------------------------------


def test_pages_of_the_versions(client_of, leitung, sachbearbeitung, leserecht, sample):
    office = client_of(sachbearbeitung)
    begun = office.post(reverse("agreements:template_draft", args=[sample.pk]))
    draft = AgreementTemplate.objects.get(kind="agreement", number=2)
    assert (begun.status_code, begun.url) == (302, draft.get_absolute_url())
    data = {"version": 1}
    for clause in draft.clauses.all():
        data |= {f"heading-{clause.pk}": clause.heading, f"text-{clause.pk}": f"{clause.text} Auch künftig."}
    assert office.post(draft.get_absolute_url(), data).status_code == 302
    # Sent twice it changes nothing more; another wording on the same old page is a clash.
    assert office.post(draft.get_absolute_url(), data).status_code == 302
    clause = draft.clauses.get(position=1)
    assert office.post(draft.get_absolute_url(), data | {f"text-{clause.pk}": "Anders."}).status_code == 409
    changes = text(office.get(reverse("agreements:template_changes", args=[draft.pk])))
    assert changes.count("Auch künftig.") == draft.clauses.count()
    assert "<ins>" in changes
    in_force = reverse("agreements:template_in_force", args=[draft.pk])
    assert office.get(in_force).status_code == 403
    lead_of = client_of(leitung)
    late = lead_of.post(in_force, {"version": 2, "starts_on": "24.04.2023"})
    assert (late.status_code, "Bitte frühestens den heutigen Tag wählen." in text(late)) == (422, True)
    assert lead_of.post(in_force, {"version": 2, "starts_on": "01.05.2023"}).status_code == 302
    listed = text(client_of(leserecht).get(reverse("agreements:templates")))
    assert [word in listed for word in ("künftig", "30.04.2023", "01.05.2023")] == [True] * 3
    assert "Neue Fassung beginnen" not in listed
    assert 'name="heading-' not in text(office.get(draft.get_absolute_url()))


def test_clause_is_added_to_a_draft_on_its_page(client_of, sachbearbeitung, draft):
    address = reverse("agreements:template_clause", args=[draft.pk])
    assert client_of(sachbearbeitung).post(address, {"heading": "Nur Überschrift"}).status_code == 422
    data = {"heading": "Jugend", "text": "Erste Zeile.\r\nZweite.", "is_optional": "on"}
    assert client_of(sachbearbeitung).post(address, data).status_code == 302
    last = draft.clauses.last()
    assert (last.heading, last.text, last.is_optional) == ("Jugend", "Erste Zeile.\nZweite.", True)
