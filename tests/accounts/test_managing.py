"""Ending functions, closing accounts, addresses: who may, and what may never happen."""

import threading
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import close_old_connections, connection
from django.urls import reverse

from accounts.actions import people
from accounts.functions import MUNICIPAL, Function
from accounts.models import Assignment, User
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict, NotPermitted
from tests.factories import PASSWORD, AssignmentFactory, InvitationFactory, UserFactory, lead, person

pytestmark = pytest.mark.django_db

TODAY, TOMORROW = date(2023, 4, 25), date(2023, 4, 26)
REASON = "Die Person hat die Verwaltung verlassen."


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def end(browser, assignment, **values):
    url = reverse("accounts:function_end", args=[assignment.pk])
    return browser.post(url, {"ends_on": "2023-04-25", **values})


def of(user):
    return user.assignments.get()


# --- Ending functions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("leitung", 302), ("sachbearbeitung", 302), ("beigeordnete_meerane", 302), ("verwaltung_meerane", 302),
        ("leserecht", 403), ("koordination_meerane", 403), ("mitarbeit_meerane", 403), ("beigeordnete_werdau", 404),
        ("koordination_werdau", 403), ("coach", 403), ("koordination_coaching", 404), ("polizei_zwickau", 403),
    ],
)  # fmt: skip
def test_who_ends_a_function_of_meerane(request, client_of, who, status, meerane):
    row = AssignmentFactory(function=Function.COORDINATION, municipality=meerane, starts_on=date(2020, 1, 1))
    assert end(client_of(request.getfixturevalue(who)), row).status_code == status
    row.refresh_from_db()
    assert row.ends_on == (TODAY if status == 302 else None)


def test_last_lead_stays(client_of, leitung, sachbearbeitung):
    answer = end(client_of(leitung), of(leitung))
    assert answer.status_code == 409
    assert "letzte Leitung" in answer.content.decode()
    with pytest.raises(NotPermitted):
        people.end_function(of(leitung), by=sachbearbeitung, ends_on=TODAY)
    other = person("zweite@lpr.example", Function.STATE_LEAD)
    people.end_function(of(leitung), by=other, ends_on=TODAY)
    with pytest.raises(Conflict, match="letzte Leitung"):
        people.end_function(of(other), by=other, ends_on=TODAY)


@pytest.mark.parametrize(
    "weak", [{"ends_on": TOMORROW}, {"starts_on": TOMORROW}, {"user": "inactive"}], ids=["ends", "to come", "closed"]
)
def test_lead_who_will_not_stay_does_not_count(leitung, weak):
    values = {**weak, "user": UserFactory(is_active="user" not in weak)}
    AssignmentFactory(function=Function.STATE_LEAD, **values)
    with pytest.raises(Conflict, match="letzte Leitung"):
        people.end_function(of(leitung), by=leitung, ends_on=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_leads_cannot_end_each_other_at_once():
    pair = [person(f"{name}@lpr.example", Function.STATE_LEAD) for name in ("eins", "zwei")]
    results, start = [], threading.Barrier(2)

    def end_other(me, other):
        close_old_connections()
        start.wait()
        try:
            people.end_function(of(other), by=me, ends_on=TODAY)
            results.append("ended")
        except Conflict:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=end_other, args=args) for args in (pair, pair[::-1])]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(results) == ["ended", "refused"]
    assert Assignment.objects.filter(function=Function.STATE_LEAD, ends_on=None).count() == 1


def test_last_manager_ends_herself_only_knowingly(client_of, beigeordnete_meerane, meerane):
    row, browser = of(beigeordnete_meerane), client_of(beigeordnete_meerane)
    page = browser.get(reverse("accounts:function_end", args=[row.pk])).content.decode()
    assert "die letzte Person, die hier Zugänge verwaltet" in page
    assert end(browser, row).status_code == 422
    with pytest.raises(Conflict, match="verwaltet niemand mehr"):
        people.end_function(row, by=beigeordnete_meerane, ends_on=TODAY)
    answer = end(browser, row, is_confirmed="on")
    assert (answer.status_code, answer.url) == (302, "/")


def test_with_another_manager_nothing_has_to_be_confirmed(client_of, beigeordnete_meerane, verwaltung_meerane):
    assert end(client_of(beigeordnete_meerane), of(beigeordnete_meerane)).status_code == 302


# --- Closing and opening accounts ---------------------------------------------------------------------------------


def test_closed_account_signs_out_and_opens_again(client_of, sachbearbeitung, koordination_meerane):
    browser = client_of(koordination_meerane)
    url = reverse("accounts:deactivate", args=[koordination_meerane.pk])
    assert client_of(sachbearbeitung).post(url, {"reason": REASON}).status_code == 302
    assert browser.get("/").status_code == 302
    people.reactivate_account(koordination_meerane, by=sachbearbeitung, reason=REASON)
    assert User.objects.get(pk=koordination_meerane.pk).functions_held() == {Function.COORDINATION}
    actions = AuditEvent.objects.about(koordination_meerane).values_list("action", "reason")
    assert set(actions) == {("deactivate_account", REASON), ("reactivate_account", REASON)}


def test_accounts_of_the_office_are_the_leads(client_of, leitung, sachbearbeitung, leserecht):
    change = {"reason": REASON, "email": "boese@lpr.example"}
    for name in ("deactivate", "reactivate", "address", "second_factor"):
        url = reverse(f"accounts:{name}", args=[leitung.pk])
        assert client_of(sachbearbeitung).post(url, change).status_code == 403, name
        assert client_of(leserecht).post(url, change).status_code == 403, name
        # Nobody keeps the own account here: the last lead would lock herself out.
        assert client_of(leitung).post(url, change).status_code == 403, name
    leitung.refresh_from_db()
    assert (leitung.email, leitung.is_active) == ("leitung@lpr.example", True)
    people.deactivate_account(leserecht, by=leitung, reason=REASON)


def test_former_office_people_are_no_way_round(sachbearbeitung):
    """An account that was the office's may be again tomorrow."""
    former = person("frueher@lpr.example", Function.STATE_LEAD, starts_on="2020-01-01", ends_on="2021-01-01")
    with pytest.raises(NotPermitted):
        people.correct_address(former, by=sachbearbeitung, email="x@lpr.example", reason=REASON)


# --- Addresses ----------------------------------------------------------------------------------------------------


def test_corrected_address_ends_password_and_sessions(client, client_of, sachbearbeitung, koordination_meerane):
    browser = client_of(koordination_meerane)
    browser.may_write = ("django_session",)
    EmailAddress.objects.create(user=koordination_meerane, email=koordination_meerane.email, primary=True)
    url = reverse("accounts:address", args=[koordination_meerane.pk])
    answer = client_of(sachbearbeitung).post(url, {"email": "Richtig@Meerane.example", "reason": REASON})
    assert answer.status_code == 302
    koordination_meerane.refresh_from_db()
    assert (koordination_meerane.email, koordination_meerane.has_usable_password()) == (
        "richtig@meerane.example",
        False,
    )
    assert browser.get("/").status_code == 302
    assert [letter.to for letter in mail.outbox] == [["koordination@meerane.example"]]
    # The old address opens nothing any more, not even by a reset.
    mail.outbox.clear()
    client.post(reverse("account_reset_password"), {"email": "koordination@meerane.example"})
    assert "/passwort-neu/" not in mail.outbox[0].body
    client.post(reverse("account_reset_password"), {"email": "richtig@meerane.example"})
    assert "/passwort-neu/" in mail.outbox[1].body
    # History is the person's, whatever she is called today.
    assert User.objects.get(pk=koordination_meerane.pk).functions_held() == {Function.COORDINATION}


@pytest.mark.parametrize(("has_app", "kept"), [(True, {"totp", "recovery_codes"}), (False, set())])
def test_corrected_address_ends_what_signs_in_without_the_password(leitung, koordination_meerane, has_app, kept):
    """Who sat behind the wrong address may have made a passkey; the app alone signs nobody in and stays."""
    for kind in ("webauthn", "recovery_codes", *(["totp"] if has_app else [])):
        Authenticator.objects.create(user=koordination_meerane, type=kind, data={})
    people.correct_address(koordination_meerane, by=leitung, email="richtig@meerane.example", reason=REASON)
    left = Authenticator.objects.filter(user=koordination_meerane)
    assert set(left.values_list("type", flat=True)) == kept


def test_taken_address_is_a_conflict(leitung, koordination_meerane, koordination_werdau):
    with pytest.raises(Conflict, match="schon einen Zugang"):
        people.correct_address(koordination_meerane, by=leitung, email=koordination_werdau.email.upper(), reason=REASON)


@pytest.fixture
def confirmed(client, koordination_meerane):
    """A browser in which the password was just entered twice, as the page asks."""
    client.post(reverse("account_login"), {"login": koordination_meerane.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.may_write = ("django_session",)
    return client


def link_to_new(browser, email="neu@meerane.example"):
    answer = browser.post(reverse("accounts:address_change"), {"email": email})
    assert (answer.status_code, answer.url) == (302, reverse("accounts:account"))
    letter = mail.outbox[-1]
    assert letter.to == [email]
    return next(word for word in letter.body.split() if "/konto/adresse/" in word).replace("http://testserver", "")


def test_own_address_changes_by_a_link_to_the_new_one(confirmed, koordination_meerane):
    link = link_to_new(confirmed)
    koordination_meerane.refresh_from_db()
    assert koordination_meerane.email == "koordination@meerane.example"
    assert confirmed.get(link).status_code == 200
    assert confirmed.post(link).status_code == 302
    koordination_meerane.refresh_from_db()
    assert koordination_meerane.email == "neu@meerane.example"
    assert mail.outbox[-1].to == ["koordination@meerane.example"]
    assert confirmed.post(link).status_code == 410
    event = AuditEvent.objects.about(koordination_meerane).get(action="change_address")
    assert (event.actor, event.changes[0][1:]) == (
        koordination_meerane, ("koordination@meerane.example", "neu@meerane.example"),
    )  # fmt: skip


def test_address_change_asks_for_the_password_first(client_of, koordination_meerane):
    answer = client_of(koordination_meerane).post(reverse("accounts:address_change"), {"email": "neu@meerane.example"})
    assert (answer.status_code, answer.url.startswith(reverse("account_reauthenticate"))) == (302, True)
    assert mail.outbox == []


def test_link_of_somebody_else_changes_nothing(confirmed, client_of, koordination_werdau):
    link = link_to_new(confirmed)
    browser = client_of(koordination_werdau)
    assert (browser.get(link).status_code, browser.post(link).status_code) == (410, 410)
    koordination_werdau.refresh_from_db()
    assert koordination_werdau.email == "koordination@werdau.example"
    assert browser.get(link[:-3] + "xx/").status_code == 410


def test_taken_address_is_told_to_its_owner_only(confirmed, koordination_werdau):
    """Asking looks alike; confirming says it to whoever reads that mailbox."""
    link = link_to_new(confirmed, koordination_werdau.email)
    assert confirmed.post(link).status_code == 409


# --- Second factor and sessions -----------------------------------------------------------------------------------


def test_lost_second_factor_is_reset_by_the_office_and_told(leitung, koordination_meerane):
    with pytest.raises(Conflict, match="kein zweiter Faktor"):
        people.reset_second_factor(koordination_meerane, by=leitung, reason=REASON)
    Authenticator.objects.create(user=koordination_meerane, type=Authenticator.Type.TOTP, data={"secret": "x"})
    people.reset_second_factor(koordination_meerane, by=leitung, reason=REASON)
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].to == [koordination_meerane.email]


def test_own_page_lists_sessions_and_ends_the_others(client, koordination_meerane):
    from django.test import Client  # noqa: PLC0415 -- a second browser, only here

    credentials = {"login": koordination_meerane.email, "password": PASSWORD}
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    other.post(reverse("account_login"), credentials)
    client.post(reverse("account_login"), credentials)
    listed = client.get(reverse("accounts:account")).context["page"].sessions
    assert [(item.browser, item.is_current) for item in listed] == [
        ("unbekannter Browser", True), ("Firefox unter Windows", False),
    ]  # fmt: skip
    client.post(reverse("accounts:sessions_end"))
    assert other.get("/").status_code == 302
    assert client.get("/").status_code == 200
    assert len(client.get(reverse("accounts:account")).context["page"].sessions) == 1


def test_coach_is_assigned_and_ended_by_the_pool(client_of, koordination_coaching, meerane, werdau):
    coach = AssignmentFactory(function=Function.COACH, user__name="Carla Coach").user
    browser, url = client_of(koordination_coaching), reverse("portal:coach_assign")
    values = {"coach": coach.pk, "municipality": f"municipality-{werdau.pk}", "starts_on": "2023-04-25"}
    assert browser.post(url, values).status_code == 302
    row = Assignment.objects.get(user=coach, municipality=werdau)
    assert (row.function, row.starts_on, row.ends_on) == ("coach", TODAY, None)
    assert browser.post(url, values).status_code == 409
    assert browser.post(url, values | {"coach": koordination_coaching.pk}).status_code == 422
    assert "Carla Coach" in browser.get("/").content.decode()
    answer = end(browser, row)
    assert (answer.status_code, answer.url) == (302, "/")
    with dates.at(TOMORROW):
        assert User.objects.get(pk=coach.pk).current_assignments()[0].municipality is None
    # Belonging to the pool itself is the office's to end.
    assert end(browser, Assignment.objects.get(user=coach, municipality=None)).status_code == 403


def test_somebody_outside_the_pool_is_not_assigned(leitung, meerane):
    with pytest.raises(Conflict, match="gehört nicht zum Pool"):
        people.assign_coach(UserFactory(), by=leitung, municipality=meerane, starts_on=TODAY)
    with pytest.raises(NotPermitted):
        people.assign_coach(UserFactory(), by=person("x@y.example"), municipality=meerane, starts_on=TODAY)
    assert lead() == leitung


# --- Lists ---------------------------------------------------------------------------------------------------------


def test_lists_cost_the_same_for_one_and_for_thirty(
    client_of, leitung, beigeordnete_meerane, meerane, django_assert_max_num_queries
):
    """One more person, function or invitation costs no query more."""
    urls = [reverse("accounts:town", args=[meerane.pk]), reverse("accounts:list"), reverse("accounts:invitations")]
    browsers = [client_of(beigeordnete_meerane), client_of(leitung), client_of(leitung)]
    InvitationFactory(function="mayor", municipality=meerane)
    counts = []
    for round_ in range(2):
        spent = []
        for browser, url in zip(browsers, urls, strict=True):
            with django_assert_max_num_queries(40) as queries:
                assert browser.get(url).status_code == 200
            spent.append(len(queries))
        counts.append(spent)
        for _ in range(30 if round_ == 0 else 0):
            AssignmentFactory(function=MUNICIPAL[0], municipality=meerane)
            InvitationFactory(function="mayor", municipality=meerane)
    assert counts[0] == counts[1]
