"""The list of towns: found, filtered, sorted, in pages, with and without JavaScript."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.functions import Function
from core.visibility import Visibility
from tests.factories import AgreementFactory, ContactFactory, DistrictFactory, MunicipalityFactory, person
from tests.portal.page import Page, text

URL, SINCE = "/kommunen/", date(2020, 1, 1)
HTMX = {"HX-Request": "true"}


def town(name, **values):
    known = {"population": 1000, "population_on": date(2024, 12, 31), "population_base": "Zensus 2022"}
    return MunicipalityFactory(name=name, **(known | values))


def names(response):
    """Names as they stand in the table, in its order."""
    return [text(cell) for cell in Page(response).all(".//tbody/tr/th")]


@pytest.fixture
def bautzen():
    return DistrictFactory(key="14625", name="Bautzen", display_name="Landkreis Bautzen")


class TestWhatIsShown:
    def test_each_row_tells_district_population_board_and_key(self, client_of, leserecht, landkreis_zwickau, bautzen):
        signed = town("Werdau", ags="14524300", district=landkreis_zwickau, population=20345)
        town("Bautzen", name_hsb="Budyšin", ags="14625020", district=bautzen, population=37566)
        AgreementFactory(signed=True, towns=[signed])
        response = client_of(leserecht).get(URL)
        page = Page(response)
        assert [[text(cell) for cell in row] for row in page.all(".//tbody/tr")] == [
            ["Bautzen / Budyšin", "Bautzen", "37.566", "Beratung noch nicht", "Vereinbarung noch nicht", "14625020"],
            ["Werdau", "Zwickau", "20.345", "Beratung noch nicht", "Vereinbarung vorhanden", "14524300"],
        ]
        assert [(word.get("lang"), text(word)) for word in page.all(".//tbody//span[@lang]")] == [("hsb", "Budyšin")]
        assert "Einwohner, Stand 31. Dezember 2024" in page.texts(".//p")

    def test_a_kreisfreie_stadt_has_no_district(self, client_of, leserecht):
        district = DistrictFactory(
            key="14511", name="Chemnitz", display_name="Kreisfreie Stadt Chemnitz", is_urban=True
        )
        town("Chemnitz", kind="urban_district", district=district)
        page = Page(client_of(leserecht).get(URL))
        assert page.texts(".//tbody/tr/td")[0] == "Kreisfreie Stadt"

    def test_an_unknown_population_stays_empty(self, client_of, leserecht, meerane):
        page = Page(client_of(leserecht).get(URL))
        assert page.texts(".//tbody/tr/td")[1] == ""
        assert not any(line.startswith("Einwohner, Stand") for line in page.texts(".//p"))

    def test_a_draft_is_on_the_offices_board(self, client_of, leserecht, meerane):
        AgreementFactory(towns=[meerane])
        page = Page(client_of(leserecht).get(URL))
        assert page.texts(".//tbody/tr/td")[3] == "Vereinbarung in Arbeit"


class TestSearch:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("lobau", ["Löbau / Lubij"]),
            ("LOEBAU", ["Löbau / Lubij"]),
            ("löb", ["Löbau / Lubij"]),
            ("lubij", ["Löbau / Lubij"]),
            ("wojerecy", ["Hoyerswerda / Wojerecy"]),
            ("14626", ["Löbau / Lubij"]),
            ("bautz", ["Hoyerswerda / Wojerecy"]),
            ("werda", ["Hoyerswerda / Wojerecy", "Werdau"]),
            ("%", []),
            ("Nirgendwo", []),
        ],
    )
    def test_by_name_sorbian_name_key_and_district(self, client_of, leserecht, werdau, bautzen, typed, found):
        goerlitz = DistrictFactory(key="14626", name="Görlitz", display_name="Landkreis Görlitz")
        town("Löbau", name_hsb="Lubij", ags="14626290", district=goerlitz)
        town("Hoyerswerda", name_hsb="Wojerecy", ags="14625240", district=bautzen)
        assert names(client_of(leserecht).get(URL, {"q": typed})) == found

    def test_the_town_of_the_name_before_all_towns_of_its_district(self, client_of, leserecht):
        goerlitz = DistrictFactory(key="14626", name="Görlitz", display_name="Landkreis Görlitz")
        for name in ("Bernstadt", "Görlitz", "Löbau"):
            town(name, district=goerlitz)
        browser = client_of(leserecht)
        for typed in ("gorlitz", "Goerlitz", "görlitz"):
            assert names(browser.get(URL, {"q": typed})) == ["Görlitz", "Bernstadt", "Löbau"]
        assert names(browser.get(URL, {"q": "gorlitz", "sortierung": "kommune"})) == ["Bernstadt", "Görlitz", "Löbau"]

    @pytest.mark.parametrize("typed", ["Ölsnitz", "ölsn", "oelsnitz", "OELSN"])
    def test_an_umlaut_finds_what_is_written_with_two_letters(self, client_of, leserecht, meerane, typed):
        town("Oelsnitz")
        assert names(client_of(leserecht).get(URL, {"q": typed})) == ["Oelsnitz"]

    def test_a_slip_of_the_key_is_asked_back(self, client_of, leserecht, meerane):
        town("Zittau")
        page = Page(client_of(leserecht).get(URL, {"q": "Zitau"}))
        empty = page.main.find(".//div[@class='app-empty']")
        assert text(empty) == "Keine Kommune gefunden Meinten Sie Zittau? Zittau zeigen"
        assert page.links(empty) == [("Zittau zeigen", f"{URL}?q=Zittau")]

    def test_people_are_found_by_name_with_their_body(self, client_of, leserecht, meerane, pd_zwickau):
        found = ContactFactory(municipality=meerane, name="Jörg Schmeißer", office="Bürgermeister")
        ContactFactory(municipality=None, police_directorate=pd_zwickau, name="Ina Schmeisser", office="Prävention")
        ContactFactory(municipality=meerane, name="Alt Schmeißer", ends_on=date(2023, 4, 24), starts_on=SINCE)
        ContactFactory(municipality=meerane, name="Intern Schmeißer", visibility=Visibility.OWN_PLACE)
        page = Page(client_of(leserecht).get(URL, {"q": "schmeiss"}))
        people = page.main.find(".//section[@aria-labelledby='personen']")
        assert [text(row) for row in people.findall(".//li")] == [
            "Ina Schmeisser Prävention Polizeidirektion Zwickau",
            "Jörg Schmeißer Bürgermeister Meerane",
        ]
        assert page.links(people)[1] == ("Jörg Schmeißer", f"/personen/{found.person_id}/")
        # Two letters are no name.
        assert 'id="personen"' not in client_of(leserecht).get(URL, {"q": "sc"}).content.decode()

    def test_nothing_found_says_what_can_be_searched(self, client_of, leserecht, meerane):
        page = Page(client_of(leserecht).get(URL, {"q": "Nirgendwo"}))
        empty = page.main.find(".//div[@class='app-empty']")
        assert text(empty) == (
            "Keine Kommune gefunden Gesucht wird im Namen, auch im sorbischen, im Landkreis und am Anfang des AGS. "
            "Alle Kommunen zeigen"
        )
        assert page.links(empty) == [("Alle Kommunen zeigen", URL)]

    def test_what_was_typed_is_not_lost_and_cannot_break_out(self, client_of, leserecht, meerane):
        typed = '"><script>alert(1)</script>'
        page = Page(client_of(leserecht).get(URL, {"q": typed}))
        assert page.main.find(".//input[@name='q'][@id='id_q']").get("value") == typed


class TestFilters:
    def test_by_district(self, client_of, leserecht, meerane, werdau, loessnitz):
        assert names(client_of(leserecht).get(URL, {"landkreis": "14524"})) == ["Meerane", "Werdau"]

    @pytest.mark.parametrize(
        ("word", "label", "found"),
        [
            ("vorhanden", "vorhanden", ["Meerane"]),
            ("in-arbeit", "in Arbeit", ["Werdau"]),
            ("noch-nicht", "noch nicht", ["Lößnitz"]),
        ],
    )
    def test_by_state_of_the_block(self, client_of, leserecht, meerane, werdau, loessnitz, word, label, found):
        AgreementFactory(signed=True, towns=[meerane])
        AgreementFactory(consultation=True, towns=[werdau])
        response = client_of(leserecht).get(URL, {"vereinbarung": word})
        assert names(response) == found
        assert Page(response).texts(".//a[@aria-current='true']") == ["alle", label]

    def test_chips_keep_the_other_filters_and_start_over(self, client_of, leserecht, meerane):
        query = {"q": "mee", "landkreis": "14524", "vereinbarung": "noch-nicht", "seite": "1", "sortierung": "-ags"}
        page = Page(client_of(leserecht).get(URL, query))
        # Those of the second block, the agreements.
        chips = page.all(".//nav[@class='app-chips']")[1]
        assert page.links(chips) == [
            ("alle", f"{URL}?q=mee&landkreis=14524&sortierung=-ags"),
            ("vorhanden", f"{URL}?q=mee&landkreis=14524&sortierung=-ags&vereinbarung=vorhanden"),
            ("in Arbeit", f"{URL}?q=mee&landkreis=14524&sortierung=-ags&vereinbarung=in-arbeit"),
            ("noch nicht", f"{URL}?q=mee&landkreis=14524&sortierung=-ags&vereinbarung=noch-nicht"),
        ]

    def test_the_form_keeps_what_is_chosen_elsewhere(self, client_of, leserecht, meerane):
        query = {"vereinbarung": "noch-nicht", "sortierung": "-ags", "seite": "1"}
        page = Page(client_of(leserecht).get(URL, query))
        hidden = {item.get("name"): item.get("value") for item in page.all(".//form/input[@type='hidden']")}
        assert hidden == {"vereinbarung": "noch-nicht", "sortierung": "-ags"}

    @pytest.mark.parametrize(
        "query",
        [
            {"landkreis": "unbekannt"},
            {"vereinbarung": "gelb"},
            {"beispiele": "vielleicht"},
            {"sortierung": "password"},
            {"sortierung": "--ags"},
            {"seite": "999"},
            {"seite": "x"},
            {"q": "\x00"},
            {"q": "x" * 200},
        ],
    )
    def test_nonsense_in_the_address_is_ignored(self, client_of, leserecht, meerane, query):
        response = client_of(leserecht).get(URL, query)
        assert (response.status_code, names(response)) == (200, ["Meerane"])


class TestExamples:
    def test_invented_towns_stand_apart_and_are_marked(self, client_of, leserecht, meerane, musterstadt):
        response = client_of(leserecht).get(URL)
        assert names(response) == ["Meerane"]
        page = Page(response)
        tabs = page.main.find(".//nav[@class='app-tabs']")
        assert page.links(tabs) == [("Kommunen in Sachsen 1", URL), ("Beispiele (erfunden) 1", f"{URL}?beispiele=ja")]
        response = client_of(leserecht).get(URL, {"beispiele": "ja", "seite": "1"})
        assert names(response) == ["Musterstadt Beispiel"]
        tabs = Page(response).main.find(".//nav[@class='app-tabs']")
        assert page.links(tabs) == [("Kommunen in Sachsen 1", URL), ("Beispiele (erfunden) 1", f"{URL}?beispiele=ja")]

    def test_the_tabs_keep_the_filters(self, client_of, leserecht, meerane, musterstadt):
        page = Page(client_of(leserecht).get(URL, {"q": "m", "seite": "1"}))
        tabs = page.main.find(".//nav[@class='app-tabs']")
        assert [url for _, url in page.links(tabs)] == [f"{URL}?q=m", f"{URL}?q=m&beispiele=ja"]

    def test_without_invented_towns_there_are_no_tabs(self, client_of, leserecht, meerane):
        assert Page(client_of(leserecht).get(URL)).all(".//nav[@class='app-tabs']") == []

    @pytest.mark.parametrize(
        ("query", "sentence", "way"),
        [
            ({"q": "muster"}, "In Sachsen nicht gefunden", f"{URL}?q=muster&beispiele=ja"),
            ({"q": "meer", "beispiele": "ja"}, "Kein Beispiel gefunden", f"{URL}?q=meer"),
        ],
    )
    def test_a_search_shows_the_way_to_the_other_sort(
        self, client_of, leserecht, meerane, musterstadt, query, sentence, way
    ):
        page = Page(client_of(leserecht).get(URL, query))
        empty = page.main.find(".//div[@class='app-empty']")
        assert text(empty).startswith(sentence)
        assert [url for _, url in page.links(empty)] == [way]


class TestSorting:
    @pytest.mark.parametrize(
        ("sorting", "order"),
        [
            ("kommune", ["Oelsnitz", "Olbernhau", "Ölbronn", "Zschopau"]),
            ("-kommune", ["Zschopau", "Ölbronn", "Olbernhau", "Oelsnitz"]),
            ("einwohner", ["Zschopau", "Olbernhau", "Oelsnitz", "Ölbronn"]),
            ("-einwohner", ["Oelsnitz", "Olbernhau", "Zschopau", "Ölbronn"]),
            ("ags", ["Ölbronn", "Zschopau", "Oelsnitz", "Olbernhau"]),
            ("landkreis", ["Ölbronn", "Oelsnitz", "Olbernhau", "Zschopau"]),
        ],
    )
    def test_as_germans_sort_unknown_last(self, client_of, leserecht, bautzen, erzgebirgskreis, sorting, order):
        town("Oelsnitz", ags="20000003", population=3000, district=erzgebirgskreis)
        town("Olbernhau", ags="20000004", population=2000, district=erzgebirgskreis)
        town("Zschopau", ags="20000002", population=1000, district=erzgebirgskreis)
        town("Ölbronn", ags="20000001", population=None, population_on=None, population_base="", district=bautzen)
        response = client_of(leserecht).get(URL, {"sortierung": sorting})
        assert names(response) == order
        heads = Page(response).all(".//thead//th[@aria-sort]")
        assert [head.get("aria-sort") for head in heads] == ["descending" if sorting[0] == "-" else "ascending"]


class TestPages:
    def test_fifty_per_page_and_constant_queries(self, client_of, leserecht, count_queries):
        town("Ort 00")
        few = count_queries(client_of(leserecht), URL)
        for number in range(1, 61):
            town(f"Ort {number:02}")
        assert count_queries(client_of(leserecht), URL) == few
        first, second = (client_of(leserecht).get(URL, {"seite": page}) for page in (1, 2))
        assert (len(names(first)), names(first)[-1]) == (50, "Ort 49")
        assert names(second) == [f"Ort {number}" for number in range(50, 61)]
        assert Page(first).texts(".//p[@class='app-meta']")[0] == "1 bis 50 von 61 Kommunen"


class TestWhileTyping:
    def test_the_answer_is_only_the_results(self, client_of, leserecht, meerane, werdau):
        whole, part = (client_of(leserecht).get(URL, {"q": "meer"}, headers=headers) for headers in ({}, HTMX))
        assert names(part) == names(whole) == ["Meerane"]
        assert part.content.decode().strip().startswith("<div")
        assert "<html" not in part.content.decode()
        assert Page(part).main[0].get("id") == "ergebnis"
        assert "HX-Request" in part["Vary"]
        assert "HX-Request" in whole["Vary"]

    def test_coming_back_through_the_history_gets_the_whole_page(self, client_of, leserecht, meerane):
        response = client_of(leserecht).get(URL, headers=HTMX | {"HX-History-Restore-Request": "true"})
        assert "<html" in response.content.decode()


class TestWhoMayCome:
    @pytest.mark.parametrize("who", ["leitung", "sachbearbeitung", "leserecht"])
    def test_the_office_may(self, request, client_of, meerane, who):
        assert names(client_of(request.getfixturevalue(who)).get(URL)) == ["Meerane"]

    @pytest.mark.parametrize(
        "who", ["koordination_meerane", "beigeordnete_meerane", "mitarbeit_meerane", "coach", "polizei_zwickau"]
    )
    def test_others_may_not(self, request, client_of, meerane, who):
        response = client_of(request.getfixturevalue(who)).get(URL)
        assert response.status_code == 403
        assert "tbody" not in response.content.decode()

    def test_an_ended_function_may_not(self, client_of, db):
        user = person(
            "frueher@lpr.example", Function.STATE_READER, starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24)
        )
        assert client_of(user).get(URL).status_code == 403

    def test_a_stranger_has_to_sign_in(self, client, db):
        response = client.get(URL)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={URL}")

    def test_wrong_method_is_405(self, client_of, leserecht):
        assert client_of(leserecht).post(URL).status_code == 405
