"""The register's tables, and loading them."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.models import AuditEvent
from municipalities import register
from municipalities.actions.associations import leave_association
from municipalities.models import ActionField, Association, District, Municipality, PoliceDirectorate
from tests.factories import lead

PER_DISTRICT = {
    "14511": 1, "14521": 59, "14522": 52, "14523": 37, "14524": 33, "14612": 1, "14625": 57, "14626": 53,
    "14627": 28, "14628": 36, "14713": 1, "14729": 30, "14730": 30,
}  # fmt: skip
MODEL_MUNICIPALITIES = {"Chemnitz", "Freital", "Görlitz", "Leipzig", "Pirna", "Plauen", "Wurzen", "Zwickau"}


@pytest.fixture(scope="module")
def table() -> list[dict[str, str]]:
    return register.rows(register.DATA, "municipalities")


def test_counts_and_sums_are_those_of_the_source_note(table: list[dict[str, str]]) -> None:
    assert len(table) == len({row["ags"] for row in table}) == len({row["ars"] for row in table}) == 418
    assert Counter(row["district"] for row in table) == PER_DISTRICT
    assert Counter(row["kind"] for row in table) == {
        "urban_district": 3, "large_district_town": 53, "town": 113, "community": 249,
    }  # fmt: skip
    assert sum(int(row["inhabitants"]) for row in table) == 4_042_422
    assert sum(Decimal(row["area_km2"]) for row in table) == Decimal("18449.86")
    assert sum(bool(row["sorbian_name"]) for row in table) == 42


def test_every_cell_is_filled_that_not_only_some_places_have(table: list[dict[str, str]]) -> None:
    empty = {name for row in table for name, value in row.items() if not value}
    assert empty == {"sorbian_name", "model_since", "exists_from"}


def test_keys_agree_with_each_other(table: list[dict[str, str]]) -> None:
    for row in table:
        assert row["ags"][:5] == row["district"] == row["ars"][:5]
        assert row["ags"][5:] == row["ars"][9:]


def test_one_name_is_borne_by_two_places(table: list[dict[str, str]]) -> None:
    twice = [name for name, count in Counter(row["name"] for row in table).items() if count > 1]
    assert twice == ["Bernsdorf"]


def test_model_municipalities_since_the_start_of_the_programme(table: list[dict[str, str]]) -> None:
    days = {row["name"]: row["model_since"] for row in table if row["model_since"]}
    assert days == dict.fromkeys(MODEL_MUNICIPALITIES, "2019-02-06")


def test_every_place_lies_in_saxony(table: list[dict[str, str]]) -> None:
    for row in table:
        assert 50.1 < float(row["latitude"]) < 51.7, row["name"]
        assert 11.8 < float(row["longitude"]) < 15.1, row["name"]


@pytest.mark.django_db
def test_loading_brings_everything_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_register")

    assert capsys.readouterr().out == "Verzeichnis geladen: 713 neu, 0 geändert, 0 unverändert.\n"
    assert (Municipality.objects.count(), District.objects.count(), PoliceDirectorate.objects.count()) == (420, 13, 5)
    bautzen = Municipality.objects.get(ags="14625020")
    assert (bautzen.name, bautzen.name_hsb) == ("Bautzen", "Budyšin")
    assert bautzen.kind == Municipality.Kind.LARGE_DISTRICT_TOWN
    assert (bautzen.population_base, bautzen.population_on.isoformat()) == ("Zensus 2022", "2024-12-31")
    assert bautzen.district.name_hsb == "wokrjes Budyšin"
    assert bautzen.district.police_directorate.short_name == "PD Görlitz"
    assert District.objects.get(key="14713").is_urban
    assert not District.objects.get(key="14729").is_urban


def test_fields_of_action_are_those_of_the_source_note() -> None:
    fields = register.rows(register.DATA, "action_fields")
    assert len(fields) == len({row["key"] for row in fields}) == len({row["name"] for row in fields}) == 22


def test_associations_are_those_of_the_source_note() -> None:
    associations = register.rows(register.DATA, "associations")
    members = register.rows(register.DATA, "memberships")
    assert Counter(row["kind"] for row in associations) == {"union": 6, "community": 64}
    assert len({row["key"] for row in associations}) == 70
    # Nobody belongs to two of them, and each has at least two members.
    assert len({row["municipality"] for row in members}) == len(members) == 158 + 21
    assert min(Counter(row["association"] for row in members).values()) == 2
    assert {row["key"] for row in associations} == {row["association"] for row in members}


@pytest.mark.django_db
def test_the_alliance_is_brought_in_once_and_then_left_to_people() -> None:
    register.load()
    silberberg = Association.objects.get(kind=Association.Kind.ALLIANCE)
    assert silberberg.key is None
    assert [town.name for town in silberberg.members_on(date(2021, 12, 17))] == [
        "Aue-Bad Schlema", "Lauter-Bernsbach", "Lößnitz", "Schneeberg", "Schwarzenberg/Erzgeb.",
    ]  # fmt: skip
    leave_association(silberberg.memberships.first(), by=lead(), ends_on=date(2023, 1, 1))

    register.load()

    assert silberberg.members_on(date(2023, 4, 25)).count() == 4


@pytest.mark.django_db
def test_fields_of_action_come_in_german_order() -> None:
    register.load()
    names = [str(field) for field in ActionField.objects.all()]
    assert names[:4] == ["Amok", "Bevölkerungsschutz", "Cybermobbing", "Diebstahl und Einbruch"]
    assert names.index("Häusliche Gewalt") < names.index("Jugend")


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    register.load()
    recorded = AuditEvent.objects.count()

    report = register.load()

    assert (report.added, report.changed, report.unchanged, report.missing) == (0, 0, 707, [])
    # One for each row, one for the tables as a whole and one for the table of changes.
    assert AuditEvent.objects.count() == recorded == 715


@pytest.mark.django_db
def test_a_changed_fact_is_written_with_before_and_after(tmp_path: Path) -> None:
    register.load()
    _copy_with(tmp_path, ags="14524190", inhabitants="13000")

    report = register.load(tmp_path)

    assert (report.added, report.changed) == (0, 1)
    meerane = Municipality.objects.get(ags="14524190")
    assert meerane.population == 13000
    event = AuditEvent.objects.about(meerane).latest("pk")
    assert [name for name, _, _ in event.changes] == ["Einwohner"]
    assert (event.process, event.actor, event.municipality_ids) == ("load_register", None, [meerane.pk])


@pytest.mark.django_db
def test_a_place_no_longer_listed_is_reported_and_kept(tmp_path: Path) -> None:
    register.load()
    _copy_with(tmp_path, without="14628310")

    report = register.load(tmp_path)

    gone = Municipality.objects.get(ags="14628310")
    assert report.missing == [f"{gone.name} (14628310)"]
    assert str(report) == f"0 neu, 0 geändert, 705 unverändert; nicht mehr im Verzeichnis: {gone.name} (14628310)"


@pytest.mark.django_db
def test_invented_places_are_left_alone() -> None:
    register.load()
    police = PoliceDirectorate.objects.create(key="beispiel", name="Polizeidirektion Beispielstadt", short_name="PD B")
    kreis = District.objects.create(
        key="99901", name="Beispielkreis", display_name="Beispielkreis", police_directorate=police, is_example=True
    )
    Municipality.objects.create(
        ags="99901010", ars="999010010010", name="Musterstadt", kind="town", district=kreis, is_example=True
    )

    assert register.load().missing == []
    assert Municipality.objects.of_saxony().existing(on=date(2023, 4, 25)).count() == 418


@pytest.mark.django_db
def test_names_are_found_without_their_marks() -> None:
    register.load()
    for query, name in {
        "budysin": "Bautzen",
        "Lößnitz": "Lößnitz",
        "loessnitz": "Lößnitz",
        "14524190": "Meerane",
    }.items():
        assert name in [town.name for town in Municipality.objects.matching(query)], query


def _copy_with(folder: Path, *, without: str = "", ags: str = "", **changes: str) -> None:
    """The register's tables in another folder, one municipality changed or left out."""
    for name in sorted(path.stem for path in register.DATA.glob("*.csv")):
        rows = [row for row in register.rows(register.DATA, name) if row.get("ags") != without or not without]
        for row in rows:
            if ags and row.get("ags") == ags:
                row.update(changes)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
