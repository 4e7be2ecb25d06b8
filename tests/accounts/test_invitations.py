"""Invitations: who may invite whom, the link that works once, and what it tells to whom."""

import re
import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import close_old_connections, connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitations as actions
from accounts.actions.people import deactivate_account
from accounts.functions import STATE_OFFICE, TOWN_FUNCTIONS, Function
from accounts.models import Assignment, Invitation, User
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict, NotPermitted
from tests import strict
from tests.factories import (
    PASSWORD,
    InvitationFactory,
    MunicipalityFactory,
    UserFactory,
    activated,
    lead,
    person,
)

pytestmark = pytest.mark.django_db

NEW = "Sonnenblume am Marktplatz 7"
REASON = "Die Person hat die Verwaltung verlassen."
ACCEPT = {"name": "Erika Beispiel", "password1": NEW, "password2": NEW}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


INVITING = (
    "leitung", "sachbearbeitung", "leserecht", "beigeordnete_meerane", "verwaltung_meerane", "koordination_meerane",
    "beigeordnete_werdau", "koordination_coaching", "coach",
)  # fmt: skip


def page(token):
    return reverse("accounts:invitation", args=[token])


def invite(browser, town, **values):
    data = {"email": "neu@meerane.example", "name": "Neu", "function": "coordination", **values}
    return browser.post(reverse("accounts:town_invite", args=[town.pk]), data)


def link_in(letter):
    (link,) = re.findall(r"http://testserver(/konto/einladung/\S+)", letter.body)
    return link


# --- Inviting -----------------------------------------------------------------------------------------------------


def test_mayor_invites_to_the_own_town_and_the_letter_carries_the_link(
    client, client_of, beigeordnete_meerane, meerane
):
    answer = invite(client_of(beigeordnete_meerane), meerane, email=" Neu@Meerane.Example", is_deputy="on")
    assert (answer.status_code, answer.url) == (302, reverse("accounts:town", args=[meerane.pk]))
    (row,) = Invitation.objects.all()
    assert (row.email, row.function, row.municipality, row.is_deputy, row.invited_by) == (
        "neu@meerane.example", "coordination", meerane, True, beigeordnete_meerane,
    )  # fmt: skip
    assert timedelta(days=13, hours=23) < row.expires_at - timezone.now() < timedelta(days=14)
    (letter,) = mail.outbox
    assert letter.to == ["neu@meerane.example"]
    assert letter.subject == "ASSKomm: Einladung als Koordination Meerane (stellvertretend)"
    assert client.get(link_in(letter)).status_code == 200
    event = AuditEvent.objects.about(row).get()
    assert (event.actor, event.action, event.municipality_ids) == (beigeordnete_meerane, "invite", [meerane.pk])


def test_token_stands_in_the_letter_only(client_of, beigeordnete_meerane, meerane):
    invite(client_of(beigeordnete_meerane), meerane)
    token = link_in(mail.outbox[0]).split("/")[-2]
    row = Invitation.objects.get()
    assert row.token_hash != token
    assert len(row.token_hash) == 64
    stored = [str(vars(event)) for event in AuditEvent.objects.all()] + [str(vars(row))]
    assert not any(token in text for text in stored)


def test_rolled_back_invitation_sends_nothing(monkeypatch, client_of, beigeordnete_meerane, meerane):
    def stop(*args):
        raise Conflict("Nein.")

    monkeypatch.setattr(actions.letters, "send_invitation", stop)
    assert invite(client_of(beigeordnete_meerane), meerane).status_code == 409
    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("who", INVITING)
def test_who_may_invite_to_which_function_of_meerane(request, who, function, meerane, pd_zwickau):
    """By hand: the office everything but its own functions, which are the Leitung's; managers those of their town."""
    inviting = request.getfixturevalue(who)
    bodies = {Function.POLICE: pd_zwickau, Function.DISTRICT: activated(meerane.district)}
    body = meerane if function in (*TOWN_FUNCTIONS, Function.COACH) else bodies.get(function)
    may = {
        "leitung": set(Function),
        "sachbearbeitung": set(Function) - set(STATE_OFFICE),
        "beigeordnete_meerane": set(TOWN_FUNCTIONS),
        "verwaltung_meerane": set(TOWN_FUNCTIONS),
        "koordination_coaching": {Function.COACH},
    }.get(who, set())
    values = {"by": inviting, "name": "Neu", "function": function, "body": body, "link_to": str}
    if function in may:
        assert actions.invite("neu@stadt.example", **values).function == function
    else:
        with pytest.raises(NotPermitted):
            actions.invite("neu@stadt.example", **values)
        assert not Invitation.objects.exists()


def test_mayor_of_one_town_finds_no_other(client_of, beigeordnete_meerane, werdau):
    browser = client_of(beigeordnete_meerane)
    for name in ("accounts:town", "accounts:town_invite"):
        assert browser.get(reverse(name, args=[werdau.pk])).status_code == 404
    assert invite(browser, werdau).status_code == 404
    assert browser.get(reverse("accounts:list")).status_code == 403
    assert browser.get(reverse("accounts:invite")).status_code == 403


@pytest.mark.parametrize("function", [*STATE_OFFICE, Function.POLICE, Function.COACH, Function.COACHING_COORDINATION])
def test_tampered_function_is_refused_by_the_form(client_of, beigeordnete_meerane, meerane, function):
    answer = invite(client_of(beigeordnete_meerane), meerane, function=function.value)
    assert answer.status_code == 422
    assert "function" in answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_town_in_the_address_counts_not_one_in_the_form(client_of, beigeordnete_meerane, meerane, werdau):
    invite(client_of(beigeordnete_meerane), meerane, body=f"municipality-{werdau.pk}", municipality=werdau.pk)
    assert Invitation.objects.get().municipality == meerane


def test_ended_mayor_invites_nobody(client_of, meerane):
    over = {"starts_on": "2019-02-06", "ends_on": "2023-04-24"}
    ended = person("alt@meerane.example", Function.MAYOR, municipality=meerane, **over)
    answer = invite(client_of(ended), meerane)
    assert answer.status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_invites_himself(client_of, beigeordnete_meerane, meerane):
    answer = invite(client_of(beigeordnete_meerane), meerane, email=beigeordnete_meerane.email.upper())
    assert answer.status_code == 409
    assert "nicht selbst einladen" in answer.content.decode()
    caseworker = person("s@lpr.example", Function.STATE_CASEWORK)
    with pytest.raises(NotPermitted):
        actions.invite("x@lpr.example", by=caseworker, name="x", function="state_lead", body=None, link_to=str)


def test_whether_an_address_has_an_account_is_not_told(client_of, beigeordnete_meerane, meerane, koordination_werdau):
    """Her account of another town is none of the mayor's business."""
    browser, told = client_of(beigeordnete_meerane), []
    for email in (koordination_werdau.email, "niemand@stadt.example"):
        answer = invite(browser, meerane, email=email)
        shown = browser.get(answer.url).content.decode()
        told.append((answer.status_code, answer.url, koordination_werdau.name in shown, len(mail.outbox)))
        mail.outbox.clear()
    assert told[0] == told[1]
    assert told[0][2] is False


def test_second_open_invitation_and_function_already_held_are_conflicts(leitung, meerane, koordination_meerane):
    values = {"by": leitung, "name": "x", "function": "coordination", "body": meerane, "link_to": str}
    actions.invite("neu@stadt.example", **values)
    with pytest.raises(Conflict, match="schon eine Einladung offen"):
        actions.invite("NEU@stadt.example", **values)
    with pytest.raises(Conflict, match="schon inne"):
        actions.invite(koordination_meerane.email, **values)
    # Another function, and the same one elsewhere, are something else.
    actions.invite("neu@stadt.example", **values | {"function": "mayor"})
    actions.invite("neu@stadt.example", **values | {"body": activated(MunicipalityFactory())})
    assert Invitation.objects.count() == 3


def test_office_needs_a_body_of_the_right_kind(client_of, leitung, meerane, pd_zwickau):
    browser, url = client_of(leitung), reverse("accounts:invite")
    data = {"email": "neu@stadt.example", "name": "Neu"}
    bodies = {"": "", "town": f"municipality-{meerane.pk}", "police": f"police_directorate-{pd_zwickau.pk}"}
    refused = [
        ("coordination", ""), ("coordination", "police"), ("police", "town"), ("police", ""), ("state_lead", "town"),
        ("coaching_coordination", "town"), ("district", "town"), ("municipal_admin", ""),
    ]  # fmt: skip
    for function, body in refused:
        answer = browser.post(url, data | {"function": function, "body": bodies[body]})
        assert (answer.status_code, "body" in answer.context["form"].errors) == (422, True), (function, body)
    for function, body in [("coordination", "town"), ("police", "police"), ("state_reader", ""), ("coach", "")]:
        answer = browser.post(url, data | {"function": function, "body": bodies[body]})
        assert (answer.status_code, answer.url) == (302, reverse("accounts:invitations")), (function, body)


# --- The link -----------------------------------------------------------------------------------------------------


def test_link_opens_an_account_and_works_once(client, meerane):
    activated(meerane)
    row = InvitationFactory(token="t", email="neu@meerane.example", function="coordination", municipality=meerane)
    answer = client.post(page("t"), ACCEPT)
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    user = User.objects.get(email="neu@meerane.example")
    assert (user.name, user.check_password(NEW), user.functions_held()) == ("Erika Beispiel", True, {"coordination"})
    (held,) = user.current_assignments()
    assert (held.municipality, held.starts_on) == (meerane, dates.today())
    row.refresh_from_db()
    assert (row.accepted_by, row.revoked_at) == (user, None)
    # Nobody is signed in by a link.
    assert client.get("/").status_code == 302
    for again in (client.get(page("t")), client.post(page("t"), ACCEPT | {"name": "Noch jemand"})):
        assert again.status_code == 410
        assert "schon angenommen" in again.content.decode()
    assert Assignment.objects.filter(user=user).count() == 1


def test_looking_at_the_link_uses_nothing_up(client):
    """Programs that check mails follow every link, often several times."""
    InvitationFactory(token="t")
    with strict.recorded_writes() as writes:
        for _ in range(3):
            assert client.get(page("t")).status_code == 200
            assert client.head(page("t")).status_code == 200
    assert writes == []
    assert client.post(page("t"), ACCEPT).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_dead_links_say_why(client, client_of, leitung, meerane, method):
    now = timezone.now()
    InvitationFactory(token="abgelaufen", expires_at=now)
    InvitationFactory(token="zurück", revoked_at=now, revoked_by=leitung)
    InvitationFactory(token="ruht", function="mayor", municipality=MunicipalityFactory())
    InvitationFactory(token="gesperrt", email=UserFactory(is_active=False).email)
    said = {token: getattr(client, method)(page(token), ACCEPT if method == "post" else None)
            for token in ("abgelaufen", "zurück", "ruht", "gesperrt")}  # fmt: skip
    assert {answer.status_code for answer in said.values()} == {410}
    titles = {token: re.search(r"<h1[^>]*>([^<]+)", answer.content.decode())[1] for token, answer in said.items()}
    assert titles == {
        "abgelaufen": "Diese Einladung ist abgelaufen",
        "zurück": "Diese Einladung wurde zurückgezogen",
        "ruht": "Diese Einladung ruht",
        "gesperrt": "Dieser Zugang ist gesperrt",
    }
    assert getattr(client, method)(page("erfunden")).status_code == 404
    assert not Assignment.objects.exclude(user=leitung).exists()


def test_key_of_a_link_does_not_reach_the_log(client, caplog):
    InvitationFactory(token="streng-geheim")
    client.get(page("streng-geheim"))
    assert "/konto/einladung/…/" in caplog.text
    assert "streng-geheim" not in caplog.text


def test_sending_again_kills_the_older_link(client, client_of, leitung):
    row = InvitationFactory(token="alt", expires_at=timezone.now() - timedelta(days=1))
    client_of(leitung).post(reverse("accounts:resend", args=[row.pk]))
    assert client.get(page("alt")).status_code == 404
    link = link_in(mail.outbox[-1])
    assert client.get(link).status_code == 200
    row.refresh_from_db()
    assert row.expires_at > timezone.now()


def test_existing_account_signs_in_and_gets_the_function_beside_others(client, client_of, koordination_werdau, meerane):
    activated(meerane)
    InvitationFactory(token="t", email=koordination_werdau.email, function="municipal_staff", municipality=meerane)
    said = client.get(page("t"))
    assert (said.status_code, f"/konto/anmelden/?next={page('t')}" in said.content.decode()) == (200, True)
    # A password cannot be set by the link: the account has an owner.
    assert client.post(page("t"), ACCEPT).status_code == 403
    assert User.objects.get(pk=koordination_werdau.pk).check_password(PASSWORD)
    answer = client_of(koordination_werdau).post(page("t"))
    assert (answer.status_code, answer.url) == (302, "/")
    again = User.objects.get(pk=koordination_werdau.pk)
    assert again.functions_held() == {Function.COORDINATION, Function.MUNICIPAL_STAFF}


def test_somebody_else_signed_in_cannot_take_it(client_of, koordination_werdau, meerane):
    activated(meerane)
    for email in ("neu@meerane.example", UserFactory().email):
        row = InvitationFactory(email=email, function="mayor", municipality=meerane)
        browser = client_of(koordination_werdau)
        token = f"einladung-{email}"
        Invitation.objects.filter(pk=row.pk).update(token_hash=actions.hash_of(token))
        said = browser.get(page(token))
        assert (said.status_code, "für eine andere Adresse" in said.content.decode()) == (200, True)
        assert browser.post(page(token), ACCEPT).status_code == 403
        with pytest.raises(Conflict, match="Die Einladung gilt für"):
            actions.accept(row, by=koordination_werdau, token=token)
    assert koordination_werdau.assignments.count() == 1


def test_what_is_posted_never_changes_what_was_offered(client, meerane, werdau):
    activated(meerane), activated(werdau)
    InvitationFactory(token="t", email="neu@meerane.example", function="coordination", municipality=meerane)
    forged = {"function": "mayor", "municipality": werdau.pk, "email": "boese@stadt.example", "body": werdau.pk}
    client.post(page("t"), ACCEPT | forged)
    (held,) = User.objects.get(email="neu@meerane.example").current_assignments()
    assert (held.function, held.municipality) == ("coordination", meerane)
    assert not User.objects.filter(email="boese@stadt.example").exists()


@pytest.mark.parametrize("weak", ["kurz", "123456789012", "neu@meerane.example"])
def test_weak_or_differing_password_is_refused_and_the_name_stays_typed(client, weak):
    InvitationFactory(token="t", email="neu@meerane.example")
    for values in ({"password1": weak, "password2": weak}, {"password1": NEW, "password2": "etwas anderes"}):
        answer = client.post(page("t"), ACCEPT | values)
        assert answer.status_code == 422
        assert 'value="Erika Beispiel"' in answer.content.decode()
        assert NEW not in answer.content.decode()
    assert not User.objects.filter(email="neu@meerane.example").exists()


def test_deactivated_mayors_invitation_can_be_revoked_by_the_office(client, leitung, beigeordnete_meerane, meerane):
    row = actions.invite(
        "x@stadt.example", by=beigeordnete_meerane, name="x", function="mayor", body=meerane, link_to=str
    )
    deactivate_account(beigeordnete_meerane, by=leitung, reason=REASON)
    actions.revoke(row, by=leitung)
    with pytest.raises(Conflict, match="nicht mehr offen"):
        actions.revoke(row, by=leitung)


@pytest.mark.parametrize("method", ["get", "post"])
def test_invitation_ends_with_the_right_of_whoever_sent_it(
    client, client_of, verwaltung_meerane, beigeordnete_meerane, meerane, method
):
    """Else somebody who has to go leaves a door open for herself; whoever may give the function sends it again."""
    invite(client_of(verwaltung_meerane), meerane, function="mayor")
    row, link = Invitation.objects.get(), link_in(mail.outbox[-1])
    verwaltung_meerane.assignments.update(starts_on=date(2020, 1, 1), ends_on=dates.today() - timedelta(days=1))
    answer = getattr(client, method)(link, ACCEPT if method == "post" else None)
    assert (answer.status_code, "vergibt diese Funktion heute nicht mehr" in answer.content.decode()) == (410, True)
    token = link.split("/")[-2]
    with pytest.raises(Conflict, match="nicht mehr offen"):
        actions.open_account(row, by=row.invited_by, token=token, name="x", password=NEW)
    assert not User.objects.filter(email="neu@meerane.example").exists()
    client_of(beigeordnete_meerane).post(reverse("accounts:resend", args=[row.pk]))
    assert "Beigeordnete" in mail.outbox[-1].body
    assert client.post(link_in(mail.outbox[-1]), ACCEPT).status_code == 302
    granted = AuditEvent.objects.get(action="grant_function", actor=beigeordnete_meerane)
    assert granted.subject == User.objects.get(email="neu@meerane.example").assignments.get()


@pytest.mark.parametrize("name", ["accounts:resend", "accounts:revoke"])
def test_invitation_of_another_town_is_not_found(client_of, beigeordnete_werdau, meerane, name):
    row = InvitationFactory(function="mayor", municipality=activated(meerane))
    assert client_of(beigeordnete_werdau).post(reverse(name, args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert (row.revoked_at, mail.outbox) == (None, [])


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins():
    row = InvitationFactory(token="t", email="neu@stadt.example", invited_by=lead())
    results, start = [], threading.Barrier(2)

    def accept(name):
        close_old_connections()
        start.wait()
        try:
            actions.open_account(row, by=row.invited_by, token="t", name=name, password=NEW)
            results.append("accepted")
        except Conflict:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[name]) for name in ("Eins", "Zwei")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(results) == ["accepted", "refused"]
    assert Assignment.objects.filter(user__email="neu@stadt.example").count() == 1
