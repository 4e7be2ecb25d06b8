"""The drawing of the states says what the table says."""

from tests.architecture import states


def test_drawing_is_the_table():
    assert states.FILE.read_text(encoding="utf-8") == states.page()
