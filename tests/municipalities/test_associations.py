"""Associations: who belongs to them when, and what cannot be."""

from datetime import date

import pytest

from core.exceptions import Conflict
from municipalities.actions.associations import (
    dissolve_association,
    found_association,
    join_association,
    leave_association,
)
from municipalities.models import Association, AssociationMembership
from tests.factories import AssociationFactory, MunicipalityFactory, lead

pytestmark = pytest.mark.django_db
REASON = "Die Aufgaben gehen auf die Städte über."


def periods(town):
    return list(town.memberships.order_by("starts_on").values_list("starts_on", "ends_on"))


def members(association, day):
    return [town.name for town in association.members_on(day)]


def test_a_town_that_leaves_and_rejoins_is_no_member_in_between(meerane, werdau):
    bund = AssociationFactory(members=[meerane, werdau])
    leave_association(meerane.memberships.get(), by=lead(), ends_on=date(2020, 12, 31))
    join_association(bund, by=lead(), municipality=meerane, starts_on=date(2022, 1, 1))
    assert [members(bund, date(year, 12, 31)) for year in (2018, 2019, 2020, 2021, 2022)] == [
        [], ["Meerane", "Werdau"], ["Meerane", "Werdau"], ["Werdau"], ["Meerane", "Werdau"],
    ]  # fmt: skip


def test_joining_twice_changes_nothing_and_joining_anew_while_a_member_is_refused(meerane):
    bund = AssociationFactory(members=[meerane])
    join_association(bund, by=lead(), municipality=meerane, starts_on=bund.founded_on)
    with pytest.raises(Conflict, match="Bitte zuerst den Austritt eintragen"):
        join_association(bund, by=lead(), municipality=meerane, starts_on=date(2022, 1, 1))
    assert periods(meerane) == [(bund.founded_on, None)]


@pytest.mark.parametrize("day", [date(2019, 2, 5), date(2023, 5, 1)])
def test_nobody_joins_before_the_founding_or_after_the_end(meerane, day):
    bund = AssociationFactory(dissolved_on=date(2023, 5, 1))
    with pytest.raises(Conflict, match=r"gibt es erst|aufgelöst"):
        join_association(bund, by=lead(), municipality=meerane, starts_on=day)
    assert periods(meerane) == []


def test_one_official_association_at_most_but_any_number_of_alliances(meerane):
    first = AssociationFactory(kind=Association.Kind.COMMUNITY, members=[meerane])
    AssociationFactory(members=[meerane])
    second = AssociationFactory(kind=Association.Kind.UNION)
    with pytest.raises(Conflict, match="gehört noch zu"):
        join_association(second, by=lead(), municipality=meerane, starts_on=date(2023, 1, 1))
    leave_association(first.memberships.get(), by=lead(), ends_on=date(2022, 12, 31))
    join_association(second, by=lead(), municipality=meerane, starts_on=date(2023, 1, 1))
    join_association(AssociationFactory(), by=lead(), municipality=meerane, starts_on=date(2023, 1, 1))
    assert meerane.memberships.current(on=date(2023, 1, 1)).count() == 3


def test_leaving_before_joining_or_after_the_return_is_refused(meerane):
    bund = AssociationFactory(members=[meerane])
    first = leave_association(meerane.memberships.get(), by=lead(), ends_on=date(2020, 12, 31))
    join_association(bund, by=lead(), municipality=meerane, starts_on=date(2021, 6, 1))
    for day, words in ((date(2019, 2, 5), "begann erst"), (date(2021, 6, 1), "schon wieder eingetreten")):
        with pytest.raises(Conflict, match=words):
            leave_association(first, by=lead(), ends_on=day)
    assert periods(meerane) == [(bund.founded_on, date(2020, 12, 31)), (date(2021, 6, 1), None)]


def test_dissolving_ends_memberships_the_day_before(meerane, werdau):
    bund = AssociationFactory(members=[meerane, werdau])
    row = dissolve_association(bund, by=lead(), dissolved_on=date(2023, 5, 1), reason=REASON)
    assert (row.exists_on(date(2023, 4, 30)), row.exists_on(date(2023, 5, 1))) == (True, False)
    assert set(AssociationMembership.objects.values_list("ends_on", flat=True)) == {date(2023, 4, 30)}


def test_dissolving_with_a_later_member_or_before_the_founding_is_refused(meerane):
    bund = AssociationFactory()
    join_association(bund, by=lead(), municipality=meerane, starts_on=date(2023, 6, 1))
    for day, words in ((date(2023, 5, 1), "wird erst am"), (bund.founded_on, "Bitte einen späteren Tag")):
        with pytest.raises(Conflict, match=words):
            dissolve_association(bund, by=lead(), dissolved_on=day, reason=REASON)
    bund.refresh_from_db()
    assert (bund.dissolved_on, periods(meerane)) == (None, [(date(2023, 6, 1), None)])


def test_founding_needs_two_towns_and_a_new_name(meerane, werdau):
    values = {"kind": "alliance", "name": "Städtebund", "district": meerane.district, "founded_on": date(2020, 1, 1)}
    with pytest.raises(Conflict, match="mindestens zwei"):
        found_association(by=lead(), members=[meerane, meerane], **values)
    found_association(by=lead(), members=[meerane, werdau], **values)
    with pytest.raises(Conflict, match="gibt es schon"):
        found_association(by=lead(), members=[meerane, MunicipalityFactory()], **values)
    assert Association.objects.count() == 1
