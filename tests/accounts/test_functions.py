"""Rights follow from functions held today: current, ended, future, ended and begun again – for every reach."""

from datetime import date

import pytest
from django.urls import reverse

from accounts import actions
from accounts.functions import FLOOR, HELD_FOR, MUNICIPAL, REACH, STATE_OFFICE, Function
from accounts.models import Assignment, User
from agreements.models import Clause, CooperationAgreement, Party, Signatory
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from core.scoping import Reach
from core.visibility import Visibility
from documents.models import Document
from municipalities.models import ContactPerson, Municipality
from tests.factories import AgreementFactory, AssignmentFactory, ContactFactory, UserFactory, lead

pytestmark = pytest.mark.django_db

YESTERDAY, TODAY, TOMORROW = date(2023, 4, 24), date(2023, 4, 25), date(2023, 4, 26)
LONG_AGO = date(2020, 1, 1)
PERIODS = {
    "current": ([(LONG_AGO, None)], True),
    "until a day to come": ([(LONG_AGO, TOMORROW)], True),
    "on its last day": ([(LONG_AGO, TODAY)], True),
    "on its first day": ([(TODAY, None)], True),
    "ended": ([(LONG_AGO, YESTERDAY)], False),
    "future": ([(TOMORROW, None)], False),
    "ended and begun again": ([(LONG_AGO, YESTERDAY), (TODAY, None)], True),
    "ended and about to begin again": ([(LONG_AGO, YESTERDAY), (TOMORROW, None)], False),
}


@pytest.fixture
def shown(meerane, pd_zwickau):
    """An agreement of Meerane and its police, in consultation."""
    return AgreementFactory(consultation=True, towns=[meerane], towns__police=pd_zwickau)


@pytest.fixture
def place_of(meerane, pd_zwickau):
    """Where a function is held."""

    def place(function):
        bodies = {
            "": {},
            "municipality": {"municipality": meerane},
            "police_directorate": {"police_directorate": pd_zwickau},
            "district": {"district": meerane.district},
        }
        return bodies["municipality" if "municipality" in HELD_FOR[function] else HELD_FOR[function][0]]

    return place


@pytest.fixture
def holder(place_of):
    """Somebody who holds a function from one day to another, or several times."""

    def hold(function, periods):
        user = UserFactory()
        for starts_on, ends_on in periods:
            AssignmentFactory(user=user, function=function, starts_on=starts_on, ends_on=ends_on, **place_of(function))
        return user

    return hold


def opens(user, function):
    """Whether the row that the function is for can be read."""
    as_ = user.functions_held()
    if function in (Function.COACH, Function.COACHING_COORDINATION, Function.MUNICIPAL_ADMIN):
        return Municipality.objects.visible_to(user, as_=as_).exists()
    if function == Function.DISTRICT:
        return any(grant.districts.exists() for grant in user.grants(as_))
    return CooperationAgreement.objects.visible_to(user, as_=as_).exists()


@pytest.mark.parametrize("case", PERIODS)
@pytest.mark.parametrize("function", Function)
def test_function_opens_while_it_is_held(function, case, holder, shown):
    periods, is_held = PERIODS[case]
    user = holder(function, periods)
    assert user.functions_held() == (frozenset({function}) if is_held else frozenset())
    assert opens(user, function) is is_held


@pytest.mark.parametrize("function", Function)
def test_days_are_counted_by_the_programme(function, holder, shown):
    user = holder(function, [(LONG_AGO, YESTERDAY)])
    with dates.at(YESTERDAY):
        assert opens(User.objects.get(pk=user.pk), function)
    assert not opens(User.objects.get(pk=user.pk), function)


def test_same_user_object_notices_a_new_day(holder):
    user = holder(Function.COORDINATION, [(LONG_AGO, TODAY)])
    assert user.functions_held() == {Function.COORDINATION}
    with dates.at(TOMORROW):
        assert user.functions_held() == frozenset()


def test_deactivated_person_holds_nothing(holder, shown):
    user = holder(Function.STATE_LEAD, [(LONG_AGO, None)])
    user.is_active = False
    user.save()
    assert User.objects.get(pk=user.pk).functions_held() == frozenset()
    assert not opens(User.objects.get(pk=user.pk), Function.STATE_LEAD)


def test_function_that_is_asked_for_but_not_held_opens_nothing(koordination_werdau, shown):
    for model in (CooperationAgreement, Party, Signatory, Clause, AuditEvent, ContactPerson, User, Assignment):
        assert not model.objects.visible_to(koordination_werdau, as_=set(Function) - {Function.COORDINATION}).exists()


def test_function_and_place_are_never_checked_apart(coach_meerane_koordination_werdau, meerane, werdau, shown):
    """A coach of Meerane who coordinates Werdau is no coordinator in Meerane."""
    user = coach_meerane_koordination_werdau
    both = user.functions_held()
    assert both == {Function.COACH, Function.COORDINATION}
    assert set(Municipality.objects.visible_to(user, as_=both)) == {meerane, werdau}
    assert list(Municipality.objects.visible_to(user, as_={Function.COORDINATION})) == [werdau]
    assert list(Municipality.objects.visible_to(user, as_={Function.COACH})) == [meerane]
    assert not CooperationAgreement.objects.visible_to(user, as_=both).exists()
    kept = ContactFactory(municipality=werdau, visibility=Visibility.OWN_PLACE)
    ContactFactory(municipality=meerane, visibility=Visibility.STATE_OFFICE)
    assert list(ContactPerson.objects.visible_to(user, as_=both)) == [kept]


def test_police_on_the_staff_of_a_town_keeps_both_apart(polizei_zwickau_mitarbeit_werdau, shown, werdau):
    user = polizei_zwickau_mitarbeit_werdau
    own = AgreementFactory(consultation=True, towns=[werdau])
    assert list(CooperationAgreement.objects.visible_to(user, as_={Function.POLICE})) == [shown]
    assert list(CooperationAgreement.objects.visible_to(user, as_={Function.MUNICIPAL_STAFF})) == [own]
    assert set(CooperationAgreement.objects.visible_to(user, as_=user.functions_held())) == {shown, own}


def test_parts_of_an_agreement_are_as_readable_as_the_whole(
    shown, meerane, koordination_meerane, polizei_zwickau, koordination_werdau, coach
):
    draft = AgreementFactory(towns=[meerane])
    readers = {koordination_meerane: {shown}, polizei_zwickau: {shown}, koordination_werdau: set(), coach: set()}
    for person, agreements in readers.items():
        as_ = person.functions_held()
        assert {row.agreement for row in Clause.objects.visible_to(person, as_=as_)} == agreements
        assert {row.agreement for row in Party.objects.visible_to(person, as_=as_)} == agreements
        assert {row.party.agreement for row in Signatory.objects.visible_to(person, as_=as_)} == agreements
    assert {row.agreement for row in Clause.objects.visible_to(lead(), as_={Function.STATE_LEAD})} == {shown, draft}


def test_one_coordinator_of_two_towns_sees_a_joint_agreement_once(meerane, werdau):
    joint = AgreementFactory(consultation=True, towns=[meerane, werdau])
    user = UserFactory()
    for town in (meerane, werdau):
        AssignmentFactory(user=user, function=Function.COORDINATION, municipality=town)
    assert list(CooperationAgreement.objects.visible_to(user, as_=user.functions_held())) == [joint]


def test_account_and_audit_rows_are_the_offices_alone(
    leserecht, koordination_meerane, beigeordnete_meerane, polizei_zwickau, coach, meerane
):
    contact = ContactFactory(municipality=meerane)
    from_office = actions.grant_function(UserFactory(), "coordination", by=lead(), municipality=meerane)
    for person in (koordination_meerane, beigeordnete_meerane, polizei_zwickau, coach):
        as_ = person.functions_held()
        for model in (User, AuditEvent) if person == beigeordnete_meerane else (User, Assignment, AuditEvent):
            assert not model.objects.visible_to(person, as_=as_).exists(), (person, model)
    held = leserecht.functions_held()
    assert from_office in Assignment.objects.visible_to(leserecht, as_=held)
    assert contact in ContactPerson.objects.visible_to(leserecht, as_=held)
    assert AuditEvent.objects.visible_to(leserecht, as_=held).exists()


def test_document_is_as_readable_as_its_owner(shown, koordination_meerane, koordination_werdau, polizei_zwickau, coach):
    fixed = AgreementFactory(finalised=True, towns=shown.municipalities)
    document = fixed.final_document
    readers = {
        koordination_meerane: True,
        koordination_werdau: False,
        polizei_zwickau: False,
        coach: False,
        lead(): True,
    }
    for person, may_read in readers.items():
        readable = Document.objects.visible_to(person, as_=person.functions_held())
        assert (document in readable) is may_read, person


# --- The ladder ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "place", "rungs"),
    [
        (Function.STATE_LEAD, "", [2, 3, 4]),
        (Function.STATE_CASEWORK, "", [2, 3, 4]),
        (Function.STATE_READER, "", [2, 3, 4]),
        (Function.COORDINATION, "own", [0, 1, 2, 3, 4]),
        (Function.MUNICIPAL_STAFF, "own", [1, 2, 3, 4]),
        (Function.MAYOR, "own", [1, 2, 3, 4]),
        (Function.COORDINATION, "other", [3, 4]),
        (Function.MUNICIPAL_STAFF, "other", [3, 4]),
        (Function.MAYOR, "other", [3, 4]),
        # Contacts of a town are not for the police and not for a coach, whatever the rung.
        (Function.POLICE, "", []),
        (Function.COACH, "own", []),
    ],
)
def test_every_rung_of_the_ladder(function, place, rungs, meerane, werdau, pd_zwickau):
    for rung in Visibility:
        ContactFactory(municipality=meerane, visibility=rung)
    held_for = {"own": {"municipality": meerane}, "other": {"municipality": werdau}, "": {}}[place]
    if function == Function.POLICE:
        held_for = {"police_directorate": pd_zwickau}
    user = AssignmentFactory(function=function, **held_for).user
    seen = ContactPerson.objects.visible_to(user, as_={function}).order_by("visibility")
    assert [row.visibility for row in seen] == rungs


def test_ladder_ascends():
    assert list(Visibility) == [0, 1, 2, 3, 4]
    assert [rung.label for rung in Visibility] == [
        "Coach und Koordination", "nur unsere Kommune", "Landespräventionsrat", "ASSKomm-Netzwerk", "öffentlich",
    ]  # fmt: skip


def test_every_function_has_a_reach_and_a_floor():
    assert set(REACH) == set(FLOOR) == set(Function)
    assert {REACH[function] for function in STATE_OFFICE} == {Reach.ALL}
    assert {REACH[function] for function in MUNICIPAL} == {Reach.OWN}
    assert (REACH[Function.POLICE], REACH[Function.COACH]) == (Reach.PARTY, Reach.OPENED)


# --- Actions ------------------------------------------------------------------------------------------------------


def test_new_account_has_no_password_and_a_small_address(leitung):
    user = actions.create_user("  Neu@Stadt.Example ", name=" Neue Person ", by=leitung)
    assert (user.email, user.name, user.has_usable_password()) == ("neu@stadt.example", "Neue Person", False)
    event = AuditEvent.objects.about(user).get()
    assert (event.actor, event.label) == (leitung, "Zugang angelegt")
    assert event.after == {"E-Mail-Adresse": "neu@stadt.example", "Name": "Neue Person", "aktiv": True}


def test_address_is_taken_whatever_its_case(leitung):
    UserFactory(email="neu@stadt.example")
    with pytest.raises(Conflict, match="schon einen Zugang"):
        actions.create_user("NEU@stadt.example", name="Noch jemand", by=leitung)


def test_granted_function_begins_today_and_is_recorded_for_the_town(leitung, meerane):
    assignment = actions.grant_function(
        UserFactory(name="Neu"), "mayor", by=leitung, municipality=meerane, title="Bgm."
    )
    assert (assignment.starts_on, assignment.ends_on, assignment.label) == (TODAY, None, "Bgm. Meerane")
    event = AuditEvent.objects.about(assignment).get()
    assert event.municipality_ids == [meerane.pk]
    assert event.after["Funktion"] == "Bürgermeister/in"


def test_ended_function_counts_to_its_last_day(leitung, koordination_meerane):
    (assignment,) = koordination_meerane.current_assignments()
    row = actions.end_function(assignment, by=leitung, ends_on=TODAY)
    assert row.ends_on == TODAY
    again = User.objects.get(pk=koordination_meerane.pk)
    assert again.functions_held() == {Function.COORDINATION}
    with dates.at(TOMORROW):
        assert again.functions_held() == frozenset()
    assert AuditEvent.objects.about(assignment).get().changes == [("bis", "–", "25. April 2023")]


def test_function_ends_once_and_not_before_it_began(leitung, koordination_meerane):
    (assignment,) = koordination_meerane.current_assignments()
    with pytest.raises(Conflict, match="begann erst am 6\\. Februar 2019"):
        actions.end_function(assignment, by=leitung, ends_on=date(2019, 2, 5))
    actions.end_function(assignment, by=leitung, ends_on=YESTERDAY)
    with pytest.raises(Conflict, match="endete bereits am 24\\. April 2023"):
        actions.end_function(assignment, by=leitung, ends_on=TODAY)


def test_announced_end_can_be_brought_forward_and_not_put_off(leitung, koordination_meerane, client_of, meerane):
    (assignment,) = koordination_meerane.current_assignments()
    actions.end_function(assignment, by=leitung, ends_on=date(2023, 5, 31))
    for later in (date(2023, 5, 31), date(2023, 6, 1)):
        with pytest.raises(Conflict, match="schon für den 31\\. Mai 2023 eingetragen"):
            actions.end_function(assignment, by=leitung, ends_on=later)
    end_url = reverse("accounts:function_end", args=[assignment.pk])
    for name, of in (("town", meerane), ("detail", koordination_meerane)):
        page = reverse(f"accounts:{name}", args=[of.pk])
        assert end_url in client_of(leitung).get(page).content.decode(), page
    assert actions.end_function(assignment, by=leitung, ends_on=TODAY).ends_on == TODAY
    with pytest.raises(Conflict, match="endete bereits"):
        actions.end_function(assignment, by=leitung, ends_on=YESTERDAY)


# --- What people read ---------------------------------------------------------------------------------------------


def test_function_says_where_it_is_held(koordination_meerane, beigeordnete_meerane, polizei_zwickau, leitung, coach):
    labels = [
        person.current_assignments()[0].label
        for person in (koordination_meerane, beigeordnete_meerane, polizei_zwickau, leitung, coach)
    ]
    assert labels == [
        "Koordination Meerane (stellvertretend)",
        "Beigeordnete mit Zeichnungsbefugnis Meerane (stellvertretend)",
        "Polizeidirektion Zwickau",
        "Leitung",
        "Coach Meerane",
    ]


def test_users_are_listed_with_their_functions_in_three_queries(
    koordination_meerane, leitung, django_assert_num_queries
):
    with django_assert_num_queries(4):
        people = list(User.objects.visible_to(leitung, as_={Function.STATE_LEAD}).for_list())
        for person in people:
            assert [str(assignment) for assignment in person.assignments.all()]
