"""`manage.py add_account`: the first accounts of a new installation."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.functions import Function
from accounts.models import User
from audit.models import AuditEvent
from municipalities.models import TerritorialChange
from tests.factories import UserFactory, activated

pytestmark = pytest.mark.django_db


def add(*arguments):
    call_command("add_account", *arguments)
    return User.objects.get(email=arguments[0].lower())


def test_account_of_the_office(capsys):
    user = add("Leitung@lpr.example", "Leitung", "state_lead")
    assert user.functions_held() == {Function.STATE_LEAD}
    assert not user.has_usable_password()
    assert capsys.readouterr().out == "leitung@lpr.example: Leitung. Passwort über „Passwort vergessen“ setzen.\n"
    assert set(AuditEvent.objects.values_list("actor_label", "action")) == {
        ("add_account", "create_user"), ("add_account", "grant_function"),
    }  # fmt: skip


def test_account_of_a_town(meerane):
    user = add("k@stadt.example", "Koordination", "coordination", "--ags", meerane.ags, "--title", "Amt 32", "--deputy")
    (assignment,) = user.current_assignments()
    assert (assignment.municipality, assignment.title, assignment.is_deputy) == (meerane, "Amt 32", True)


def test_account_of_the_police(pd_zwickau):
    (assignment,) = add("p@pd.example", "Polizei", "police", "--police", "zwickau").current_assignments()
    assert assignment.police_directorate == pd_zwickau


def test_account_of_a_district(landkreis_zwickau):
    activated(landkreis_zwickau)
    (assignment,) = add("l@kreis.example", "Kreis", "district", "--district", "14524").current_assignments()
    assert (assignment.district, assignment.label) == (landkreis_zwickau, "Landkreis Zwickau")


def test_coach_with_and_without_a_town(meerane):
    assert add("c@coaching.example", "Coach", "coach").current_assignments()[0].municipality is None
    other = add("d@coaching.example", "Coach", "coach", "--ags", meerane.ags)
    assert other.current_assignments()[0].municipality == meerane


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("keine-adresse", "x", "state_lead"), "„keine-adresse“ ist keine E-Mail-Adresse"),
        (("VERGEBEN@lpr.example", "x", "state_lead"), "schon einen Zugang"),
        (("k@stadt.example", "x", "coordination"), "--ags gehört zu einer Funktion einer Kommune"),
        (("k@stadt.example", "x", "state_lead", "--ags", "14524190"), "--ags gehört zu einer Funktion einer Kommune"),
        (("k@stadt.example", "x", "coordination", "--ags", "99999999"), "Keine Kommune mit dem AGS 99999999"),
        (("p@pd.example", "x", "police"), "--police gehört zur Funktion Polizeidirektion"),
        (("p@pd.example", "x", "state_lead", "--police", "zwickau"), "--police gehört zur Funktion Polizeidirektion"),
        (("p@pd.example", "x", "police", "--police", "leipzig"), "Keine Polizeidirektion „leipzig“. Bekannt: zwickau"),
        (("l@kreis.example", "x", "district"), "--district gehört zur Funktion Landkreis"),
        (("l@kreis.example", "x", "district", "--district", "99999"), "Kein Landkreis mit dem Schlüssel 99999"),
        (("k@stadt.example", "x", "chef"), "function"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_created(arguments, sentence, meerane):
    UserFactory(email="vergeben@lpr.example")
    with pytest.raises(CommandError, match=sentence):
        call_command("add_account", *arguments)
    assert User.objects.count() == 1


def test_no_account_for_a_town_that_is_no_more(meerane, werdau):
    meerane.dissolved_on = date(2023, 1, 1)
    meerane.save()
    TerritorialChange.objects.create(
        number="1", kind="dissolution", effective_on=date(2023, 1, 1), counted_on=date(2023, 1, 1),
        from_key=meerane.ars, from_name="Meerane", to_key=werdau.ars, to_name="Werdau", origin=meerane, target=werdau,
    )  # fmt: skip
    with pytest.raises(CommandError) as refusal:
        add("k@stadt.example", "Koordination", "coordination", "--ags", meerane.ags)
    assert str(refusal.value) == (
        "Meerane (AGS 14524190) besteht heute nicht. Ihre Rechtsnachfolge hat Werdau (AGS 14524300)."
    )
    assert User.objects.filter(email="k@stadt.example").count() == 0
