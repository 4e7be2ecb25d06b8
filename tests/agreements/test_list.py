"""The list: filters, sorting, files of exactly what is shown, and the same number of queries for one row and fifty."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core import dates
from tests.agreements.asking import text, url
from tests.factories import AgreementFactory, AssociationFactory, AssociationMembershipFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(meerane, werdau, loessnitz, musterstadt, pd_zwickau):
    """One of each: signed long ago, signed this year, preliminary, invented, draft."""
    with dates.at(date(2021, 5, 25)):
        old = AgreementFactory(signed=True, towns=[loessnitz], file_reference="=1+1")
    return {
        "old": old,
        "new": AgreementFactory(signed=True, towns=[meerane, werdau], towns__police=pd_zwickau),
        "preliminary": AgreementFactory(signed=True, kind="preliminary", towns=[werdau]),
        "invented": AgreementFactory(consultation=True, towns=[musterstadt]),
        "draft": AgreementFactory(towns=[meerane]),
    }


def shown(client, **asked):
    return [row.pk for row in client.get(url("list"), asked).context["page"].object_list]


def lines(client, **asked):
    answer = client.get(url("export_csv"), asked)
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("typed", ["Oelsnitz", "Ölsnitz", "oelsnitz/erzgeb"])
def test_a_town_is_found_however_its_umlaut_is_written(client_of, leserecht, typed):
    town = MunicipalityFactory(name="Oelsnitz/Erzgeb.")
    row = AgreementFactory(signed=True, towns=[town])
    assert shown(client_of(leserecht), q=typed) == [row.pk]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"old", "new", "preliminary", "invented", "draft"}),
        ({"zustand": "signed"}, {"old", "new", "preliminary"}),
        ({"art": "preliminary"}, {"preliminary"}),
        ({"art": "agreement", "zustand": "signed"}, {"old", "new"}),
        ({"jahr": "2021"}, {"old"}),
        ({"jahr": "2023"}, {"new", "preliminary"}),
        ({"landkreis": "14521"}, {"old"}),
        ({"polizei": "zwickau"}, {"new", "preliminary", "invented", "draft"}),
        ({"polizei": "chemnitz"}, {"old"}),
        ({"bis": "2022-12-31"}, {"old"}),
        ({"bis": "2023-04-25"}, {"old", "new"}),
        ({"q": "werdau"}, {"new", "preliminary"}),
        ({"q": "=1+1"}, {"old"}),
        ({"jahr": "1999", "art": "x", "zustand": "'", "bis": "morgen", "polizei": "x"}, None),
    ],
)
def test_filters_narrow_the_list_and_what_nobody_offered_is_ignored(client_of, leserecht, five, asked, found):
    rows = {five[name].pk for name in (found if found is not None else five)}
    browser = client_of(leserecht)
    assert set(shown(browser, **asked)) == rows
    assert len(lines(browser, **asked)) == 6 + len(rows)


@pytest.mark.parametrize("sorting", ["nummer", "-kommune", "art", "zustand", "-unterzeichnet", "aktenzeichen"])
def test_file_has_the_order_of_the_list(client_of, leserecht, five, sorting):
    browser = client_of(leserecht)
    order = [str(row.version) for row in browser.get(url("list"), {"sortierung": sorting}).context["page"].object_list]
    references = [row.file_reference for row in browser.get(url("list"), {"sortierung": sorting}).context["page"]]
    head, *table = lines(browser, sortierung=sorting)[5:]
    assert [row[head.index("Aktenzeichen")].removeprefix("'") for row in table] == references
    assert [row[head.index("Fassung")] for row in table] == order


def test_sorted_by_the_name_that_is_shown(client_of, leserecht, meerane, werdau, loessnitz):
    """Several towns stand in the order of their agreement; a successor by law stands in no text."""
    joint = AgreementFactory(signed=True, towns=[werdau, loessnitz])
    own = AgreementFactory(signed=True, towns=[meerane])
    own.parties.create(
        kind="municipality", municipality=MunicipalityFactory(name="Zwönitz"), succeeded_on=dates.today(),
        succeeds=own.parties.get(municipality=meerane),
    )  # fmt: skip
    old = AgreementFactory(signed=True, towns=[MunicipalityFactory(name="Ostrau")])
    old.parties.create(
        kind="municipality", municipality=MunicipalityFactory(name="Jahnatal"), succeeded_on=dates.today(),
        succeeds=old.parties.get(kind="municipality"),
    )  # fmt: skip
    assert shown(client_of(leserecht), sortierung="kommune") == [own.pk, old.pk, joint.pk]


@pytest.fixture
def bund(meerane, loessnitz, werdau):
    """The Städtebund Silberberg: Lößnitz today, Meerane until yesterday, Werdau from tomorrow."""
    body = AssociationFactory(name="Silberberg", seat="Lößnitz")
    days = {loessnitz: (date(2020, 1, 1), None), meerane: (date(2020, 1, 1), date(2023, 4, 24)),
            werdau: (date(2023, 4, 26), None)}  # fmt: skip
    for town, (starts_on, ends_on) in days.items():
        AssociationMembershipFactory(association=body, municipality=town, starts_on=starts_on, ends_on=ends_on)
    return body


@pytest.mark.parametrize("asked", ["Silberberg", "städtebund silber"])
def test_association_is_found_by_what_it_bears_and_by_its_members_of_the_day(client_of, leserecht, five, bund, asked):
    borne = AgreementFactory(towns=[])
    borne.parties.create(kind="association", association=bund)
    assert set(shown(client_of(leserecht), q=asked)) == {five["old"].pk, borne.pk}


def test_name_of_a_town_finds_the_town_and_not_its_neighbours(client_of, leserecht, five, meerane, werdau):
    AssociationFactory(kind="community", name="Werdau", members=[meerane, werdau])
    browser = client_of(leserecht)
    assert set(shown(browser, q="Werdau")) == {five["new"].pk, five["preliminary"].pk}
    assert set(shown(browser, q="Verwaltungsgemeinschaft Werdau")) == {
        five["new"].pk, five["preliminary"].pk, five["draft"].pk,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [("25.05.2021", ["old"]), ("25.5.21", ["old"]), ("2021-05-25", ["old"]), ("24.05.2021", []), ("32.05.2021", [])],
)
def test_agreement_is_found_by_the_day_of_its_signing(client_of, leserecht, five, asked, found):
    assert shown(client_of(leserecht), q=asked) == [five[name].pk for name in found]


@pytest.mark.parametrize("status", ["finalised", "partly_signed"])
def test_agreement_on_its_way_is_no_warning(client_of, leserecht, meerane, status):
    AgreementFactory(towns=[meerane], **{status: True})
    page = text(client_of(leserecht).get(url("list")))
    assert ("kern-badge--info" in page, "kern-badge--warning" in page) == (True, False)


def test_states_are_sorted_by_the_life_of_an_agreement(client_of, leserecht, five):
    rows = client_of(leserecht).get(url("list"), {"sortierung": "zustand"}).context["page"].object_list
    assert [row.status for row in rows] == ["draft", "consultation", "signed", "signed", "signed"]


def test_files_say_what_they_show_and_hold_no_formula(client_of, leserecht, five):
    browser = client_of(leserecht)
    asked = {"jahr": "2021", "landkreis": "14521"}
    table = lines(browser, **asked)
    assert [row[0] for row in table[:3]] == [
        "Vereinbarungen", "Filter: Landkreis: Erzgebirgskreis; Unterzeichnet im Jahr: 2021", "Stichtag: 25. April 2023"
    ]  # fmt: skip
    assert lines(browser, q="gibt es nicht")[3] == ["0 Vereinbarungen"]
    assert table[3] == ["1 Vereinbarung"]
    row = dict(zip(table[5], table[6], strict=True))
    assert (row["Registernummer"], row["Unterzeichnet am"], row["Aktenzeichen"]) == ("1", "25.05.2021", "'=1+1")
    answer = browser.get(url("export_xlsx"), asked)
    assert answer["Content-Disposition"] == 'attachment; filename="vereinbarungen-2023-04-25.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert [cell.value for cell in cells if cell.value == "=1+1"] == ["=1+1"]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert sheet.max_row == len(table)


def test_file_holds_every_page_of_the_list_and_only_what_one_may_read(client_of, leserecht, koordination_werdau, five):
    for _ in range(55):
        AgreementFactory(towns=[MunicipalityFactory()])
    assert len(lines(client_of(leserecht), seite="2")) == 6 + 60 - 1 + 1
    own = lines(client_of(koordination_werdau))
    assert own[4] == []
    place = own[5].index("Kommune oder Zusammenschluss")
    assert sorted(row[place] for row in own[6:]) == ["Meerane und Werdau", "Werdau"]


def test_filter_is_reset_by_a_link_and_a_town_has_no_filter(client_of, leserecht, koordination_meerane, five):
    link = "Filter zurücksetzen"
    assert link not in text(client_of(leserecht).get(url("list")))
    assert link in text(client_of(leserecht).get(url("list"), {"jahr": "2021"}))
    page = text(client_of(koordination_meerane).get(url("list")))
    assert ("Alle Landkreise" in page, "Diese Liste als XLSX" in page) == (False, True)


@pytest.mark.parametrize("name", ["list", "export_xlsx", "export_csv"])
def test_fifty_rows_cost_as_many_queries_as_one(client_of, leserecht, pd_zwickau, name):
    def made():
        members = [MunicipalityFactory(), MunicipalityFactory()]
        row = AgreementFactory(signed=True, towns=members, towns__police=pd_zwickau)
        row.parties.create(kind="association", association=AssociationFactory(members=members))
        return row

    browser = client_of(leserecht)
    made()
    browser.get(url(name))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get(url(name))
        counts.append(len(queries))
        for _ in range(49):
            made()
    assert counts[0] == counts[1]
