"""The second factor: a duty for the state office by setting, offered to everybody, and no way round it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from accounts.middleware import OPEN_WITHOUT
from core.access import iter_patterns
from tests.factories import PASSWORD, AssignmentFactory, UserFactory, coordinator_of, person
from tests.strict import ReadOnlyGetClient

pytestmark = pytest.mark.django_db

SIGN_IN, STEP, INDEX = reverse("account_login"), reverse("mfa_authenticate"), reverse("mfa_index")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Values for the arguments of URLs; what they name need not exist to be led away from.
VALUES = {"token": "t", "key": "abc-def", "uidb36": "zzz", "app_label": "accounts"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def required(settings):
    settings.STATE_OFFICE_SECOND_FACTOR = "required"


def code_of(secret=SECRET):
    """What an app shows now. The step before counts, too; the middle one is good for half a minute and more."""
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def with_app(user):
    TOTP.activate(user, SECRET)
    return user


def sign_in(browser, user):
    return browser.post(SIGN_IN, {"login": user.email, "password": PASSWORD})


def every_url():
    for name, pattern in iter_patterns():
        names = pattern.pattern.regex.groupindex
        yield name, reverse(name, kwargs={key: VALUES.get(key, 1) for key in names})


# --- The duty -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("function", ["state_lead", "state_casework", "state_reader"])
def test_every_url_leads_to_setting_one_up(client_of, required, function, method):
    """Whoever is of the office reaches nothing but that page, and the way out."""
    user = person("neu@lpr.example", function)
    passed = set()
    for name, url in every_url():
        answer = getattr(client_of(user), method)(url)
        if (answer.status_code, answer.headers.get("Location")) != (302, INDEX):
            passed.add(name)
    assert passed == OPEN_WITHOUT


def test_unknown_address_tells_nothing_either(client_of, required, leitung):
    assert client_of(leitung).get("/gibt-es-nicht/").status_code == 404


def test_page_says_why_and_both_ways_are_open(client_of, required, leitung):
    page = client_of(leitung).get(INDEX).content.decode()
    assert "Bitte zuerst einen zweiten Faktor einrichten" in page
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page


def test_second_function_is_no_way_round(client_of, required, leserecht, meerane):
    AssignmentFactory(user=leserecht, function="coordination", municipality=meerane)
    assert client_of(leserecht).get(meerane.get_absolute_url()).url == INDEX


def test_recovery_codes_alone_are_no_second_factor(client_of, required, leitung):
    RecoveryCodes.activate(leitung)
    assert client_of(leitung).get("/").url == INDEX


def test_with_a_factor_everything_opens(client_of, required, leitung):
    assert client_of(with_app(leitung)).get("/").status_code == 200


def test_others_are_offered_it(client_of, required, koordination_meerane, polizei_zwickau):
    for user in (koordination_meerane, polizei_zwickau):
        assert client_of(user).get("/").status_code == 200
        assert "Bitte zuerst" not in client_of(user).get(INDEX).content.decode()


def test_former_office_people_are_free(client_of, required):
    user = person("alt@lpr.example", "state_lead", starts_on="2020-01-01", ends_on="2021-01-01")
    assert client_of(user).get("/").status_code == 200


def test_offered_means_offered(client_of, leitung):
    assert client_of(leitung).get("/").status_code == 200


# --- Setting up and signing in ------------------------------------------------------------------------------------


def test_setting_up_the_app_leads_to_recovery_codes(client, required, leitung, django_capture_on_commit_callbacks):
    assert sign_in(client, leitung).url == "/"
    # The secret until it is confirmed, and that the codes were looked at.
    client.may_write = ("django_session", "mfa_authenticator")
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    answer = client.post(asked.url, {"password": PASSWORD})
    assert answer.url == reverse("mfa_activate_totp")
    page = client.get(answer.url)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    wrong = client.post(answer.url, {"code": "000000"})
    assert "Bitte den Code nehmen, den die App jetzt zeigt." in wrong.content.decode()
    done = client.post(answer.url, {"code": code_of(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = client.get(done.url)
    assert len(re.findall(r'<li class="app-typed">\d{8}</li>', codes.content.decode())) == 10
    assert client.get("/").status_code == 200


def test_changed_password_is_told_to_the_address_of_the_account(client_of, koordination_meerane):
    new = "Sonnenblume am Marktplatz 7"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client_of(koordination_meerane).post(reverse("account_change_password"), data)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([koordination_meerane.email], "ASSKomm: Ihr Passwort wurde geändert")


def test_password_alone_signs_nobody_in_who_has_a_factor(client, koordination_meerane):
    with_app(koordination_meerane)
    # What a passkey would have to answer is kept in the session.
    client.may_write = ("django_session",)
    answer = sign_in(client, koordination_meerane)
    assert (answer.status_code, answer.url) == (302, STEP)
    for url in ("/", reverse("accounts:account"), INDEX, reverse("mfa_view_recovery_codes")):
        assert client.get(url).url.startswith(SIGN_IN), url
    assert client.get(STEP).status_code == 200
    assert client.post(STEP, {"code": "000000"}).status_code == 200
    assert client.get("/").status_code == 302
    assert client.post(STEP, {"code": code_of()}).url == "/"
    assert client.get("/").status_code == 200


def test_the_step_offers_no_passkey_to_whoever_has_none(client, koordination_meerane):
    with_app(koordination_meerane)
    client.may_write = ("django_session",)
    sign_in(client, koordination_meerane)
    assert "Mit Passkey bestätigen" not in client.get(STEP).content.decode()


def test_code_works_once(client, koordination_meerane):
    code = code_of()
    with_app(koordination_meerane)
    sign_in(client, koordination_meerane)
    assert client.post(STEP, {"code": code}).status_code == 302
    other = ReadOnlyGetClient()
    sign_in(other, koordination_meerane)
    other.post(STEP, {"code": code})
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("later", [31, 58])
@pytest.mark.parametrize("has_blank", [False, True])
def test_code_looked_over_the_shoulder_is_worth_nothing_as_long_as_clocks_may_differ(
    later, has_blank, client, koordination_meerane
):
    """An app that is half a minute fast: its code would be accepted for another minute, and was used."""
    with_app(koordination_meerane)
    with time_machine.travel(datetime(2026, 11, 28, 6, 0, 1, tzinfo=UTC), tick=False) as clock:
        *_, next_step = yield_hotp_counters_from_time()
        code = format_hotp_value(hotp_value(SECRET, next_step))
        sign_in(client, koordination_meerane)
        assert client.post(STEP, {"code": code}).status_code == 302
        other = ReadOnlyGetClient()
        sign_in(other, koordination_meerane)
        clock.shift(later)
        again = f"{code[:3]} {code[3:]}" if has_blank else code
        assert other.post(STEP, {"code": again}).status_code == 200
        assert other.get("/").status_code == 302


def test_guessing_codes_is_stopped(client, koordination_meerane):
    with_app(koordination_meerane)
    sign_in(client, koordination_meerane)
    said = [client.post(STEP, {"code": "000000"}).content.decode() for _ in range(6)]
    assert "Zu viele" not in said[4]
    assert "Zu viele" in said[5]
    client.post(STEP, {"code": code_of()})
    assert client.get("/").status_code == 302


def test_recovery_code_works_once(client, koordination_meerane):
    codes = RecoveryCodes.activate(with_app(koordination_meerane))
    (code, *_) = codes.get_unused_codes()
    for expected in (200, 302):
        browser = ReadOnlyGetClient()
        sign_in(browser, koordination_meerane)
        browser.post(STEP, {"code": code})
        assert browser.get("/").status_code == expected


def test_second_factor_of_somebody_else_is_worth_nothing(client, koordination_meerane, meerane):
    TOTP.activate(koordination_meerane, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
    with_app(coordinator_of(meerane))
    sign_in(client, koordination_meerane)
    client.post(STEP, {"code": code_of()})
    assert client.get("/").status_code == 302


def test_session_gets_a_new_key_with_the_second_step(client, koordination_meerane):
    with_app(koordination_meerane)
    sign_in(client, koordination_meerane)
    before = client.cookies["sessionid"].value
    client.post(STEP, {"code": code_of()})
    assert client.cookies["sessionid"].value != before


def test_way_back_through_the_second_step_never_leads_away(client, koordination_meerane):
    with_app(koordination_meerane)
    client.post(f"{SIGN_IN}?next=https://boese.example/", {"login": koordination_meerane.email, "password": PASSWORD})
    assert client.post(STEP, {"code": code_of()}).url == "/"


def test_passkey_of_another_account_is_not_found(client_of, koordination_meerane):
    other = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.WEBAUTHN, data={"name": "Fremd", "credential": {}}
    )
    browser = client_of(koordination_meerane)
    assert "Fremd" not in browser.get(reverse("mfa_list_webauthn")).content.decode()
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        browser.post(reverse(name, args=[other.pk]), {"name": "Mein"})
    other.refresh_from_db()
    assert other.data["name"] == "Fremd"


def test_invented_passkey_signs_nobody_in(client, koordination_meerane):
    for credential in ("{}", "x", '{"id": "a", "response": {"userHandle": "MQ"}}'):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert (answer.status_code, answer.url) == (302, SIGN_IN)
    assert client.get("/").status_code == 302


# --- Words --------------------------------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
DU = re.compile(r"\b(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]ein(?:e[mnrs]?)?)\b")


def test_no_template_says_du():
    folders = [ROOT / "templates" / name for name in ("account", "mfa", "accounts")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 60
    assert [str(path) for path in files if DU.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_refused_says_sie(client, client_of, koordination_meerane):
    """Every refusal of a form of allauth that people meet."""
    with_app(koordination_meerane)
    said = [client.post(SIGN_IN, {"login": "x", "password": ""}), client.post(SIGN_IN, {})]
    said += [client.post(SIGN_IN, {"login": koordination_meerane.email, "password": "falsch"}) for _ in range(6)]
    said += [client.post(reverse("account_reset_password"), {"email": value}) for value in ("", "x")]
    cache.clear()
    sign_in(client, koordination_meerane)
    said += [client.post(STEP, {"code": value}) for value in ("", "1")]
    browser, url = client_of(koordination_meerane), reverse("account_change_password")
    for old, new, again in [("", "", ""), ("falsch", "a", "b"), (PASSWORD, "kurz", "kurz"), (PASSWORD,) * 3,
                            (PASSWORD, "123456789012", "123456789012"), (PASSWORD, "qwertz123456", "x")]:  # fmt: skip
        cache.clear()
        said.append(browser.post(url, {"oldpassword": old, "password1": new, "password2": again}))
    for name in ("account_reauthenticate", "mfa_reauthenticate"):
        said.append(browser.post(reverse(name), {"password": "falsch", "code": "1"}))
    texts = [re.sub(r"<[^>]+>", " ", answer.content.decode()) for answer in said if answer.status_code == 200]
    assert len(texts) > 12
    assert [text[max(0, found.start() - 60) : found.end() + 60] for text in texts if (found := DU.search(text))] == []
