"""Reading pages of an agreement: who may open them, the list with its filters, the costs of a page."""

from datetime import date

import pytest
from django.urls import reverse

from core import dates
from tests.agreements.asking import text, url
from tests.factories import AgreementFactory, MunicipalityFactory
from tests.life import agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]


# --- Who may open what ------------------------------------------------------------------------------------------------

WRITERS_PAGES = (
    "text", "parties", "signatories", "open_consultation", "return_to_draft", "finalise", "reopen", "withdraw", "end",
    "guests", "signed_copy",
)  # fmt: skip
READERS_PAGES = ("detail", "pdf")


@pytest.mark.parametrize("name", WRITERS_PAGES)
def test_writers_pages_open_for_writers_alone(
    name, client_of, leitung, sachbearbeitung, leserecht, koordination_meerane, beigeordnete_meerane, polizei_zwickau,
    coach, meerane, pd_zwickau
):  # fmt: skip
    # The page of a move opens while the move is possible.
    state = {"open_consultation": "draft", "finalise": "approved", "reopen": "approved", "end": "signed"}
    agreement = agreement_in(state.get(name, "consultation"), towns=[meerane], police=pd_zwickau)
    people = (leitung, sachbearbeitung, leserecht, koordination_meerane, beigeordnete_meerane, polizei_zwickau, coach)
    answers = [client_of(person).get(url(name, agreement)).status_code for person in people]
    assert answers == [200, 200, 403, 403, 403, 403, 403]


def test_lead_alone_opens_the_approval(client_of, leitung, sachbearbeitung, leserecht, beigeordnete_meerane, meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    people = (leitung, sachbearbeitung, leserecht, beigeordnete_meerane)
    assert [client_of(person).get(url("approve", agreement)).status_code for person in people] == [200, 403, 403, 403]


@pytest.mark.parametrize("name", READERS_PAGES)
def test_readers_pages_open_for_those_whose_agreement_it_is(
    name, client_of, leserecht, koordination_meerane, mitarbeit_meerane, koordination_werdau, polizei_zwickau,
    polizei_chemnitz, coach, meerane, pd_zwickau
):  # fmt: skip
    agreement = agreement_in("consultation", towns=[meerane], police=pd_zwickau)
    people = (
        leserecht,
        koordination_meerane,
        mitarbeit_meerane,
        polizei_zwickau,
        koordination_werdau,
        polizei_chemnitz,
        coach,
    )
    answers = [client_of(person).get(url(name, agreement)).status_code for person in people]
    assert answers == [200, 200, 200, 200, 404, 404, 403]


@pytest.mark.parametrize("name", [*READERS_PAGES, "log"])
def test_pages_that_only_read_take_no_post(name, client_of, leitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    assert client_of(leitung).post(url(name, agreement)).status_code == 405


@pytest.mark.parametrize("name", WRITERS_PAGES)
def test_other_methods_are_refused(name, client_of, leitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    for method in ("put", "delete", "patch"):
        assert getattr(client_of(leitung), method)(url(name, agreement)).status_code == 405


def test_page_of_an_agreement_that_does_not_exist(client_of, leitung):
    for number in (4711, 99999999999999999999):
        assert client_of(leitung).get(reverse("agreements:detail", args=[number])).status_code == 404


def test_draft_does_not_exist_for_town_and_police(
    client_of, koordination_meerane, beigeordnete_meerane, polizei_zwickau, meerane, pd_zwickau
):
    draft = agreement_in("draft", towns=[meerane], police=pd_zwickau)
    for person in (koordination_meerane, beigeordnete_meerane, polizei_zwickau):
        assert client_of(person).get(url("detail", draft)).status_code == 404
        assert draft.file_reference not in text(client_of(person).get(url("list")))


def test_successor_by_law_is_shown_from_its_day(client_of, leserecht, meerane, werdau):
    concluded = agreement_in("signed", towns=[meerane])
    town, browser = concluded.bearers[0], client_of(leserecht)
    concluded.parties.create(kind="municipality", municipality=werdau, succeeds=town, succeeded_on=date(2023, 5, 1))
    sentence = "Rechtsnachfolge seit 1. Mai 2023: Stadt Werdau für Stadt Meerane."
    shown = []
    for day in (date(2023, 4, 30), date(2023, 5, 1)):
        with dates.at(day):
            shown.append(sentence in text(browser.get(url("detail", concluded))))
    assert shown == [False, True]


def test_log_tells_the_office_what_changed(client_of, leserecht, koordination_meerane, meerane):
    concluded = agreement_in("signed", towns=[meerane])
    page = client_of(leserecht).get(url("log", concluded))
    assert "Von allen unterzeichnet" in text(page)
    assert client_of(koordination_meerane).get(url("log", concluded)).status_code == 403


# --- The list ---------------------------------------------------------------------------------------------------------


def rows(response):
    return [row.towns_label for row in response.context["page"].object_list]


def test_list_is_filtered_and_sorted(client_of, leserecht, meerane, werdau, loessnitz):
    AgreementFactory(signed=True, towns=[meerane], file_reference="LPR-A", register_number=12)
    AgreementFactory(signed=True, towns=[werdau, loessnitz], file_reference="LPR-B", register_number=3)
    AgreementFactory(towns=[loessnitz], file_reference="LPR-C")
    browser = client_of(leserecht)
    answers = {
        query: rows(browser.get(f"{url('list')}?{query}"))
        for query in (
            "", "sortierung=nummer", "sortierung=kommune", "sortierung=unsinn", "q=loessnitz", "q=lpr-b", "q=12",
            "zustand=draft", "zustand=unsinn", "landkreis=14521", "landkreis=unsinn", "q=%00", "q=+",
        )
    }  # fmt: skip
    newest_first = ["Lößnitz", "Meerane", "Werdau und Lößnitz"]
    assert answers == {
        "": newest_first,
        "sortierung=nummer": ["Lößnitz", "Werdau und Lößnitz", "Meerane"],
        "sortierung=kommune": ["Lößnitz", "Meerane", "Werdau und Lößnitz"],
        "sortierung=unsinn": newest_first,
        "q=loessnitz": ["Lößnitz", "Werdau und Lößnitz"],
        "q=lpr-b": ["Werdau und Lößnitz"],
        "q=12": ["Meerane"],
        "zustand=draft": ["Lößnitz"],
        "zustand=unsinn": newest_first,
        "landkreis=14521": ["Lößnitz", "Werdau und Lößnitz"],
        "landkreis=unsinn": newest_first,
        "q=%00": newest_first,
        "q=+": newest_first,
    }


def test_empty_list_says_so(client_of, koordination_werdau):
    assert "Keine Vereinbarung gefunden" in text(client_of(koordination_werdau).get(url("list")))


def query_count(browser, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("person", ["leserecht", "koordination_meerane", "polizei_zwickau"])
def test_list_costs_the_same_for_one_row_and_for_thirty(
    person, request, client_of, meerane, pd_zwickau, django_assert_max_num_queries
):
    browser = client_of(request.getfixturevalue(person))
    AgreementFactory(consultation=True, towns=[meerane], towns__police=pd_zwickau)
    one = query_count(browser, url("list"), django_assert_max_num_queries)
    for _ in range(29):
        AgreementFactory(consultation=True, towns=[meerane, MunicipalityFactory()], towns__police=pd_zwickau)
    assert query_count(browser, url("list"), django_assert_max_num_queries) == one


def test_page_costs_the_same_for_one_town_and_for_five(client_of, leserecht, django_assert_max_num_queries):
    browser = client_of(leserecht)
    one = agreement_in("signed", towns=[MunicipalityFactory()])
    five = agreement_in("signed", towns=[MunicipalityFactory() for _ in range(5)])
    # The first call of a process also asks for what it keeps from then on.
    counts = [query_count(browser, url("detail", row), django_assert_max_num_queries) for row in (one, one, five)]
    assert counts[1] == counts[2]


def test_long_list_has_pages(client_of, leserecht, meerane):
    for _ in range(51):
        AgreementFactory(towns=[meerane])
    browser = client_of(leserecht)
    assert [len(rows(browser.get(f"{url('list')}?seite={page}"))) for page in ("1", "2", "99", "x")] == [50, 1, 1, 50]
