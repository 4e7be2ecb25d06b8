"""Signing in by OpenID Connect against a provider that lies in every way the standard thought of."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.actions.people import correct_address
from accounts.actions.single_sign_on import connect_identity
from accounts.single_sign_on.adapter import SingleSignOnAdapter
from accounts.single_sign_on.provider import nonce_of
from asskomm import single_sign_on
from audit.models import AuditEvent
from core.exceptions import Conflict, NotPermitted
from tests.accounts.mock_provider import ISSUER, OTHER_KEY, MockProvider
from tests.factories import PASSWORD, UserFactory, lead

pytestmark = pytest.mark.django_db

START, BACK = reverse("sso_start"), reverse("sso_callback")
CONNECT, CONFIRM = reverse("accounts:sso_begin_connect"), reverse("accounts:sso_connect")
ACCOUNT, DISCONNECT = reverse("accounts:account"), reverse("accounts:sso_disconnect")
WRITTEN = (
    "django_session", "socialaccount_socialaccount", "accounts_user", "usersessions_usersession", "accounts_arrival",
    "cache",
)  # fmt: skip


@pytest.fixture(autouse=True)
def provider(settings, monkeypatch):
    cache.clear()
    settings.SINGLE_SIGN_ON = single_sign_on.read(
        ISSUER, name="Landeskonto", client_id="asskomm", secret="verrate nichts", https=True
    )
    settings.SOCIALACCOUNT_PROVIDERS = settings.SINGLE_SIGN_ON.providers
    mock = MockProvider()
    monkeypatch.setattr(SingleSignOnAdapter, "get_requests_session", lambda self: mock)
    return mock


@pytest.fixture
def browser(client):
    """Coming back is a GET: it opens the session, and notes when an identity last signed in."""
    client.may_write = WRITTEN
    return client


@pytest.fixture
def connected(koordination_meerane):
    connect_identity(koordination_meerane, by=koordination_meerane, uid="4711")
    mail.outbox.clear()
    return koordination_meerane


def sign_in(browser, provider, **changes):
    """Leave for the provider and come back with what it said."""
    back = provider.follow(browser.post(START))
    return browser.get(BACK, {**back, **changes})


def is_signed_in(browser):
    return browser.get("/").status_code == 200


# --- In ------------------------------------------------------------------------------------------------------------


def test_connected_identity_signs_in(browser, provider, connected):
    response = sign_in(browser, provider)
    assert (response.status_code, response.url) == (302, "/")
    assert browser.get(ACCOUNT).context["request"].user == connected


def test_what_is_asked_and_what_is_kept(browser, provider, connected):
    """Only the identity is asked for; the code is bound to this browser; nothing of the token stays."""
    sign_in(browser, provider)
    asked = provider.asked_for
    assert (asked["scope"], asked["response_type"], asked["code_challenge_method"]) == ("openid", "code", "S256")
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert asked["nonce"] == nonce_of(provider.exchanged["code_verifier"])
    assert f"{ISSUER}/userinfo" not in provider.asked
    row = SocialAccount.objects.get()
    assert (row.uid, row.extra_data) == ("4711", {})


def test_the_way_back_to_the_page_that_was_asked_for_stays_inside(browser, provider, connected):
    for wanted, led in ((ACCOUNT, ACCOUNT), ("https://boese.example/", "/")):
        back = provider.follow(browser.post(START, {"next": wanted}))
        assert browser.get(BACK, back).url == led
        browser.logout()


def test_locked_account_stays_locked(browser, provider, connected):
    connected.is_active = False
    connected.save()
    assert sign_in(browser, provider).url == reverse("account_inactive")
    assert not is_signed_in(browser)


# --- Lies ----------------------------------------------------------------------------------------------------------

LIES = {
    "another issuer": {"iss": "https://anderswo.example"},
    "no issuer": {"iss": None},
    "made for another application": {"aud": "jemand-anders"},
    "made for two, authorised for the other": {"aud": ["asskomm", "jemand-anders"], "azp": "jemand-anders"},
    "made for two, authorised for nobody": {"aud": ["asskomm", "jemand-anders"]},
    "authorised for another": {"azp": "jemand-anders"},
    "no audience": {"aud": None},
    "nonce of another attempt": {"nonce": nonce_of("fremd")},
    "no nonce": {"nonce": None},
    "nonce that is none": {"nonce": ["a"]},
    "expired": {"exp": int(time.time()) - 60},
    "never expires": {"exp": None},
    "nobody": {"sub": None},
    "nobody in particular": {"sub": ""},
    "a number for a name": {"sub": 4711},
}


@pytest.mark.parametrize("claims", LIES.values(), ids=LIES.keys())
def test_token_that_lies_signs_nobody_in(browser, provider, connected, claims):
    provider.claims = claims
    response = sign_in(browser, provider)
    assert response.status_code == 401
    assert "Niemand wurde angemeldet." in response.content.decode()
    assert not is_signed_in(browser)


def forged(provider):
    provider.key = OTHER_KEY


def unsigned(provider):
    provider.algorithm = "none"


def without_key_id(provider):
    provider.kid = None


def unknown_key_id(provider):
    provider.kid = "zwei"


def no_token(provider):
    provider.raw_token = ""


def rubbish(provider):
    provider.raw_token = "a.b.c"


def foreign_configuration(provider):
    provider.config = {"issuer": "https://anderswo.example"}


def empty_configuration(provider):
    provider.config = {"issuer": None}


@pytest.mark.parametrize("lie", [forged, unsigned, without_key_id, unknown_key_id, no_token, rubbish])
def test_token_without_a_true_signature_signs_nobody_in(browser, provider, connected, lie):
    lie(provider)
    assert sign_in(browser, provider).status_code == 401
    assert not is_signed_in(browser)


@pytest.mark.parametrize("lie", [foreign_configuration, empty_configuration])
def test_nobody_is_led_to_a_provider_that_is_another(browser, provider, lie):
    lie(provider)
    assert browser.post(START).status_code == 401


@pytest.mark.parametrize("fails_at", ["openid-configuration", "/keys", "/token"])
def test_provider_that_hangs_is_told_in_words(browser, provider, connected, fails_at):
    if fails_at == "openid-configuration":
        provider.fails_at = fails_at
        assert browser.post(START).status_code == 401
    else:
        back = provider.follow(browser.post(START))
        provider.fails_at = fails_at
        assert browser.get(BACK, back).status_code == 401
    assert not is_signed_in(browser)


def test_answer_works_once_and_only_in_the_browser_that_asked(browser, provider, connected):
    back = provider.follow(browser.post(START))
    stranger = type(browser)()
    stranger.may_write = WRITTEN
    assert stranger.get(BACK, back).status_code == 401
    assert browser.get(BACK, back).status_code == 302
    browser.logout()
    assert browser.get(BACK, back).status_code == 401


def test_whoever_changes_her_mind_is_back_at_the_sign_in(browser, provider):
    back = provider.follow(browser.post(START))
    response = browser.get(BACK, {"state": back["state"], "error": "access_denied"})
    assert (response.status_code, response.url) == (302, reverse("account_login"))


# --- Who it is -----------------------------------------------------------------------------------------------------


def test_same_address_with_another_number_is_somebody_else(browser, provider, connected):
    """The token names the coordinator's own address as verified; her account stays closed to it."""
    provider.sub = "0815"
    response = sign_in(browser, provider)
    assert response.status_code == 403
    assert "mit keinem Zugang verbunden" in response.content.decode()
    assert connected.email not in response.content.decode()
    assert not is_signed_in(browser)
    assert SocialAccount.objects.count() == 1


def test_number_of_another_issuer_is_none_of_ours(browser, provider, connected):
    SocialAccount.objects.update(provider=single_sign_on.SingleSignOn("https://frueher.example").provider_id)
    assert sign_in(browser, provider).status_code == 403


# --- Connecting ----------------------------------------------------------------------------------------------------


def sign_in_by_password(browser, user):
    browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_owner_connects_confirms_and_disconnects(browser, provider, koordination_meerane):
    sign_in_by_password(browser, koordination_meerane)
    assert CONNECT in browser.get(ACCOUNT).content.decode()
    assert "Weiter zu Landeskonto" in browser.get(CONNECT).content.decode()
    back = provider.follow(browser.post(CONNECT))
    assert browser.get(BACK, back).url == CONFIRM
    assert not SocialAccount.objects.exists()
    assert "Landeskonto" in browser.get(CONFIRM).content.decode()
    assert browser.post(CONFIRM).url == ACCOUNT
    assert SocialAccount.objects.get().user == koordination_meerane
    assert [letter.to for letter in mail.outbox] == [[koordination_meerane.email]]
    assert "Verbindung trennen" in browser.get(ACCOUNT).content.decode()
    browser.post(DISCONNECT)
    browser.post(DISCONNECT)
    assert not SocialAccount.objects.exists()
    actions = AuditEvent.objects.filter(action__contains="identity").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["connect_identity", "disconnect_identity"]


def test_confirming_without_a_checked_identity_connects_nothing(browser, koordination_meerane):
    sign_in_by_password(browser, koordination_meerane)
    assert browser.post(CONFIRM).url == ACCOUNT
    assert not SocialAccount.objects.exists()


def test_connecting_asks_for_the_password_again(browser, koordination_meerane):
    browser.force_login(koordination_meerane)
    assert browser.post(CONNECT).url.startswith(reverse("account_reauthenticate"))


def test_connecting_twice_changes_nothing_and_another_identity_or_account_is_refused(connected):
    connect_identity(connected, by=connected, uid="4711")
    assert not mail.outbox
    with pytest.raises(Conflict, match="Ihr Zugang ist schon"):
        connect_identity(connected, by=connected, uid="0815")
    other = UserFactory()
    with pytest.raises(Conflict, match="schon mit einem anderen Zugang"):
        connect_identity(other, by=other, uid="4711")
    with pytest.raises(NotPermitted):
        connect_identity(other, by=connected, uid="99")


def test_corrected_address_ends_the_connection(connected):
    """Whoever sat behind the wrong address must not sign in any more."""
    correct_address(connected, by=lead(), email="neu@meerane.example", reason="Tippfehler")
    assert not SocialAccount.objects.exists()


# --- Not set up ----------------------------------------------------------------------------------------------------


@pytest.fixture
def _none(settings):
    settings.SINGLE_SIGN_ON = single_sign_on.SingleSignOn()
    settings.SOCIALACCOUNT_PROVIDERS = settings.SINGLE_SIGN_ON.providers


@pytest.mark.usefixtures("_none")
def test_without_provider_nothing_is_offered(client, koordination_meerane):
    assert "Landeskonto" not in client.get(reverse("account_login")).content.decode()
    assert [client.post(START).status_code, client.get(BACK).status_code] == [404, 404]
    client.force_login(koordination_meerane)
    assert "verbunden" not in client.get(ACCOUNT).content.decode()
    assert client.get(CONFIRM).url == ACCOUNT


def test_sign_in_page_offers_it_and_keeps_the_way(client):
    page = client.get(reverse("account_login") + "?next=/konto/").content.decode()
    assert "Mit Landeskonto anmelden" in page
    assert page.count('name="next" value="/konto/"') == 2


@pytest.mark.parametrize("issuer", ["http://konten.example", "konten.example", "ftp://x", "https://"])
def test_issuer_without_https_stops_the_start(issuer):
    with pytest.raises(SystemExit, match="OIDC_ISSUER"):
        single_sign_on.read(issuer, name="x", client_id="a", secret="b", https=True)


MISSING = [("", "b", "OIDC_CLIENT_ID"), ("a", "", "OIDC_CLIENT_SECRET")]


@pytest.mark.parametrize(("client_id", "secret", "named"), MISSING)
def test_issuer_without_client_or_secret_stops_the_start(client_id, secret, named):
    with pytest.raises(SystemExit, match=named):
        single_sign_on.read(ISSUER, name="x", client_id=client_id, secret=secret, https=True)
