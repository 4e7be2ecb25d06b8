"""What happens in one town leaves no trace on any page of a stranger: not as text, not as a number, not as an order.

The walk looks for marked words. This looks for everything else: each page of the stranger is fetched before and after
another town gets rows, and has to be the same to the last character.
"""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.models import Arrival
from tests import life, strict
from tests.architecture import world as worlds
from tests.architecture.addresses import QUERIES, arguments, in_address, samples
from tests.architecture.marks import mark_of
from tests.architecture.sources import own_patterns

pytestmark = pytest.mark.django_db

STRANGERS = ("koordination_werdau", "polizei_chemnitz", "coach_meerane_koordination_werdau")
# A fresh token in every answer, and the instant up to which „gesehen“ means.
FRESH = re.compile(r'name="(csrfmiddlewaretoken|until|bis|stand)" value="[^"]+"')
# Everybody signed in once before, so that there is something to be told „seit Ihrer letzten Anmeldung“.
BEFORE = datetime(2023, 4, 1, 8, tzinfo=UTC)


def pages(world, user, names=None):
    """Every page of a person, or the named ones: address → answer, without what differs between two requests."""
    browser = strict.ReadOnlyGetClient()
    browser.force_login(user)
    Arrival.objects.filter(user=user).update(
        before_at=BEFORE, before_on=BEFORE.date(), seen_at=BEFORE, seen_on=BEFORE.date()
    )
    places = in_address(world)
    told = {}
    for name, pattern in own_patterns():
        if names and name not in names:
            continue
        for values, _ in samples(world, arguments(pattern)):
            for query in ["", *QUERIES.get(name, ())]:
                url = f"{reverse(name, kwargs=values)}?{query}".rstrip("?").format(**places)
                response = browser.get(url)
                content = response.content.decode("utf-8", "replace")
                told[url] = (response.status_code, FRESH.sub("", content))
    return told


def own_rows(world):
    """The rows of Werdau, to be put back when Meerane has got hers."""
    names = ("agreements", "calls", "appointments", "consultations", "tasks")
    return {name: dict(getattr(world, name)) for name in names}


@pytest.fixture
def before():
    """Werdau with rows of its own, and a Meerane about which nothing is recorded yet."""
    with life.prints_once():
        yield worlds.build(with_alpha=False)


def test_strangers_pages_stay_as_they_were(before):
    told = {name: pages(before, before.people[name]) for name in STRANGERS}
    own = own_rows(before)
    worlds.fill_alpha(before)
    worlds.keep_contact(before, mark_of("ALPHA", "KONTAKT"), municipality=before.places.meerane)
    vars(before).update(own)
    for name in STRANGERS:
        again = pages(before, before.people[name])
        differing = {url for url, answer in told[name].items() if again[url] != answer}
        # Her coach is no stranger to Meerane: the board there may change under his eyes.
        opened = {before.places.meerane.get_absolute_url()} if name.startswith("coach_meerane") else set()
        # The comparison itself opened files in between.
        own_reads = f"{reverse('portal:own_events')}?art=gelesen"
        assert differing - {own_reads} == opened, name
        assert sum(status == 200 for status, _ in again.values()) > 3, "somebody who sees nothing proves nothing"


def test_comparison_sees_a_number_that_changes(before):
    """The office does see the new rows, and on the very pages that are compared."""
    names = ("portal:home", "agreements:list", "portal:municipalities")
    told = pages(before, before.people["leserecht"], names)
    own = own_rows(before)
    worlds.fill_alpha(before)
    vars(before).update(own)
    again = pages(before, before.people["leserecht"], names)
    assert {url for url, answer in told.items() if again[url] != answer} >= set(map(reverse, names))
