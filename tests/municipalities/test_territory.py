"""Ostrau and Zschaitz-Ottewig became Jahnatal on 1 January 2023: what goes over, and what stays."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db.models import CharField, F, IntegerField, Value

from agreements.block import AgreementBlock
from agreements.models import CooperationAgreement, Coverage, Party
from audit.models import AuditEvent
from core import dates
from core.blocks import Block, Figure, Kind, State
from municipalities.models import ContactPerson, Municipality, TerritorialChange, heirs
from municipalities.picker import MunicipalityChoice
from portal.neighbours import nearest
from tests import official
from tests.factories import (
    AgreementFactory,
    AssignmentFactory,
    AssociationFactory,
    ContactFactory,
    DistrictFactory,
    MunicipalityFactory,
    person,
)
from tests.official import MERGER, change
from tests.portal.page import Page

ASSOCIATION_ENDS = change(
    "1", "14522450", "Ostrau", "14522275", "Jahnatal", regionaleinheit="Gemeindeverband", ars_alt="145225123",
    ags_alt="", ars_neu="145220275", ags_neu="",
)  # fmt: skip
BEFORE, DAY = date(2022, 12, 31), date(2023, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mittelsachsen(pd_chemnitz):
    return DistrictFactory(
        key="14522", name="Mittelsachsen", display_name="Landkreis Mittelsachsen", police_directorate=pd_chemnitz
    )


@pytest.fixture
def ostrau(mittelsachsen):
    return MunicipalityFactory(
        ags="14522450", ars=official.ars("14522450"), name="Ostrau", kind="community", district=mittelsachsen
    )


@pytest.fixture
def zschaitz(mittelsachsen):
    return MunicipalityFactory(ags="14522620", name="Zschaitz-Ottewig", kind="community", district=mittelsachsen)


@pytest.fixture
def run(tmp_path):
    def run_(content, *, write=True):
        (tmp_path / "2023.csv").write_bytes(content)
        out = io.StringIO()
        call_command("import_register", tmp_path / "2023.csv", write=write, stdout=out)
        return out.getvalue().splitlines()

    return run_


@pytest.fixture
def jahnatal(run, ostrau, zschaitz):
    run(official.changes(MERGER))
    return Municipality.objects.get(ags="14522275")


class Talks(Block):
    """A block that counts towns: every contact is a talk with its town."""

    key, label, glyph, order = "talk", "Beratung", "b", 1
    kinds = (Kind("talk", "Beratung", State.PRESENT),)

    def facts(self):
        return [
            ContactPerson._base_manager.order_by().values(
                "municipality_id", "starts_on", "ends_on", record_id=F("pk"),
                fact_kind=Value("talk", output_field=CharField()), amount=Value(None, output_field=IntegerField()),
            )
        ]  # fmt: skip

    def figures(self):
        return (Figure("advised", "beraten", "", "Kommunen", "", "talk", counts="municipality_id"),)


class TestImport:
    def test_old_places_are_dissolved_and_the_new_one_made(self, jahnatal, ostrau):
        assert (jahnatal.exists_from, jahnatal.name, str(jahnatal.area_km2)) == (DAY, "Jahnatal", "70.96")
        ostrau.refresh_from_db()
        assert ostrau.dissolved_on == DAY
        assert (ostrau.successor_on(BEFORE), ostrau.successor_on(DAY)) == (None, jahnatal)

    @pytest.mark.parametrize("content", [official.changes(MERGER, delimiter=";"), official.changes_workbook(MERGER)])
    def test_both_forms_and_places_the_register_no_longer_names(self, run, mittelsachsen, content):
        MunicipalityFactory(ags="14522275", name="Jahnatal", district=mittelsachsen, area_km2="70.95")
        lines = run(content)
        assert "Jahnatal besteht seit 01.01.2023" in lines[0]
        assert "Ostrau als aufgelöste Kommune aufgenommen" in lines[0]
        days = dict(Municipality.objects.values_list("name", "dissolved_on"))
        assert days == {"Jahnatal": None, "Ostrau": DAY, "Zschaitz-Ottewig": DAY}
        assert Municipality.objects.get(name="Jahnatal").exists_from == DAY

    def test_who_takes_others_in_was_there_before(self, run, mittelsachsen, ostrau, zschaitz):
        doebeln = MunicipalityFactory(ags="14522275", name="Jahnatal", district=mittelsachsen, area_km2="191.00")
        run(official.changes(MERGER))
        doebeln.refresh_from_db()
        assert doebeln.exists_from is None

    def test_dry_run_and_second_run_change_nothing(self, run, ostrau, zschaitz):
        assert run(official.changes(MERGER), write=False)[-1].startswith("Probelauf, nichts geändert: 2 neu")
        assert not TerritorialChange.objects.exists()
        run(official.changes(MERGER))
        recorded = AuditEvent.objects.count()
        assert run(official.changes(MERGER))[-1] == "Eingelesen: 2 unverändert."
        assert AuditEvent.objects.count() == recorded

    def test_a_name_and_a_key_change_on_the_same_row(self, run, ostrau, zschaitz):
        run(official.changes([
            change("4", "14522450", "Ostrau", "14522450", "Ostrau am Berg"),
            change("3", "14522620", "Zschaitz-Ottewig", "14522621", "Zschaitz-Ottewig", kennziffer="14/2023/0002-R"),
        ]))  # fmt: skip
        ostrau.refresh_from_db()
        zschaitz.refresh_from_db()
        assert (ostrau.name, ostrau.former_names, zschaitz.ags) == ("Ostrau am Berg", "Ostrau", "14522621")
        assert zschaitz.changes_away.get().kind == "key"

    @pytest.mark.parametrize(
        ("rows", "words"),
        [
            ([MERGER[0], MERGER[0]], "steht zweimal"),
            ([MERGER[0] | {"aenderungsart": "7"}], "nicht bekannt"),
            ([MERGER[0] | {"wirksam_juristisch": "31.02.2023"}], "kein Tag"),
            ([MERGER[0] | {"einwohner": "viele"}], "keine ganze Zahl"),
            ([MERGER[0] | {"ars_alt": "1452"}], "12 Ziffern"),
            ([MERGER[0], change("1", "14999010", "A", "14522275", "Jahnatal")], "nicht im Bestand"),
            ([MERGER[0] | {"ars_neu": official.ars("14522450")}], "nicht nachfolgen"),
            ([MERGER[0], MERGER[1] | {"kennziffer": ""}], "fehlt die Kennziffer"),
        ],
    )
    def test_a_wrong_list_changes_nothing(self, run, ostrau, zschaitz, rows, words):
        with pytest.raises(CommandError, match=words):
            run(official.changes(rows))
        assert not Municipality.objects.exclude(dissolved_on=None).exists()

    @pytest.mark.parametrize("length", [-1, -20, -90])
    def test_a_list_cut_in_its_last_line(self, run, ostrau, zschaitz, length):
        with pytest.raises(CommandError, match=r"Zeile 3 hat \d+ statt 13 Spalten"):
            run(official.changes(MERGER)[:length].rsplit(b",", 1)[0])
        assert not Municipality.objects.exclude(dissolved_on=None).exists()

    def test_a_workbook_with_merged_cells(self, run, ostrau, zschaitz):
        with pytest.raises(CommandError, match="Zeile 5: Es fehlt die Kennziffer"):
            run(official.changes_workbook([MERGER[0], MERGER[1] | {"kennziffer": ""}]))
        assert not Municipality.objects.exclude(dissolved_on=None).exists()

    def test_another_day_for_a_known_dissolution_is_for_people_to_clear(self, run, ostrau, zschaitz):
        run(official.changes(MERGER))
        lines = run(official.changes([MERGER[0] | {"wirksam_juristisch": "01.02.2023"}]))
        assert "bitte klären" in lines[0]
        ostrau.refresh_from_db()
        assert ostrau.dissolved_on == DAY


class TestWhoFollowsWhom:
    def test_through_a_line_of_successors(self, run, jahnatal, ostrau, zschaitz):
        run(official.changes([change("1", "14522275", "Jahnatal", "14522080", "Döbeln, Stadt",
                                     wirksam_juristisch="01.01.2024", kennziffer="14/2024/0099-R")]))  # fmt: skip
        doebeln = Municipality.objects.get(ags="14522080")
        assert heirs(on=DAY) == {ostrau.pk: jahnatal.pk, zschaitz.pk: jahnatal.pk}
        assert heirs(on=date(2024, 1, 1)) == dict.fromkeys([ostrau.pk, zschaitz.pk, jahnatal.pk], doebeln.pk)

    def test_nobody_where_the_area_was_divided(self, run, ostrau, meerane, werdau):
        run(official.changes([
            change("1", "14522450", "Ostrau", "14524190", "Meerane"),
            change("1", "14522450", "Ostrau", "14524300", "Werdau"),
        ]))  # fmt: skip
        assert heirs(on=DAY) == {}
        ostrau.refresh_from_db()
        assert ostrau.successor_on(DAY) is None


class TestCounting:
    def test_two_towns_advised_in_2022_count_two_then_and_one_from_the_day_on(self, jahnatal, ostrau, zschaitz):
        for town in (ostrau, zschaitz):
            ContactFactory(municipality=town, starts_on=date(2022, 3, 1))
        block, among = Talks(), Municipality.objects.of_saxony()
        figure = block.figures()[0]
        assert block.count(figure, BEFORE, among, heirs(on=BEFORE)) == 2
        assert block.count(figure, DAY, among, heirs(on=DAY)) == 1
        there = {day: set(among.existing(on=day).filter(block.in_state(State.PRESENT, day, heirs(on=day))))
                 for day in (BEFORE, DAY)}  # fmt: skip
        assert there == {BEFORE: {ostrau, zschaitz}, DAY: {jahnatal}}
        assert set(among.existing(on=DAY).filter(block.in_state(State.NONE, DAY, heirs(on=DAY)))) == set()
        states = block.states_on(DAY, [jahnatal.pk], internal=True, heirs=heirs(on=DAY))
        assert states == {jahnatal.pk: State.PRESENT}
        assert block.states_on(BEFORE, [ostrau.pk], internal=True, heirs=heirs(on=BEFORE)) == {ostrau.pk: State.PRESENT}

    def test_picked_by_the_name_people_still_say(self, jahnatal, ostrau, meerane, django_assert_num_queries):
        choice = MunicipalityChoice(Municipality.objects.existing(on=DAY).select_related("district"))
        with dates.at(DAY), django_assert_num_queries(3):
            labels = {value.instance: str(label) for value, label in choice.choices}
        district = jahnatal.district.display_name
        assert labels == {
            jahnatal: f"Jahnatal ({district}), früher Ostrau, Zschaitz-Ottewig",
            meerane: "Meerane (Landkreis Zwickau)",
        }

    def test_existing_on_a_day(self, jahnatal, ostrau, zschaitz):
        rows = Municipality.objects.of_saxony()
        assert set(rows.existing(on=BEFORE)) == {ostrau, zschaitz}
        assert set(rows.existing(on=DAY)) == {jahnatal}


class TestAgreements:
    @pytest.fixture
    def agreement(self, ostrau, zschaitz):
        with dates.at(date(2021, 5, 1)):
            return AgreementFactory(signed=True, towns=[ostrau, zschaitz])

    def test_the_successor_is_party_from_the_day_and_the_old_one_stays(self, run, agreement, ostrau, zschaitz):
        number = agreement.register_number
        MunicipalityFactory(ags="14522275", name="Jahnatal", district=ostrau.district, area_km2="70.96")
        foreseen = run(official.changes(MERGER), write=False)
        lines = run(official.changes(MERGER))
        assert foreseen[:-1] == lines[:-1]
        assert [line for line in lines if line.startswith("Nachfolge")] == [
            f"Nachfolge    14522450     Ostrau: {agreement}: Jahnatal ist Partei seit 1. Januar 2023"
        ]
        agreement.refresh_from_db()
        jahnatal = Municipality.objects.get(ags="14522275")
        new = Party.objects.get(agreement=agreement, municipality=jahnatal)
        assert (new.succeeded_on, new.succeeds.municipality, new.agreed_on) == (DAY, ostrau, None)
        assert (agreement.register_number, agreement.towns_label) == (number, "Ostrau und Zschaitz-Ottewig")
        towns = {day: [party.municipality for party in agreement.parties_on(day) if party.municipality]
                 for day in (BEFORE, DAY)}  # fmt: skip
        assert towns == {BEFORE: [ostrau, zschaitz], DAY: [jahnatal]}

    @pytest.fixture
    def acting(self, mittelsachsen, ostrau, zschaitz):
        """The association of the two, which ends with them, and its agreement for its members."""
        group = AssociationFactory(
            key="145225123", kind="community", name="Ostrau", district=mittelsachsen, founded_on=date(2020, 1, 1),
            members=[ostrau, zschaitz],
        )  # fmt: skip
        with dates.at(date(2021, 5, 1)):
            row = AgreementFactory(signed=True, towns=[])
            party = Party.objects.create(agreement=row, kind="association", association=group, position=1)
            for town in (ostrau, zschaitz):
                Coverage.objects.create(agreement=row, municipality=town, party=party)
        return row

    def test_the_successor_is_party_where_an_association_acted_for_the_old_ones(
        self, client_of, run, leserecht, acting
    ):
        lines = run(official.changes([ASSOCIATION_ENDS, *MERGER]))
        assert [line for line in lines if "ist Partei seit" in line] == [
            f"Nachfolge    14522450     Ostrau: {acting}: Jahnatal ist Partei seit 1. Januar 2023"
        ]
        row = CooperationAgreement.objects.get(pk=acting.pk)
        assert [party.name for party in row.parties_on(BEFORE)][1:] == ["Verwaltungsgemeinschaft Ostrau"]
        assert [party.name for party in row.parties_on(DAY)][1:] == ["Gemeinde Jahnatal"]
        assert [town.name for town in row.municipalities] == ["Ostrau", "Zschaitz-Ottewig"]
        towns = {town.name: town.pk for town in Municipality.objects.all()}
        block = AgreementBlock()
        states = block.states_on(DAY, towns.values(), internal=True, heirs=heirs(on=DAY))
        assert states[towns["Jahnatal"]] == State.PRESENT
        page = client_of(leserecht).get(acting.get_absolute_url()).content.decode()
        told = (
            "Rechtsnachfolge seit 1. Januar 2023: Gemeinde Jahnatal für Gemeinde Ostrau und Gemeinde Zschaitz-Ottewig."
        )
        assert told in page

    def test_the_page_of_the_successor_says_who_concluded_it(self, client_of, run, leserecht, agreement, ostrau):
        with dates.at(date(2021, 6, 1)):
            AgreementFactory(signed=True, towns=[ostrau])
        run(official.changes(MERGER))
        jahnatal = Municipality.objects.get(ags="14522275")
        page = Page(client_of(leserecht).get(jahnatal.get_absolute_url()))
        notes = [row for row in page.rows("vereinbarungen") if "unterzeichnet am" in row]
        assert ["geschlossen von Ostrau und Zschaitz-Ottewig" in row for row in notes] == [False, True]
        assert ["geschlossen von Ostrau" in row for row in notes] == [True, True]
        assert not [row for row in notes if "gemeinsam mit" in row]

    def test_what_is_over_or_unsigned_does_not_go_over(self, run, ostrau, zschaitz):
        with dates.at(date(2021, 5, 1)):
            over = AgreementFactory(ended=True, towns=[ostrau])
            draft = AgreementFactory(consultation=True, towns=[ostrau])
        lines = run(official.changes(MERGER))
        assert not Party.objects.filter(agreement__in=[over, draft]).exclude(succeeds=None).exists()
        assert f"{draft} ist noch nicht unterzeichnet" in "\n".join(lines)

    def test_a_successor_reads_what_binds_it(self, client_of, agreement, jahnatal):
        koordination = person("k@jahnatal.example", "coordination", municipality=jahnatal)
        assert client_of(koordination).get(agreement.get_absolute_url()).status_code == 200

    def test_functions_are_reported_and_left(self, run, ostrau, zschaitz):
        held = AssignmentFactory(function="mayor", municipality=ostrau, starts_on=date(2020, 1, 1))
        AssignmentFactory(function="mayor", municipality=ostrau, starts_on=date(2019, 1, 1), ends_on=BEFORE)
        told = [line for line in run(official.changes(MERGER)) if line.startswith("Nachfolge")]
        assert len(told) == 1
        assert f"{held.user} ist weiter Bürgermeister/in von Ostrau" in told[0]
        held.refresh_from_db()
        assert held.ends_on is None


class TestPages:
    def test_the_old_page_stays_readable_and_leads_on(self, client_of, leserecht, jahnatal, ostrau):
        page = client_of(leserecht).get(ostrau.get_absolute_url()).content.decode()
        assert "Diese Kommune besteht nicht mehr." in page
        assert f'href="{jahnatal.get_absolute_url()}"' in page

    def test_the_board_of_the_old_place_is_that_of_its_last_day(self, client_of, run, leserecht, ostrau, zschaitz):
        with dates.at(date(2021, 5, 1)):
            AgreementFactory(signed=True, towns=[ostrau, zschaitz])
        run(official.changes(MERGER))
        browser = client_of(leserecht)
        page = browser.get(ostrau.get_absolute_url()).content.decode()
        assert 'den Stand vom <time datetime="2022-12-31">31. Dezember 2022</time>' in page
        new = Page(browser.get(Municipality.objects.get(ags="14522275").get_absolute_url()))
        for body in (Page(browser.get(ostrau.get_absolute_url())), new):
            assert body.rows("bausteine")[-1].startswith("Vereinbarung vorhanden")
            assert len([line for line in body.rows("verlauf") if "vereinbarung unterzeichnet" in line]) == 1

    def test_an_announced_end_is_not_told_as_past(self, client_of, leserecht, jahnatal, ostrau):
        with dates.at(BEFORE):
            page = client_of(leserecht).get(ostrau.get_absolute_url()).content.decode()
        assert "besteht nicht mehr" not in page

    def test_the_successor_names_those_before_it(self, client_of, leserecht, jahnatal, ostrau, zschaitz):
        page = client_of(leserecht).get(jahnatal.get_absolute_url()).content.decode()
        assert ostrau.get_absolute_url() in page
        assert zschaitz.get_absolute_url() in page

    def test_a_town_gets_no_address_it_may_not_read(self, client_of, jahnatal, ostrau):
        koordination = person("k@jahnatal.example", "coordination", municipality=jahnatal)
        page = client_of(koordination).get(jahnatal.get_absolute_url()).content.decode()
        assert "Ostrau" in page
        assert ostrau.get_absolute_url() not in page

    def test_lists_and_pickers_offer_what_exists(self, client_of, sachbearbeitung, jahnatal, ostrau):
        browser = client_of(sachbearbeitung)
        page = browser.get("/kommunen/").content.decode()
        assert ("Jahnatal" in page, "Ostrau" in page) == (True, False)
        boxes = Page(browser.get("/vereinbarungen/neu/")).all(".//input[@name='municipalities']")
        offered = {box.get("value") for box in boxes}
        assert (str(jahnatal.pk) in offered, str(ostrau.pk) in offered) == (True, False)

    def test_a_district_counts_who_exists_and_leads_to_who_was_there_before(
        self, client_of, leserecht, mittelsachsen, jahnatal, ostrau, zschaitz
    ):
        browser = client_of(leserecht)
        page = Page(browser.get(mittelsachsen.get_absolute_url()))
        assert [row.split()[0] for row in page.rows("kommunen")] == ["Jahnatal"]
        assert page.rows("fruehere") == [
            f"{name} aufgelöst am 1. Januar 2023" for name in ("Ostrau", "Zschaitz-Ottewig")
        ]
        assert "1 Kommune" in page.texts(".//p/span")
        assert Page(browser.get("/landkreise/")).texts(".//tbody/tr/td")[1] == "1"

    @pytest.mark.parametrize("typed", ["Ostrau", "ostr", "Zschaitz", "14522450"])
    def test_the_old_name_finds_the_successor_and_the_old_page(self, client_of, leserecht, jahnatal, ostrau, typed):
        page = Page(client_of(leserecht).get("/kommunen/", {"q": typed}))
        assert page.texts(".//tbody/tr/th") == ["Jahnatal"]
        (gone,) = page.rows("fruehere")
        assert gone.endswith("aufgelöst am 1. Januar 2023")
        assert ("Ostrau" in gone, "Zschaitz" in gone) == (typed != "Zschaitz", typed == "Zschaitz")

    def test_a_divided_place_is_found_beside_those_it_went_to(self, client_of, run, leserecht, ostrau, zschaitz):
        run(official.changes([
            change("1", "14522450", "Ostrau", "14522275", "Jahnatal"),
            change("1", "14522450", "Ostrau", "14522620", "Zschaitz-Ottewig"),
        ]))  # fmt: skip
        page = Page(client_of(leserecht).get("/kommunen/", {"q": "Ostrau"}))
        assert page.rows("fruehere") == ["Ostrau aufgelöst am 1. Januar 2023"]

    def test_no_neighbour_of_today_is_gone(self, leserecht, jahnatal, ostrau):
        Municipality.objects.filter(pk__in=[jahnatal.pk, ostrau.pk]).update(latitude="51.2", longitude="13.1")
        doebeln = MunicipalityFactory(name="Döbeln", latitude="51.1", longitude="13.1", district=jahnatal.district)
        assert nearest(doebeln, leserecht, {"state_reader"}) == [jahnatal]
