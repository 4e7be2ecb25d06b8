"""The watch itself: a page with every shortcoming is found out."""

from collections import deque

import pytest

from tests.journeys import watch

pytestmark = pytest.mark.needs("chromium")

BAD_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title> · ASSKomm</title></head><body>
<h1>Eins</h1><h1>Zwei</h1><p style="color: #ccc; background: #fff; width: 700px">Kaum zu lesen</p>
<p style="width: 1em; overflow-wrap: anywhere">Unterzeichnende</p>
<img src="http://fremd.localhost/zaehlpixel.png"><script>console.log('Hallo'); undefined.name</script></body></html>"""
NOTICED = ("log Hallo", "Script failed", "another origin: http://fremd.localhost", "404 for GET", "a status of 404")
FOUND = (
    "2 <h1>",
    "0 <main>",
    "language is ''",
    "title is '· ASSKomm'",
    "390 px: scrolls sideways",
    "1440 px: letter by letter: 'Unterzeichnende'",
    "1440 px light: color-contrast",
    "320 px dark: color-contrast",
    "image-alt",
)


@pytest.fixture
def bad(visit):
    visitor = visit()
    visitor.page.route("**/schlecht/", lambda route: route.fulfill(body=BAD_PAGE, content_type="text/html"))
    yield visitor.go("/schlecht/")
    # Whatever is still on its way is dropped as well.
    visitor.watch.problems = deque(maxlen=0)


def test_what_nobody_should_see_is_noticed(bad):
    bad.page.goto(bad.origin + "/gibt-es-nicht/")
    assert missing(NOTICED, bad.watch.problems) == []


def test_a_poor_page_is_found_out(bad):
    found = watch.look(bad.page)
    assert missing(FOUND, found) == []
    assert [line for line in found if "1440 px: scrolls" in line] == []


def missing(wanted, lines):
    return [words for words in wanted if not any(words in line for line in lines)]
