"""Two people write one text: what does not meet is brought together, what meets is decided, and no word is lost."""

import pytest

from agreements.models import Clause
from agreements.transitions import Status
from tests import life
from tests.journeys import world

pytestmark = pytest.mark.needs("chromium")

OWN = ["Erste Zeile <b>neu</b>.", "Zweite Zeile: „Anführung“ & mehr."]


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture
def two(visit, saxony):
    """The editors of one draft, open in the Leitung's browser and in the Sachbearbeitung's."""
    agreement = life.agreement_in(Status.DRAFT, towns=[saxony.meerane])
    address = f"/vereinbarungen/{agreement.pk}/text/"
    return agreement, visit(saxony.leitung).go(address), visit(saxony.sachbearbeitung).go(address)


def texts(agreement):
    return [clause.text for clause in Clause.objects.filter(agreement=agreement).order_by("position")]


def test_clauses_nobody_else_touched_are_brought_together_without_asking(two):
    agreement, first, second = two
    second.page.locator("textarea").nth(2).fill("\n".join(OWN))
    first.page.locator("textarea").nth(1).fill("Der Beirat tagt im Frühjahr.")
    first.press("Text speichern")
    second.press("Text speichern").look()
    assert "Beide Änderungen stehen jetzt darin." in second.message
    assert texts(agreement)[1:3] == ["Der Beirat tagt im Frühjahr.", "\n".join(OWN)]


def test_clause_both_changed_is_decided_by_the_second(two):
    agreement, first, second = two
    first.page.locator("textarea").nth(1).fill("Der Beirat tagt im Frühjahr.")
    first.press("Text speichern")
    second.page.locator("textarea").nth(1).fill("\n".join(OWN))
    second.page.locator("textarea").nth(3).fill("Nur von der zweiten.")
    second.press("Text speichern", status=409).look()
    assert second.heading == "Zwei Änderungen an einer Regelung"
    assert [words in second.text for words in ("Leitung der Geschäftsstelle", "Frühjahr", OWN[0])] == [True] * 3
    typed = second.page.locator("main textarea").first
    assert typed.input_value().split("\n") == OWN
    typed.fill("Der Beirat tagt im Frühjahr. " + OWN[0])
    second.press("Text speichern")
    present = texts(agreement)
    assert (present[1], present[3]) == ("Der Beirat tagt im Frühjahr. " + OWN[0], "Nur von der zweiten.")


def test_the_same_on_a_phone_and_without_javascript(visit, saxony):
    agreement = life.agreement_in(Status.DRAFT, towns=[saxony.meerane])
    address = f"/vereinbarungen/{agreement.pk}/text/"
    first, second = visit(saxony.leitung).go(address), visit(saxony.leitung, javascript=False, width=320).go(address)
    for visitor, words in ((first, "Erstes Fenster."), (second, "Zweites Fenster.")):
        visitor.page.locator("textarea").nth(1).fill(words)
    first.press("Text speichern")
    second.press("Text speichern", status=409)
    assert "in einem anderen Fenster" in second.text
    assert second.page.evaluate("document.documentElement.scrollWidth") <= 320
    second.press("Text speichern")
    assert texts(agreement)[1] == "Zweites Fenster."
