"""No writing URL takes a form from a foreign page."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from tests import life
from tests.architecture import world as worlds
from tests.architecture.addresses import arguments, samples, typed
from tests.architecture.sources import own_patterns
from tests.strict import recorded_writes

pytestmark = pytest.mark.django_db


def test_post_without_token_is_refused_everywhere():
    with life.prints_once():
        world = worlds.build()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["leitung"])
    events, answers = AuditEvent.objects.count(), {}
    for name, pattern in own_patterns():
        values, _ = next(iter(samples(world, arguments(pattern))))
        with recorded_writes() as writes:
            response = client.post(reverse(name, kwargs=values), typed(world, values))
        answers[name] = (response.status_code, "Die Seite war zu lange offen" in response.content.decode(), writes)
    assert {name: answer for name, answer in answers.items() if answer != (403, True, [])} == {}
    assert len(answers) > 30
    assert AuditEvent.objects.count() == events


def test_what_was_typed_is_given_back(sachbearbeitung):
    client = Client(enforce_csrf_checks=True)
    client.force_login(sachbearbeitung)
    response = client.post(reverse("agreements:create"), {"file_reference": "LPR-0144.5/77/2023"})
    assert response.status_code == 403
    assert "LPR-0144.5/77/2023" in response.content.decode()


def test_token_of_the_page_is_accepted(sachbearbeitung):
    world = worlds.places()
    life.load_samples()
    client = Client(enforce_csrf_checks=True)
    client.force_login(sachbearbeitung)
    page = client.get(reverse("agreements:create"))
    token = page.context["csrf_token"]
    data = {
        "csrfmiddlewaretoken": str(token),
        "kind": "agreement",
        "municipalities": [world.meerane.pk],
        "police": "none",
    }
    response = client.post(reverse("agreements:create"), data)
    assert response.status_code == 302
