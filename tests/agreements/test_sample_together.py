"""Two people at one draft of the sample text."""

import pytest
from django.urls import reverse

from agreements.actions import template
from agreements.actions.template import ClauseEntry as Entry
from agreements.models import AgreementTemplate
from tests.agreements.asking import text
from tests.factories import lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db):
    template.load_samples(process="test")
    return template.draft_template(AgreementTemplate.objects.get(kind="agreement"), by=lead())


@pytest.fixture
def address(draft):
    return reverse("agreements:template", args=[draft.pk])


def filled(form, **typed):
    """What the browser sends of a form as it was shown, with something typed over it."""
    values = {name: form[name].value() for name in form.fields} | typed
    return {name: value for name, value in values.items() if value not in (False, None)}


def wording(draft):
    return [row.text for row in draft.clauses.order_by("position")]


def test_what_does_not_meet_is_brought_together(client_of, sachbearbeitung, draft, address):
    browser = client_of(sachbearbeitung)
    one, two = draft.clauses.filter(position__in=[1, 2])
    shown = browser.get(address).context["form"]
    template.edit_template(draft, by=lead(), clauses={one.pk: Entry(one.heading, "Von der Leitung.", True)}, version=1)
    assert browser.post(address, filled(shown, **{f"text-{two.pk}": "Von mir."})).status_code == 302
    assert wording(draft)[1:3] == ["Von der Leitung.", "Von mir."]
    assert draft.clauses.get(pk=one.pk).is_optional


def test_what_meets_is_shown_and_decided(client_of, sachbearbeitung, draft, address):
    browser = client_of(sachbearbeitung)
    one, two, three = draft.clauses.filter(position__in=[1, 2, 3])
    shown = browser.get(address).context["form"]
    theirs = {
        one.pk: Entry("Zweck", "Kurz und von der Leitung."),
        three.pk: Entry(three.heading, "Nur von der Leitung."),
    }
    template.edit_template(draft, by=lead(), clauses=theirs, version=1)
    typed = {f"text-{one.pk}": "Kurz und von mir.", f"text-{two.pk}": "Nur von mir."}
    page = browser.post(address, filled(shown, **typed))
    assert (page.status_code, wording(draft)[1]) == (409, "Kurz und von der Leitung.")
    assert [part.label for part in page.context["clashes"]] == [one.heading]
    assert [words in text(page) for words in ("Noch ist nichts gespeichert", "der Leitung.", "mir.")] == [True] * 3
    saved = browser.post(address, filled(page.context["form"], **{f"text-{one.pk}": "Von beiden."}))
    assert saved.status_code == 302
    assert wording(draft)[1:4] == ["Von beiden.", "Nur von mir.", "Nur von der Leitung."]


def test_same_change_of_two_people_is_no_clash(client_of, sachbearbeitung, draft, address):
    browser = client_of(sachbearbeitung)
    one = draft.clauses.get(position=1)
    shown = browser.get(address).context["form"]
    template.edit_template(draft, by=lead(), clauses={one.pk: Entry(one.heading, "Gleich.")}, version=1)
    assert browser.post(address, filled(shown, **{f"text-{one.pk}": "Gleich. "})).status_code == 302
    draft.refresh_from_db()
    assert (wording(draft)[1], draft.version) == ("Gleich.", 2)
