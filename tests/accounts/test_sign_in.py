"""Signing in and out, forgotten passwords, and that none of it tells whether an address is known."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils.http import int_to_base36

from accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_OUT, FORGOTTEN = reverse("account_login"), reverse("account_logout"), reverse("account_reset_password")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture(autouse=True)
def _fresh_limits():
    """The limits are kept in the cache, which outlives a test."""
    cache.clear()


def sign_in(client, email="koordination@meerane.example", password=PASSWORD, **options):
    return client.post(SIGN_IN, {"login": email, "password": password}, **options)


def text(response):
    return TOKEN.sub("", response.content.decode())


def reset_form(client, email):
    """Ask for a letter and follow its link to the form for the new password."""
    client.may_write = ("django_session", "account_emailaddress")
    client.post(FORGOTTEN, {"email": email})
    (link,) = re.findall(r"http://testserver(/konto/passwort-neu/\S+)", mail.outbox[0].body)
    return link, client.get(link, follow=True)


def is_signed_in(client):
    return client.get("/").status_code == 200


# --- In and out ---------------------------------------------------------------------------------------------------


def test_signing_in_leads_to_the_start_page(client, koordination_meerane):
    response = sign_in(client)
    assert (response.status_code, response.url) == (302, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["KOORDINATION@Meerane.Example", " koordination@meerane.example "])
def test_address_counts_whatever_its_case(client, koordination_meerane, email):
    assert sign_in(client, email).status_code == 302
    assert is_signed_in(client)


def test_signing_in_leads_back_to_where_one_was_going(client, koordination_meerane):
    response = client.get(reverse("agreements:list"))
    assert (response.status_code, response.url) == (302, f"{SIGN_IN}?next=/vereinbarungen/")
    response = client.post(response.url, {"login": koordination_meerane.email, "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/vereinbarungen/")


def test_way_back_never_leads_to_a_foreign_site(client, koordination_meerane):
    for foreign in ("https://boese.example/", "//boese.example/", "javascript:alert(1)"):
        response = client.post(
            f"{SIGN_IN}?next={foreign}", {"login": koordination_meerane.email, "password": PASSWORD, "next": foreign}
        )
        assert (response.status_code, response.url) == (302, "/")
        client.post(SIGN_OUT)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("koordination@meerane.example", "falsch"),
        ("niemand@stadt.example", PASSWORD),
        ("niemand@stadt.example", "falsch"),
    ],
)
def test_wrong_sign_in_says_the_same_whatever_is_wrong(client, koordination_meerane, email, password):
    response = sign_in(client, email, password)
    assert response.status_code == 200
    errors = response.context["form"].non_field_errors()
    assert len(errors) == 1
    reference = sign_in(client, "wer@auch.example", "immer").context["form"].non_field_errors()
    assert errors == reference
    assert not is_signed_in(client)


def test_account_without_password_cannot_sign_in(client):
    user = UserFactory(email="neu@stadt.example")
    user.set_unusable_password()
    user.save()
    for password in ("", user.password):
        sign_in(client, "neu@stadt.example", password)
        assert not is_signed_in(client)


def test_deactivated_person_is_told_so_only_with_the_right_password(client, koordination_meerane):
    User.objects.update(is_active=False)
    wrong = sign_in(client, password="falsch")
    assert wrong.context["form"].non_field_errors() == sign_in(client, "x@y.example").context["form"].non_field_errors()
    right = sign_in(client)
    assert (right.status_code, right.url) == (302, reverse("account_inactive"))
    assert not is_signed_in(client)
    assert client.get(right.url).status_code == 200


def test_deactivation_ends_a_running_session(client_of, koordination_meerane):
    browser = client_of(koordination_meerane)
    assert is_signed_in(browser)
    User.objects.update(is_active=False)
    assert not is_signed_in(browser)


def test_new_password_ends_other_sessions(client_of, koordination_meerane):
    browser = client_of(koordination_meerane)
    koordination_meerane.set_password("ein anderes langes Kennwort")
    koordination_meerane.save()
    browser.may_write = ("django_session",)
    assert not is_signed_in(browser)


def test_signing_out_takes_a_post(client_of, koordination_meerane):
    browser = client_of(koordination_meerane)
    assert browser.get(SIGN_OUT).status_code == 200
    assert is_signed_in(browser)
    response = browser.post(SIGN_OUT)
    assert (response.status_code, response.url) == (302, SIGN_IN)
    assert not is_signed_in(browser)


def test_signing_out_twice_is_no_error(client_of, koordination_meerane):
    browser = client_of(koordination_meerane)
    browser.post(SIGN_OUT)
    assert browser.post(SIGN_OUT).status_code == 302


def test_session_gets_a_new_key_on_signing_in(client, koordination_meerane):
    client.get(SIGN_IN)
    session = client.session
    session["harmlos"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != before


def test_session_cookie_is_kept_from_scripts_and_foreign_sites(client, koordination_meerane):
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


# --- Nobody signs up by himself -----------------------------------------------------------------------------------


def test_signing_up_is_closed(client):
    url = reverse("account_signup")
    page = client.get(url)
    assert page.status_code == 200
    assert "<form" not in page.content.decode().partition("<main")[2]
    data = {"email": "neu@stadt.example", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(url, data)
    assert answer.status_code == 200
    assert not User.objects.exists()
    assert mail.outbox == []


# --- Too many attempts --------------------------------------------------------------------------------------------


def test_guessing_the_password_of_one_account_is_stopped(client, koordination_meerane):
    for _ in range(5):
        assert sign_in(client, password="falsch", REMOTE_ADDR="192.0.2.1").status_code == 200
    # From another address, too, and even with the right password.
    response = sign_in(client, REMOTE_ADDR="192.0.2.2")
    assert not is_signed_in(client)
    assert "Zu viele" in response.content.decode()
    assert sign_in(client, "beigeordnete@meerane.example", "falsch", REMOTE_ADDR="192.0.2.2").status_code == 200


def test_guessing_accounts_from_one_address_is_stopped(client, koordination_meerane):
    for number in range(10):
        sign_in(client, f"person{number}@stadt.example", "falsch", REMOTE_ADDR="192.0.2.1")
    sign_in(client, REMOTE_ADDR="192.0.2.1")
    assert not is_signed_in(client)
    sign_in(client, REMOTE_ADDR="192.0.2.2")
    assert is_signed_in(client)


def test_limit_counts_unknown_addresses_alike(client):
    answers = [sign_in(client, "niemand@stadt.example", "falsch") for _ in range(6)]
    assert "Zu viele" in answers[5].content.decode()
    assert "Zu viele" not in answers[4].content.decode()


def test_flood_of_requests_gets_a_page_of_ours(client):
    answers = [client.post(FORGOTTEN, {"email": f"person{number}@stadt.example"}) for number in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [302] * 20
    assert answers[20].status_code == 429
    assert "Landespräventionsrat" in answers[20].content.decode()


def test_proxy_counts_only_as_often_as_it_is_ours(client, settings, koordination_meerane):
    """An address that the client wrote into the header himself must not reset the limit."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(11):
        forwarded = f"203.0.113.{number}, 192.0.2.1"
        sign_in(client, f"person{number}@stadt.example", "falsch", HTTP_X_FORWARDED_FOR=forwarded)
    sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.99, 192.0.2.1")
    assert not is_signed_in(client)


# --- Forgotten password -------------------------------------------------------------------------------------------


def test_forgotten_password_is_answered_alike_for_known_and_unknown(client, koordination_meerane):
    answers, letters = {}, {}
    for email in ("koordination@meerane.example", "niemand@stadt.example"):
        mail.outbox.clear()
        response = client.post(FORGOTTEN, {"email": email})
        answers[email] = (response.status_code, response.url, text(client.get(response.url)))
        letters[email] = [letter.to for letter in mail.outbox]
    known, unknown = answers.values()
    assert known == unknown
    assert known[:2] == (302, reverse("account_reset_password_done"))
    assert letters == {email: [[email]] for email in answers}


def test_deactivated_account_is_answered_like_any_other(client, koordination_meerane):
    User.objects.update(is_active=False)
    response = client.post(FORGOTTEN, {"email": "koordination@meerane.example"})
    assert (response.status_code, response.url) == (302, reverse("account_reset_password_done"))
    assert len(mail.outbox) == 1
    assert "/passwort-neu/" not in mail.outbox[0].body


def test_letter_leads_to_a_new_password(client, koordination_meerane):
    _, page = reset_form(client, "Koordination@Meerane.example")
    assert mail.outbox[0].subject == "ASSKomm: neues Passwort festlegen"
    assert page.status_code == 200
    new = "Sonnenblume am Marktplatz 7"
    answer = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert (answer.status_code, answer.url) == (302, reverse("account_reset_password_from_key_done"))
    assert client.get(answer.url).status_code == 200
    assert sign_in(client, password=new).status_code == 302
    assert is_signed_in(client)


def test_key_of_the_link_does_not_stay_in_the_address(client, koordination_meerane):
    """An address travels: in the history, and to wherever the page links."""
    link, page = reset_form(client, koordination_meerane.email)
    assert page.redirect_chain == [
        (f"{link.partition('-neu/')[0]}-neu/{link.split('/')[-2].split('-')[0]}-set-password/", 302)
    ]


def test_link_works_once(client, koordination_meerane):
    link, page = reset_form(client, koordination_meerane.email)
    new = "Sonnenblume am Marktplatz 7"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    again = client.get(link, follow=True)
    assert "Dieser Link gilt nicht mehr" in again.content.decode()
    assert 'name="password1"' not in again.content.decode()


def test_link_of_somebody_else_is_worth_nothing(client, koordination_meerane, beigeordnete_meerane):
    link, _ = reset_form(client, koordination_meerane.email)
    foreign = link.replace(f"/{base36(koordination_meerane)}-", f"/{base36(beigeordnete_meerane)}-")
    assert foreign != link
    assert "Dieser Link gilt nicht mehr" in client.get(foreign, follow=True).content.decode()


def base36(user):
    return int_to_base36(user.pk)


@pytest.mark.parametrize(
    "weak",
    ["kurz", "qwerty123456", "123456789012", "koordination@meerane"],
    ids=["short", "common", "digits", "own"],
)
def test_weak_password_is_refused(client, koordination_meerane, weak):
    _, page = reset_form(client, koordination_meerane.email)
    answer = client.post(page.redirect_chain[-1][0], {"password1": weak, "password2": weak})
    assert answer.context["form"].errors
    koordination_meerane.refresh_from_db()
    assert koordination_meerane.check_password(PASSWORD)


def test_changing_the_password_says_what_a_password_needs_in_one_sentence(client_of, koordination_meerane):
    page = client_of(koordination_meerane).get(reverse("account_change_password")).content.decode()
    assert "Mindestens zwölf Zeichen" in page
    assert "<ul>" not in page.split("<form", 2)[-1]


def test_changing_the_password_needs_the_old_one(client_of, koordination_meerane):
    browser, url = client_of(koordination_meerane), reverse("account_change_password")
    new = "Sonnenblume am Marktplatz 7"
    refused = browser.post(url, {"oldpassword": "falsch", "password1": new, "password2": new})
    assert refused.context["form"].errors
    browser.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    koordination_meerane.refresh_from_db()
    assert koordination_meerane.check_password(new)
