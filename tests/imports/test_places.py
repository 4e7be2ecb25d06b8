"""A name is exactly one place, or a question with suggestions."""

from datetime import date

import pytest

from imports.places import PlaceIndex, key_of, names_in
from municipalities.models import TerritorialChange
from tests.factories import AssociationFactory, DistrictFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
TOWN = ("municipality",)
BODIES = ("municipality", "policedirectorate", "association", "district")


@pytest.mark.parametrize("name", ["Meerane", "MEERANE ", "Stadt Meerane", "Meerane, Stadt", "14524190",
                                  "Meerane (Landkreis Zwickau)"])  # fmt: skip
def test_one_place_however_it_is_written(meerane, werdau, name):
    assert PlaceIndex.load().find(name, TOWN).place == meerane


def test_a_town_whose_name_begins_like_a_title():
    wehlen = MunicipalityFactory(name="Stadt Wehlen")
    assert PlaceIndex.load().find("Stadt Wehlen", TOWN).place == wehlen


def test_umlauts_and_sorbian_names(loessnitz):
    bautzen = MunicipalityFactory(name="Bautzen", name_hsb="Budyšin")
    index = PlaceIndex.load()
    assert index.find("Loessnitz", TOWN).place == loessnitz
    assert index.find("Budysin", TOWN).place == bautzen


def test_a_slip_is_a_question(meerane, werdau):
    found = PlaceIndex.load().find("Merane", TOWN)
    assert (found.place, found.suggestions) == (None, (key_of(meerane),))
    assert found.note == "„Merane“ gibt es unter diesem Namen nicht."


def test_two_of_one_name_are_told_apart_by_their_district_alone(landkreis_zwickau, erzgebirgskreis):
    one = MunicipalityFactory(name="Bernsdorf", district=landkreis_zwickau)
    two = MunicipalityFactory(name="Bernsdorf", district=erzgebirgskreis)
    index = PlaceIndex.load()
    found = index.find("Bernsdorf", TOWN)
    assert found.place is None
    assert set(found.suggestions) == {key_of(one), key_of(two)}
    assert index.find("Bernsdorf", TOWN, "LK Zwickau").place == one
    assert index.find("Bernsdorf", TOWN, "Erzgebirgskreis").place == two


def test_a_district_that_does_not_fit_is_a_question(meerane, erzgebirgskreis):
    found = PlaceIndex.load().find("Meerane", TOWN, "Erzgebirgskreis")
    assert (found.place, found.suggestions) == (None, (key_of(meerane),))


def test_a_dissolved_town_is_offered_as_its_successor(meerane):
    gone = MunicipalityFactory(name="Ostrau", dissolved_on=date(2023, 1, 1))
    TerritorialChange.objects.create(
        number="1", kind="dissolution", effective_on=date(2023, 1, 1), counted_on=date(2023, 1, 1), from_key="1",
        to_key="2", from_name="Ostrau", to_name="Meerane", origin=gone, target=meerane,
    )  # fmt: skip
    found = PlaceIndex.load().find("Ostrau", TOWN)
    assert (found.place, found.suggestions) == (None, (key_of(meerane),))
    assert found.note == "Ostrau gehört seit 1. Januar 2023 zu Meerane."


def test_other_bodies_where_they_may_be_meant(landkreis_zwickau, pd_zwickau):
    union = AssociationFactory(name="Städtebund Silberberg", district=landkreis_zwickau)
    index = PlaceIndex.load()
    assert index.find("Landkreis Zwickau", BODIES).place == landkreis_zwickau
    assert index.find("Landkreis Zwickau", TOWN).place is None
    assert index.find(pd_zwickau.name, BODIES).place == pd_zwickau
    assert index.find("Städtebund Silberberg", BODIES).place == union


def test_an_urban_district_is_its_town():
    dresden = DistrictFactory(name="Dresden", display_name="Kreisfreie Stadt Dresden", is_urban=True)
    town = MunicipalityFactory(name="Dresden", district=dresden)
    assert PlaceIndex.load().find("Kreisfreie Stadt Dresden", BODIES).place == town


def test_names_of_a_cell():
    assert names_in("Meerane; Werdau\nAue-Bad Schlema, Lößnitz") == ["Meerane", "Werdau", "Aue-Bad Schlema", "Lößnitz"]
