"""Finding a town among 418: while typing, and just the same with JavaScript off."""

import pytest
from playwright.sync_api import expect

from tests.journeys import watch, world

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


def names(visitor):
    return visitor.page.locator("tbody th a")


def test_list_narrows_while_typing(visit, saxony):
    """Without umlauts, in Sorbian, and with the district where two towns share a name."""
    visitor = visit(saxony.leitung).go("/kommunen/")
    field = visitor.field("Suche")
    field.press_sequentially("loessn")
    expect(names(visitor)).to_have_text(["Lößnitz"])
    assert field.evaluate("(element) => element === document.activeElement")
    assert visitor.page.url.partition("?")[2].startswith("q=loessn")
    field.fill("budysin")
    expect(names(visitor)).to_have_text(["Bautzen / Budyšin"])
    assert visitor.page.locator("tbody [lang=hsb]").all_inner_texts() == ["Budyšin"]
    field.fill("bernsdorf")
    expect(visitor.page.locator("tbody tr")).to_contain_text(["Bautzen", "Zwickau"])
    visitor.look(widths=(watch.SMALLEST,))
    field.fill("gibt es nicht")
    expect(visitor.page.locator("main")).to_contain_text("Keine Kommune gefunden")
    visitor.look(widths=(watch.SMALLEST,))


def test_filter_sort_and_pages_without_javascript(visit, saxony):
    visitor = visit(saxony.leitung, javascript=False).go("/kommunen/")
    first_page = names(visitor).all_inner_texts()
    assert len(first_page) == 50
    assert visitor.follow("Weiter").path == "/kommunen/"
    assert set(names(visitor).all_inner_texts()).isdisjoint(first_page)
    visitor.go("/kommunen/").follow("Einwohner").follow("Einwohner")
    assert names(visitor).first.inner_text().startswith("Leipzig")
    visitor.fill("Suche", "loessnitz").press("Filtern")
    assert names(visitor).all_inner_texts() == ["Lößnitz"]


def test_only_the_picked_towns_and_the_found_ones_stay(visit, saxony):
    """The long list in the form for a new agreement."""
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/neu/")
    field = visitor.field("Kommunen eingrenzen")
    shown = visitor.page.locator("[data-picker] label:visible")
    assert shown.count() == 0
    field.fill("meerane")
    visitor.page.get_by_label("Meerane (Landkreis Zwickau)").check()
    field.fill("Bernsdorf")
    # What is ticked stands above, the whole name before a part of it.
    assert shown.all_inner_texts() == [
        "Meerane (Landkreis Zwickau)",
        "Bernsdorf (Landkreis Zwickau)",
        "Bernsdorf (Landkreis Bautzen)",
        "Langenbernsdorf (Landkreis Zwickau)",
    ]


def test_enter_ticks_the_town_of_exactly_this_name_however_it_is_written(visit, saxony):
    """Thirty towns lie in a district called like one of them."""
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/neu/")
    field = visitor.field("Kommunen eingrenzen")
    ticked = visitor.page.locator("[data-picker] input:checked + label")
    field.fill("Bernsdorf")
    field.press("Enter")
    assert ticked.count() == 0
    for typed in ("loessnitz", "Lossnitz", "LÖSSNITZ"):
        field.fill(typed)
        field.press("Enter")
        assert ticked.all_inner_texts() == ["Lößnitz (Erzgebirgskreis)"], typed
    field.fill("Zwickau")
    field.press("Enter")
    assert ticked.all_inner_texts() == ["Lößnitz (Erzgebirgskreis)", "Zwickau (Landkreis Zwickau)"]
    visitor.look(widths=(watch.DESKTOP,))
