"""Every sentence of „Wer sieht was?“ held against the database, in a world of two towns; a changed rule is found."""

import pytest
from django.db import transaction

from accounts.functions import Function
from accounts.models import Assignment
from advice.models import Consultation
from agreements.models import CooperationAgreement
from core.scoping import EVERYTHING, ScopedQuerySet
from municipalities.models import ContactPerson
from portal.seeing.objects import shown
from portal.seeing.rules import UntoldError, opened
from tests import life
from tests.portal import seen_world
from tests.portal.seen_world import faults

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), life.prints_once():
        yield seen_world.build()
        transaction.set_rollback(True)


@pytest.fixture
def afresh():
    """What was asked before is forgotten, and what a planted fault answered afterwards as well."""
    opened.cache_clear()
    yield
    opened.cache_clear()


@pytest.mark.parametrize("function", Function)
def test_words_are_what_the_database_shows(function, world):
    assert [fault for item in shown() for fault in faults(world, item.model, function)] == []


@pytest.mark.parametrize(
    ("model", "function", "rule"),
    [
        # The words stay, the rule behind them has gone.
        (Consultation, "coordination", ScopedQuerySet.opened_by),
        (CooperationAgreement, "coordination", ScopedQuerySet.opened_by),
        (CooperationAgreement, "police", lambda rows, grant: EVERYTHING),
        (Assignment, "mayor", lambda rows, grant: EVERYTHING),
    ],
)
def test_planted_rule_without_its_words_is_found(model, function, rule, world, monkeypatch, afresh):
    assert faults(world, model, function) == []
    opened.cache_clear()
    monkeypatch.setattr(type(model.objects.all()), "opened_by", rule)
    (fault,) = faults(world, model, function)
    assert fault.startswith(f"{model.__name__}: told zum Teil")


def test_rule_nobody_tells_of_stops_the_page(monkeypatch, afresh):
    monkeypatch.setattr(type(ContactPerson.objects.all()), "told", {})
    with pytest.raises(UntoldError, match=r"municipalities\.ContactPerson says in `told` nothing"):
        opened(ContactPerson, "coordination")
