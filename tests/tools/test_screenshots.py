"""The album: every address can be filled in, so that no page is left without a picture."""

from tools import screenshots
from tools.checkout import Refused


def test_every_address_has_its_row(meerane, werdau):
    unknown = {}
    for name, arguments in screenshots.views():
        try:
            screenshots.rows(arguments)
        except Refused:
            unknown[name] = arguments
    assert unknown == {}


def test_pages_that_must_look_different_exist():
    names = {name for name, _ in screenshots.views()}
    assert names >= screenshots.IN_EVERY_STATE | screenshots.FOR_EVERYBODY
