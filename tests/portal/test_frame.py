"""The frame around every page: navigation by function, account, day of the demo."""

import pytest
from django.urls import reverse

from accounts.functions import Function
from portal.context import frame
from tests.factories import AssignmentFactory, AssociationFactory, activated, person


@pytest.fixture
def frame_of(rf):
    def build(user, path="/"):
        request = rf.get(path)
        request.user = user
        return frame(request)["frame"]

    return build


def labels(built):
    return [item.label for item in built.nav]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("leitung", ["Übersicht", "Kommunen", "Beratung", "Vereinbarungen", "Aufgaben", "Zugänge"]),
        ("leserecht", ["Übersicht", "Kommunen", "Beratung", "Vereinbarungen", "Aufgaben", "Zugänge"]),
        ("koordination_meerane", ["Übersicht", "Meerane", "Beratung", "Vereinbarungen", "Aufgaben"]),
        ("beigeordnete_meerane", ["Übersicht", "Meerane", "Beratung", "Vereinbarungen", "Aufgaben", "Zugänge"]),
        ("verwaltung_meerane", ["Übersicht", "Zugänge"]),
        ("landratsamt_zwickau", ["Übersicht", "Landkreis Zwickau"]),
        ("koordination_coaching", ["Übersicht"]),
        ("coach", ["Übersicht", "Meerane"]),
        ("polizei_zwickau", ["Übersicht", "Vereinbarungen"]),
        (
            "coach_meerane_koordination_werdau",
            ["Übersicht", "Meerane", "Werdau", "Beratung", "Vereinbarungen", "Aufgaben"],
        ),
    ],
)
def test_everybody_is_led_only_where_she_may_go(request, client_of, frame_of, who, expected):
    user = request.getfixturevalue(who)
    built = frame_of(user)
    assert sorted(labels(built)) == sorted(expected)
    browser = client_of(user)
    assert {browser.get(item.url).status_code for item in built.nav} == {200}
    assert browser.get(built.search_url).status_code == 200


def test_an_association_is_led_to_its_own_page(client_of, frame_of, meerane):
    union = activated(AssociationFactory(name="Städtebund Pleiße", members=[meerane]))
    user = person("koordination@bund.example", Function.COORDINATION, association=union)
    built = frame_of(user)
    assert labels(built) == ["Übersicht", "Städtebund Pleiße", "Beratung", "Vereinbarungen", "Aufgaben"]
    assert {client_of(user).get(item.url).status_code for item in built.nav} == {200}


def test_where_one_is_is_marked(frame_of, koordination_meerane, meerane):
    marked = [item.label for item in frame_of(koordination_meerane, meerane.get_absolute_url()).nav if item.is_current]
    assert marked == ["Meerane"]
    assert [item.label for item in frame_of(koordination_meerane).nav if item.is_current] == ["Übersicht"]


def test_the_account_names_the_function(frame_of, koordination_meerane, werdau):
    account = frame_of(koordination_meerane).account
    assert (account.name, account.initials, account.role) == (
        "Koordination Meerane",
        "KM",
        "Koordination Meerane (stellvertretend)",
    )
    AssignmentFactory(user=koordination_meerane, function=Function.MUNICIPAL_STAFF, municipality=werdau)
    fresh = type(koordination_meerane).objects.get(pk=koordination_meerane.pk)
    assert frame_of(fresh).account.role == "2 Funktionen"


def test_whoever_holds_no_function_is_led_to_the_start_only(frame_of, db):
    built = frame_of(person("neu@stadt.example", name="Ohne Amt"))
    assert (labels(built), built.search_url, built.account.role) == (["Übersicht"], "", "ohne Funktion")


def test_strangers_get_the_bare_frame(client, db):
    built = client.get(reverse("account_login")).context["frame"]
    assert (built.nav, built.search_url, built.account) == ((), "", None)


def test_the_demo_shows_its_day_and_production_does_not(settings, frame_of, leserecht):
    assert frame_of(leserecht).demo_today is None
    settings.DEMO = True
    assert frame_of(leserecht).demo_today.isoformat() == "2023-04-25"
