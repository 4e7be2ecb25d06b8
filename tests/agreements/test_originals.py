"""The originals: how many, where each is since when, and that somebody is told of those that do not come back."""

from datetime import date, timedelta

import pytest

from agreements.actions import originals, whereabouts
from agreements.due import due
from agreements.due_kinds import TO_RETURN
from agreements.due_originals import PATIENCE
from agreements.models import Original, Whereabouts
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from tests.agreements.asking import DAY, text, url
from tests.factories import caseworker, lead
from tests.life import agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]
TODAY = date(2023, 4, 25)


def count(agreement, number):
    return originals.count_originals(agreement, by=caseworker(), count=number)


def put(agreement, rows, kind="archive", party=None, since_on=TODAY, note=""):
    return whereabouts.record_whereabouts(
        agreement, by=caseworker(), originals=[row.pk for row in rows], kind=kind, party=party, since_on=since_on,
        note=note,
    )  # fmt: skip


def kept(agreement):
    return list(Original.objects.filter(agreement=agreement).prefetch_related("ways__party"))


# --- How many -----------------------------------------------------------------------------------------------------


def test_one_for_each_party_and_what_is_more_is_a_reserve(fixed):
    parties = [row.party and row.party.name for row in count(fixed, 4)]
    assert parties == ["Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau", None]
    count(fixed, 4)
    assert AuditEvent.objects.about(fixed).filter(action="count_originals").count() == 1
    assert [row.number for row in count(fixed, 2)] == [1, 2]


def test_original_with_whereabouts_does_not_vanish(fixed):
    rows = count(fixed, 3)
    put(fixed, rows[2:])
    with pytest.raises(Conflict, match=r"3\. Ausfertigung ist schon ein Verbleib eingetragen"):
        count(fixed, 2)
    assert len(kept(fixed)) == 3


@pytest.mark.parametrize("number", [0, 31])
def test_odd_numbers_are_refused(fixed, number):
    with pytest.raises(Conflict, match="zwischen 1 und 30"):
        count(fixed, number)


def test_text_that_is_not_fixed_has_none(meerane):
    with pytest.raises(Conflict, match="erst von einem festgeschriebenen Text"):
        count(agreement_in("approved", towns=[meerane]), 2)


# --- Where ----------------------------------------------------------------------------------------------------------


def test_rows_follow_each_other_and_the_last_one_holds(fixed):
    rows = count(fixed, 3)
    with dates.at(TODAY + timedelta(days=9)):
        put(fixed, rows[:2], "under_way", rows[1].party, note="Kurier")
        put(fixed, rows[:1], "office", since_on=TODAY + timedelta(days=7))
    first, second, third = kept(fixed)
    assert [way.label for way in first.ways.all()] == ["unterwegs an Stadt Meerane", "in der Akte der Geschäftsstelle"]
    assert (first.is_settled, second.is_settled, third.is_settled) == (True, False, False)
    assert (second.whereabouts.note, third.whereabouts) == ("Kurier", None)


def test_same_entry_twice_is_made_once(fixed):
    rows = count(fixed, 1)
    put(fixed, rows)
    put(fixed, rows)
    assert Whereabouts.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"since_on": TODAY + timedelta(days=1)}, "in der Zukunft"),
        ({"since_on": TODAY - timedelta(days=1)}, "erst am 25. April 2023 festgeschrieben"),
        ({"kind": "under_way"}, "bei welcher Partei"),
    ],
)
def test_what_cannot_be_is_refused(fixed, values, sentence):
    rows = count(fixed, 1)
    with pytest.raises(Conflict, match=sentence):
        put(fixed, rows, **values)


def test_originals_and_parties_of_others_are_refused(fixed, werdau):
    other = agreement_in("finalised", towns=[werdau])
    rows, foreign = count(fixed, 1), count(other, 1)
    with pytest.raises(Conflict, match="neu auswählen"):
        put(fixed, foreign)
    with pytest.raises(Conflict, match="gehört nicht zu diesem Verbleib"):
        put(fixed, rows, "under_way", foreign[0].party)
    assert not Whereabouts.objects.exists()


def test_earlier_day_than_the_last_entry_is_refused(fixed):
    rows = count(fixed, 1)
    with dates.at(TODAY + timedelta(days=9)):
        put(fixed, rows, since_on=TODAY + timedelta(days=5))
        with pytest.raises(Conflict, match="späteren Tag"):
            put(fixed, rows, "office", since_on=TODAY + timedelta(days=4))


# --- Pages --------------------------------------------------------------------------------------------------------


def test_pages_count_and_place_them(client_of, sachbearbeitung, koordination_meerane, fixed):
    browser = client_of(sachbearbeitung)
    assert browser.get(url("originals", fixed)).context["count_form"].initial == {"count": 3}
    assert browser.post(url("count_originals", fixed), {"anzahl-count": "viele"}).status_code == 422
    assert browser.post(url("count_originals", fixed), {"anzahl-count": "3"}).status_code == 302
    rows = kept(fixed)
    data = {"verbleib-originals": [rows[1].pk], "verbleib-kind": "with_party", "verbleib-since_on": DAY}
    refused = browser.post(url("originals", fixed), data)
    assert refused.context["form"].errors == {"party": ["Bitte angeben, bei welcher Partei die Ausfertigung ist."]}
    assert browser.post(url("originals", fixed), data | {"verbleib-party": rows[1].party_id}).status_code == 302
    assert "verbleibt bei Stadt Meerane" in text(browser.get(url("originals", fixed)))
    assert "verbleibt bei Stadt Meerane" in text(client_of(koordination_meerane).get(fixed.get_absolute_url()))
    assert client_of(koordination_meerane).get(url("originals", fixed)).status_code == 403


def test_nothing_chosen_is_a_sentence(client_of, sachbearbeitung, fixed):
    count(fixed, 1)
    response = client_of(sachbearbeitung).post(
        url("originals", fixed), {"verbleib-kind": "archive", "verbleib-since_on": "40.04.2023"}
    )
    assert set(response.context["form"].errors) == {"originals", "since_on"}
    assert response.status_code == 422


# --- Not back -----------------------------------------------------------------------------------------------------


def test_office_is_told_of_what_does_not_come_back(fixed):
    rows = count(fixed, 3)
    put(fixed, rows[:2], "to_sign", rows[1].party)
    put(fixed, rows[2:], "office")
    user = lead()
    assert told(TODAY + PATIENCE - timedelta(days=1), user) == []
    (entry,) = told(TODAY + PATIENCE, user)
    assert entry.notes == (
        "1. Ausfertigung: zur Unterschrift bei Stadt Meerane seit 25. April 2023",
        "2. Ausfertigung: zur Unterschrift bei Stadt Meerane seit 25. April 2023",
    )
    assert entry.url == url("originals", fixed)


def told(day, user):
    with dates.at(day):
        return [item for item in due(user, user.functions_held()) if item.kind == TO_RETURN]
