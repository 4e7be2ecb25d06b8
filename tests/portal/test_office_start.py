"""The state office's start page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.functions import Function
from agreements.models import CooperationAgreement, Party
from audit.models import AuditEvent
from core import dates
from tests import life
from tests.factories import AgreementFactory, MunicipalityFactory, PoliceDirectorateFactory, person
from tests.portal.page import Page, text

HOME = "/"


def tiles(page):
    """Only the tiles: the definitions below them stand in a list of their own, whose heads have no glyph."""
    heads = [(tile.find("dt"), tile.findall("dd")) for tile in page.all(".//dl/div")]
    return {text(head): [text(part) for part in parts] for head, parts in heads if head is not None and len(head)}


def agree(agreement, *, but=()):
    open_parties = agreement.parties.exclude(kind__in=but)
    open_parties.update(agreed_on=dates.today(), agreed_version=agreement.version, agreed_by=agreement.created_by)


class TestFigures:
    def test_every_figure_has_its_value_and_is_defined(
        self, client_of, leserecht, meerane, werdau, loessnitz, musterstadt
    ):
        AgreementFactory(signed=True, towns=[meerane, werdau])
        AgreementFactory(finalised=True, towns=[loessnitz])
        AgreementFactory(signed=True, towns=[musterstadt], kind=CooperationAgreement.Kind.PRELIMINARY)
        page = Page(client_of(leserecht).get(HOME))
        assert tiles(page) == {
            "Beratene Kommunen": ["0", "bis zum 25. April 2023"],
            "Kontaktierte Kommunen": ["0", "bis zum 25. April 2023"],
            "Beratung in Arbeit": ["0", "vom ersten Kontakt an"],
            "Kooperationsvereinbarungen": ["1", "zuletzt Nr. 1: Meerane und Werdau · voraussichtlich Nr. 2: Lößnitz"],
            "Kommunen mit Vereinbarung": ["2", "von 3 Kommunen in Sachsen"],
            "Vereinbarung in Arbeit": ["1", "vom ersten Entwurf an"],
            "Landkreise und Kreisfreie Städte": ["1", "von 2 mit Vereinbarung"],
        }
        defined = page.texts(".//details//dt")
        assert defined == list(tiles(page))
        assert all(page.texts(".//details//dd"))

    def test_nobody_knows_which_of_two_comes_next(self, client_of, leserecht, meerane, werdau):
        AgreementFactory(finalised=True, towns=[meerane])
        AgreementFactory(finalised=True, towns=[werdau])
        page = Page(client_of(leserecht).get(HOME))
        assert tiles(page)["Kooperationsvereinbarungen"] == ["0", "bis zum 25. April 2023"]

    def test_another_day_counts_as_it_stood(self, client_of, leserecht, meerane, werdau):
        with dates.at(date(2022, 6, 1)):
            AgreementFactory(signed=True, towns=[meerane])
        AgreementFactory(signed=True, towns=[werdau])
        page = Page(client_of(leserecht).get(HOME, {"stichtag": "31.12.2022"}))
        assert tiles(page)["Kooperationsvereinbarungen"] == ["1", "zuletzt Nr. 1: Meerane"]
        assert tiles(page)["Kommunen mit Vereinbarung"] == ["1", "von 2 Kommunen in Sachsen"]
        assert page.texts(".//p[@class='kern-subline']") == [
            "Stand der Präventionspartnerschaften am 31. Dezember 2022"
        ]
        # The other lists show today, so no figure of another day leads there.
        links = [link for link in page.links(page.main.find(".//dl")) if link[1] != "#landkreise"]
        assert [address for _, address in links] == ["/vereinbarungen/?bis=2022-12-31"]

    def test_what_shows_today_only_says_so_on_another_day(self, client_of, leserecht):
        titles = ["wiedervorlagen", "aufmerksamkeit", "ereignisse"]
        beside = [f".//h2[@id='{title}']/../span" for title in titles]
        today, earlier = (Page(client_of(leserecht).get(HOME, asked)) for asked in ({}, {"stichtag": "31.12.2022"}))
        assert [earlier.texts(path) for path in beside] == [["Stand heute"]] * 3
        assert [today.texts(path) for path in beside] == [[]] * 3

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("morgen", "Bitte ein Datum wie 25.04.2023 eingeben."),
            ("26.04.2023", "Bitte einen Tag bis heute wählen: Die Zukunft ist noch nicht gezählt."),
        ],
    )
    def test_a_day_that_cannot_be_counted_is_refused(self, client_of, leserecht, typed, message):
        response = client_of(leserecht).get(HOME, {"stichtag": typed})
        assert response.status_code == 422
        page = Page(response)
        assert page.errors() == [message]
        assert page.main.find(".//input[@name='stichtag']").get("value") in (typed, "2023-04-26")


class TestDistricts:
    def test_districts_sum_up_without_invented_towns(
        self, client_of, leserecht, meerane, werdau, loessnitz, musterstadt
    ):
        AgreementFactory(signed=True, towns=[meerane, loessnitz])
        AgreementFactory(consultation=True, towns=[werdau])
        page = Page(client_of(leserecht).get(HOME))
        table = page.panel("landkreise")
        assert [[text(cell) for cell in row] for row in table.findall(".//tr")] == [
            [
                "Landkreis, Kreisfreie Stadt",
                "Kommunen",
                "mit Beratung",
                "Beratung in Arbeit",
                "mit Vereinbarung",
                "Vereinbarung in Arbeit",
            ],
            ["Erzgebirgskreis", "1", "–", "–", "1", "–"],
            ["Landkreis Zwickau", "2", "–", "–", "1", "1"],
            ["Sachsen", "3", "0", "0", "2", "1"],
        ]
        assert page.links(table) == [
            ("Erzgebirgskreis", "/kommunen/?landkreis=14521"),
            ("Landkreis Zwickau", "/kommunen/?landkreis=14524"),
        ]

    def test_on_another_day_no_district_leads_to_the_list_of_today(self, client_of, leserecht, meerane):
        page = Page(client_of(leserecht).get(HOME, {"stichtag": "31.12.2022"}))
        assert [text(row) for row in page.panel("landkreise").findall(".//tbody/tr/th")] == ["Landkreis Zwickau"]
        assert page.links(page.panel("landkreise")) == []


class TestWaiting:
    def test_the_lead_is_asked_to_approve_what_all_agreed_to(self, client_of, leitung, meerane):
        agreement = AgreementFactory(consultation=True, towns=[meerane])
        agree(agreement)
        page = Page(client_of(leitung).get(HOME))
        assert page.rows("schlusszeichnen") == ["Meerane: Kooperationsvereinbarung Schlusszeichnen seit heute"]
        assert page.links(page.panel("schlusszeichnen")) == [
            ("Meerane: Kooperationsvereinbarung", agreement.get_absolute_url()),
            ("Schlusszeichnen", reverse("agreements:approve", args=[agreement.pk])),
        ]

    def test_the_lead_is_not_asked_to_approve_her_own_draft(self, client_of, leitung, meerane):
        agree(AgreementFactory(consultation=True, towns=[meerane], created_by=leitung))
        page = Page(client_of(leitung).get(HOME))
        assert page.rows("schlusszeichnen") == [
            "Meerane: Kooperationsvereinbarung "
            "von Ihnen entworfen oder zuletzt geändert: braucht eine zweite Person seit heute"
        ]

    def test_others_see_that_it_lies_with_the_lead(self, client_of, sachbearbeitung, leserecht, meerane):
        agree(AgreementFactory(consultation=True, towns=[meerane], created_by=person("zweite@lpr.example")))
        for user in (sachbearbeitung, leserecht):
            page = Page(client_of(user).get(HOME))
            heading = page.panel("schlusszeichnen").find("h3")
            assert text(heading) == "Bei der Leitung zur Schlusszeichnung 1"
            assert page.rows("schlusszeichnen") == ["Meerane: Kooperationsvereinbarung seit heute"]

    def test_missing_signatures_name_who_has_the_paper_and_how_long(self, client_of, leserecht, meerane, pd_zwickau):
        with dates.at(dates.today() - timedelta(days=31)):
            AgreementFactory(finalised=True, towns=[meerane], towns__police=pd_zwickau)
        page = Page(client_of(leserecht).get(HOME))
        assert page.rows("unterschrift") == [
            "Meerane: Kooperationsvereinbarung liegt bei: Landespräventionsrat Sachsen, Stadt Meerane, "
            "Polizeidirektion Zwickau seit 25. März 2023 seit 31 Tagen"
        ]
        badge = page.panel("unterschrift").find(".//span[@class='kern-badge kern-badge--small kern-badge--warning']")
        assert text(badge) == "seit 31 Tagen"

    def test_thirty_days_are_not_slow_yet(self, client_of, leserecht, meerane):
        with dates.at(dates.today() - timedelta(days=30)):
            AgreementFactory(finalised=True, towns=[meerane])
        page = Page(client_of(leserecht).get(HOME))
        assert (
            page.panel("unterschrift").findall(".//span[@class='kern-badge kern-badge--small kern-badge--warning']")
            == []
        )

    def test_only_who_has_not_signed_holds_the_paper(self, client_of, leserecht, meerane, samples):
        life.agreement_in("partly_signed", towns=[meerane])
        page = Page(client_of(leserecht).get(HOME))
        assert page.rows("unterschrift") == [
            "Meerane: Kooperationsvereinbarung liegt bei: Stadt Meerane seit 25. April 2023 seit heute"
        ]

    def test_the_rest_is_being_agreed_or_to_be_fixed(self, client_of, leserecht, meerane, werdau, musterstadt):
        agree(AgreementFactory(consultation=True, towns=[meerane]), but=[Party.Kind.MUNICIPALITY])
        AgreementFactory(approved=True, towns=[werdau])
        AgreementFactory(towns=[musterstadt])
        page = Page(client_of(leserecht).get(HOME))
        assert page.rows("abstimmung") == [
            "Meerane: Kooperationsvereinbarung liegt bei: Stadt Meerane seit 25. April 2023 seit heute"
        ]
        assert page.rows("festschreiben") == ["Werdau: Kooperationsvereinbarung seit heute"]
        assert [page.panel(key) for key in ("schlusszeichnen", "unterschrift")] == [None, None]

    def test_invented_towns_are_marked(self, client_of, leserecht, musterstadt):
        AgreementFactory(consultation=True, towns=[musterstadt])
        page = Page(client_of(leserecht).get(HOME))
        assert page.rows("abstimmung")[0].startswith("Musterstadt: Kooperationsvereinbarung Beispiel liegt bei")

    def test_a_long_group_says_how_many_more_there_are(self, client_of, leserecht, db):
        for number in range(10):
            AgreementFactory(consultation=True, towns=[MunicipalityFactory(name=f"Ort {number}")])
        page = Page(client_of(leserecht).get(HOME))
        assert len(page.rows("abstimmung")) == 8
        assert ("2 weitere Vereinbarungen in der Liste", "/vereinbarungen/?zustand=consultation") in page.links()

    def test_an_empty_office_is_told_so(self, client_of, leserecht):
        page = Page(client_of(leserecht).get(HOME))
        assert "Nichts liegt an" in text(page.panel("aufmerksamkeit"))
        assert "Noch nichts geschehen" in text(page.panel("ereignisse"))


class TestEvents:
    def test_who_did_what_and_when(self, client_of, leserecht, meerane, samples):
        with dates.at(date(2023, 4, 20)):
            agreement = life.agreement_in("draft", towns=[meerane])
        life.lead_on(agreement, "consultation")
        page = Page(client_of(leserecht).get(HOME))
        name = "Kooperationsvereinbarung Meerane"
        assert page.rows("ereignisse") == [
            f"{name} 25. April 2023 Sachbearbeitung ASSKomm In die Abstimmung gegeben",
            f"{name} 20. April 2023 Sachbearbeitung ASSKomm Entwurf angelegt",
        ]
        assert {url for _, url in page.links(page.panel("ereignisse"))} == {agreement.get_absolute_url()}

    def test_what_the_office_may_not_read_is_no_event_of_its_page(
        self, client_of, leitung, koordination_meerane, meerane
    ):
        """A town's own contacts are recorded, too; the record must not tell the office what the contact hides."""
        client_of(koordination_meerane).post(
            reverse("portal:contact_create", args=[meerane.pk]),
            {"office": "Geheimes Amt", "role": "other", "visibility": "1", "starts_on": "2023-04-25"},
        )
        assert AuditEvent.objects.filter(subject_label="Geheimes Amt").count() == 1
        assert "Geheimes Amt" not in client_of(leitung).get(HOME).content.decode()


def fill(count):
    """One agreement of each kind that the page lists, per step."""
    for number in range(count):
        police = PoliceDirectorateFactory(key=f"pd-{number}")
        agree(AgreementFactory(consultation=True, towns__police=police))
        for trait in ("consultation", "approved", "finalised", "signed"):
            AgreementFactory(**{trait: True}, towns__police=police)


def test_queries_do_not_grow_with_the_rows(client_of, leitung, count_queries):
    client_of(leitung)  # whoever signs in for the first time is told of nothing new
    # Two, because a single one about to be signed is told its number, which takes a query.
    fill(2)
    few = count_queries(client_of(leitung), HOME)
    fill(30)
    assert count_queries(client_of(leitung), HOME) == few


def test_wrong_method_is_405(client_of, leitung):
    assert client_of(leitung).post(HOME).status_code == 405


def test_reading_and_casework_see_the_same_figures(client_of, leserecht, sachbearbeitung, leitung, meerane):
    AgreementFactory(signed=True, towns=[meerane])
    seen = [tiles(Page(client_of(user).get(HOME))) for user in (leserecht, sachbearbeitung, leitung)]
    assert seen[0] == seen[1] == seen[2]


def test_function_ended_yesterday_opens_nothing(client_of, db):
    user = person(
        "frueher@lpr.example",
        Function.STATE_LEAD,
        starts_on=date(2020, 1, 1),
        ends_on=dates.today() - timedelta(days=1),
    )
    page = Page(client_of(user).get(HOME))
    assert page.panels() == ["Sie haben heute keine Funktion"]
