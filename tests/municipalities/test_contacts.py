"""Functions and who holds them: hand-over, confirmation, vacancy, and people with several functions."""

from datetime import date

import pytest

from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.actions.contacts import add_contact, confirm_contact, edit_contact, hand_over
from municipalities.actions.resolutions import add_resolution, correct_resolution
from municipalities.models import ContactPerson, Person, Resolution
from portal.bearers import sorted_contacts
from tests.factories import (
    AssignmentFactory,
    AssociationFactory,
    ContactFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    lead,
)

pytestmark = pytest.mark.django_db
SINCE, TODAY = date(2022, 3, 1), date(2023, 4, 25)


@pytest.fixture
def post(meerane):
    return ContactFactory(
        municipality=meerane, name="Tia Köhler", coordination=True, starts_on=SINCE,
        email="koehler@meerane.example", office_email="praevention@meerane.example",
    )  # fmt: skip


def days(*rows):
    return [(row.starts_on, row.ends_on) for row in ContactPerson.objects.filter(pk__in=[row.pk for row in rows])]


def board():
    return sorted_contacts(ContactPerson.objects.for_list())


def test_handing_over_ends_one_function_and_begins_the_next(post):
    begun = hand_over(post, by=lead(), starts_on=TODAY, name="Wanda Nachfolge", email="nachfolge@meerane.example")
    post.refresh_from_db()
    assert (post.ends_on, post.name, post.email) == (date(2023, 4, 24), "Tia Köhler", "koehler@meerane.example")
    assert (begun.starts_on, begun.ends_on, begun.name) == (TODAY, None, "Wanda Nachfolge")
    assert (begun.office, begun.role, begun.office_email) == (post.office, post.role, "praevention@meerane.example")
    assert (begun.email, begun.predecessor, begun.confirmed_on) == ("nachfolge@meerane.example", post, None)


@pytest.mark.parametrize("day", [SINCE, date(2022, 2, 28)])
def test_nobody_takes_over_before_the_function_has_lasted_a_day(post, day):
    with pytest.raises(Conflict, match=r"frühestens am 2\. März 2022"):
        hand_over(post, by=lead(), starts_on=day, name="Wanda Nachfolge")
    assert ContactPerson.objects.count() == 1


def test_a_function_that_has_already_ended_keeps_its_last_day(post):
    edit_contact(post, by=lead(), values={"ends_on": date(2022, 12, 31)})
    begun = hand_over(post, by=lead(), starts_on=date(2023, 2, 1), name="Wanda Nachfolge")
    post.refresh_from_db()
    assert (post.ends_on, begun.starts_on) == (date(2022, 12, 31), date(2023, 2, 1))


def test_a_planned_end_gives_way_to_an_earlier_hand_over(post):
    edit_contact(post, by=lead(), values={"ends_on": date(2023, 12, 31)})
    hand_over(post, by=lead(), starts_on=date(2023, 5, 1), name="Wanda Nachfolge")
    post.refresh_from_db()
    assert post.ends_on == date(2023, 4, 30)
    assert [row.name for row in board().current + board().upcoming] == ["Tia Köhler", "Wanda Nachfolge"]


def test_two_people_hand_over_at_once_and_one_of_them_twice(post):
    first = hand_over(post, by=lead(), starts_on=TODAY, name="Wanda Nachfolge")
    assert hand_over(post, by=lead(), starts_on=TODAY, name="Wanda Nachfolge") == first
    with pytest.raises(Conflict, match="schon übergeben: Wanda Nachfolge"):
        hand_over(post, by=lead(), starts_on=TODAY, name="Jemand Anders")
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Tia Köhler", "Wanda Nachfolge"]


def test_days_cannot_be_edited_into_each_other(post):
    begun = hand_over(post, by=lead(), starts_on=TODAY, name="Wanda Nachfolge")
    for row, values, words in (
        (post, {"ends_on": None}, "ist ab 25. April 2023 übergeben"),
        (post, {"ends_on": TODAY}, "ist ab 25. April 2023 übergeben"),
        (begun, {"starts_on": date(2023, 4, 24)}, "anders besetzt"),
    ):
        with pytest.raises(Conflict, match=words):
            edit_contact(row, by=lead(), values=values)
    assert sorted(days(post, begun)) == [(SINCE, date(2023, 4, 24)), (TODAY, None)]


def test_vacant_until_somebody_follows_or_the_function_is_discontinued(post):
    edit_contact(post, by=lead(), values={"ends_on": date(2023, 4, 24)})
    assert [(row.pk, row.vacant_since) for row in board().vacant] == [(post.pk, TODAY)]
    with dates.at(date(2023, 4, 24)):
        assert board().vacant == []
    edit_contact(post, by=lead(), values={"is_discontinued": True})
    assert (board().vacant, [row.pk for row in board().former]) == ([], [post.pk])
    hand_over(post, by=lead(), starts_on=TODAY)
    assert (board().vacant, [row.name for row in board().current]) == ([], [""])


def test_a_person_with_two_functions_keeps_one_way_through_them(post, meerane):
    begun = add_contact(by=lead(), office="Bürgermeisterin", municipality=meerane, person=post.person, role="head")
    edit_contact(begun, by=lead(), values={"name": "Tia Köhler-Beispiel"})
    assert {row.name for row in ContactPerson.objects.for_list()} == {"Tia Köhler-Beispiel"}
    assert Person.objects.count() == 1


def test_whose_function_lies_elsewhere_too_is_not_renamed_from_here(post, werdau):
    ContactFactory(municipality=werdau, person=post.person)
    with pytest.raises(Conflict, match="auch an anderer Stelle"):
        edit_contact(post, by=lead(), values={"name": "Ganz Anders"})
    assert list(Person.objects.values_list("name", flat=True)) == ["Tia Köhler"]


def test_a_name_taken_out_leaves_no_person_without_function(post):
    row = edit_contact(post, by=lead(), values={"name": ""})
    assert (row.name, row.label, Person.objects.count()) == ("", post.office, 0)


def test_confirming_once_a_day_and_never_what_is_over(post):
    user = UserFactory(name="Koordination Meerane")
    row = confirm_contact(confirm_contact(post, by=user), by=user)
    assert (row.confirmed_on, row.confirmed_by, row.is_to_be_confirmed) == (TODAY, "Koordination Meerane", False)
    with dates.at(date(2024, 4, 25)):
        assert row.is_to_be_confirmed
    edit_contact(post, by=lead(), values={"ends_on": date(2023, 4, 24)})
    with pytest.raises(Conflict, match="beendet"):
        confirm_contact(post, by=user)


def test_a_title_belongs_to_the_name():
    assert PersonFactory(title="Dr.", name="Erika Beispiel").full_name == "Dr. Erika Beispiel"


class TestBearers:
    def read_by(self, model, user, function):
        return set(model.objects.visible_to(user, as_={function}))

    def test_a_district_reads_what_it_bears_and_nothing_of_its_towns(self, meerane, landkreis_zwickau, erzgebirgskreis):
        user = AssignmentFactory(function="district", district=landkreis_zwickau).user
        own = [
            ContactFactory(municipality=None, district=landkreis_zwickau, visibility=rung)
            for rung in (Visibility.OWN_PLACE, Visibility.STATE_OFFICE)
        ]
        ContactFactory(municipality=None, district=erzgebirgskreis)
        ContactFactory(municipality=meerane)
        resolution = ResolutionFactory(municipality=None, district=landkreis_zwickau, visibility=2)
        ResolutionFactory(municipality=meerane, visibility=2)
        assert self.read_by(ContactPerson, user, "district") == set(own)
        assert self.read_by(Resolution, user, "district") == {resolution}

    def test_a_coordinator_of_an_association_reads_nothing_of_its_members(self, meerane, werdau):
        bund = AssociationFactory(members=[meerane, werdau])
        user = AssignmentFactory(function="coordination", association=bund).user
        own = ContactFactory(municipality=None, association=bund)
        ContactFactory(municipality=meerane)
        ContactFactory(municipality=None, association=AssociationFactory())
        assert self.read_by(ContactPerson, user, "coordination") == {own}

    def test_what_a_district_keeps_inside_is_closed_to_the_office(self, landkreis_zwickau, leitung):
        ContactFactory(municipality=None, district=landkreis_zwickau, name="Intern", visibility=Visibility.OWN_PLACE)
        assert self.read_by(ContactPerson, leitung, "state_lead") == set()
        assert self.read_by(Person, leitung, "state_lead") == set()


class TestResolutions:
    VALUES = {"council": "Stadtrat", "number": "17/2021", "decided_on": date(2021, 3, 1), "subject": "Beitritt"}

    def test_entered_twice_is_one_and_another_with_its_number_is_refused(self, meerane, werdau):
        first = add_resolution(meerane, by=lead(), **self.VALUES)
        assert add_resolution(meerane, by=lead(), **self.VALUES) == first
        with pytest.raises(Conflict, match="Bitte die Nummer prüfen"):
            add_resolution(meerane, by=lead(), **self.VALUES | {"subject": "Etwas anderes"})
        add_resolution(werdau, by=lead(), **self.VALUES)
        assert Resolution.objects.count() == 2

    def test_nothing_is_decided_tomorrow(self, meerane):
        with pytest.raises(Conflict, match="liegt in der Zukunft"):
            add_resolution(meerane, by=lead(), **self.VALUES | {"decided_on": date(2023, 4, 26)})
        row = add_resolution(meerane, by=lead(), **self.VALUES)
        with pytest.raises(Conflict, match="liegt in der Zukunft"):
            correct_resolution(row, by=lead(), values={"decided_on": date(2023, 4, 26)}, reason="Ein Tippfehler.")
        row.refresh_from_db()
        assert row.decided_on == date(2021, 3, 1)
