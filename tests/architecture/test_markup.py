"""What every page owes the browser: its language, one heading, and nothing that a strict policy would stop."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.db import transaction
from django.urls import reverse

from municipalities.models import Municipality
from tests import life, strict
from tests.architecture import world as worlds
from tests.architecture.addresses import arguments, samples
from tests.architecture.sources import own_patterns

pytestmark = pytest.mark.django_db

# Addresses of our own: a path, a place on the page, a picture inside the stylesheet's policy.
OWN = re.compile(r"(/(?!/)|#|\?|mailto:|tel:|$)")
FETCHING = {"src", "href", "action", "formaction", "srcset", "poster", "data"}


class Page(HTMLParser):
    """What the tests ask of a page, collected in one pass."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.stack = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.stack.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        language = next((attrs["lang"] for _, attrs in reversed(self.stack) if attrs.get("lang")), "")
        self.words.append((data, language))

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Every page the office and the town can open, with a Sorbian name in it."""
    told = {}
    with django_db_blocker.unblock(), transaction.atomic(), life.prints_once():
        world = worlds.build()
        Municipality.objects.filter(pk=world.places.meerane.pk).update(name_hsb="Budyšin")
        for person in ("leitung", "koordination_meerane", "polizei_zwickau", "coach", "fremd"):
            browser = strict.ReadOnlyGetClient()
            if world.people[person]:
                browser.force_login(world.people[person])
            for name, pattern in own_patterns():
                for values, _ in list(samples(world, arguments(pattern)))[:4]:
                    response = browser.get(reverse(name, kwargs=values))
                    if response["Content-Type"].startswith("text/html") and response.content:
                        told[f"{person} {response.request['PATH_INFO']}"] = Page(response.content.decode())
                    strict.read_out(response)
        transaction.set_rollback(True)
    return told


# A part of a page, fetched while somebody types.
PART = "leitung /beratung/telefonvermerk/umfeld/"


def whole(pages):
    return {where: page for where, page in pages.items() if where != PART}


def faults(pages, find):
    return {where: found for where, page in pages.items() if (found := find(page))}


def test_there_is_something_to_look_at(pages):
    assert len(pages) > 60


def test_page_names_its_language_and_itself(pages):
    assert faults(pages, lambda page: [attrs for attrs in page.all("html") if attrs.get("lang") != "de"]) == {}
    assert faults(whole(pages), lambda page: len(page.all("title")) != 1) == {}


def test_page_has_one_main_heading(pages):
    assert faults(whole(pages), lambda page: len(page.all("h1")) != 1) == {}


def test_headings_skip_no_level(pages):
    def skipped(page):
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        return [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]

    assert faults(pages, skipped) == {}


def test_nothing_stands_inline_that_the_policy_forbids(pages):
    def inline(page):
        return [
            (tag, attrs)
            for tag, attrs in page.tags
            if "style" in attrs
            or any(name.startswith("on") for name in attrs)
            or tag == "style"
            or (tag == "script" and "src" not in attrs and attrs.get("type") != "application/json")
        ]

    assert faults(pages, inline) == {}


def test_no_address_leaves_our_own_origin(pages):
    """Only where a town published its resolution is somebody else's; the browser tells there nothing of ours."""

    def foreign(page):
        return [
            (tag, value)
            for tag, attrs in page.tags
            for name, value in attrs.items()
            if name in FETCHING and not OWN.match(value or "")
            if (tag, attrs.get("rel")) != ("a", "noreferrer")
        ]

    def leading_out(page):
        return [attrs["href"] for attrs in page.all("a") if attrs.get("rel") == "noreferrer"]

    assert faults(pages, foreign) == {}
    assert {where.split()[1].split("/")[1] for where in faults(pages, leading_out)} == {"beschluesse"}


def test_every_id_is_given_once(pages):
    def doubled(page):
        return [
            name for name, count in Counter(attrs.get("id") for _, attrs in page.tags).items() if name and count > 1
        ]

    assert faults(pages, doubled) == {}


def test_what_is_referred_to_by_id_is_there(pages):
    def missing(page):
        ids = {attrs.get("id") for _, attrs in page.tags}
        wanted = [
            name
            for _, attrs in page.tags
            for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "form")
            for name in (attrs.get(key) or "").split()
        ]
        wanted += [attrs["href"][1:] for attrs in page.all("a") if (attrs.get("href") or "").startswith("#")]
        return [name for name in wanted if name and name not in ids]

    assert faults(pages, missing) == {}


def test_every_form_that_writes_has_its_token(pages):
    def without(page):
        writing = [attrs for attrs in page.all("form") if (attrs.get("method") or "get").lower() == "post"]
        tokens = [attrs for attrs in page.all("input") if attrs.get("name") == "csrfmiddlewaretoken"]
        return len(writing) > len(tokens)

    assert faults(pages, without) == {}


def test_every_picture_has_its_words(pages):
    assert faults(pages, lambda page: [attrs for attrs in page.all("img") if "alt" not in attrs]) == {}


def test_sorbian_names_are_marked_as_such(pages):
    """For screen readers and hyphenation; in a title and in the list of choices nothing can be marked."""

    def unmarked(page):
        return [words for words, language in page.words if "Budyšin" in words and language != "hsb"]

    assert faults(pages, unmarked) == {}
    marked = [where for where, page in pages.items() if any("Budyšin" in words for words, _ in page.words)]
    assert any(where.endswith("/kommunen/") for where in marked)
