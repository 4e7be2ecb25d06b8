"""No view without an access rule: the check stops the server, and the middleware refuses what slipped by."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches, include, path

from core import checks
from core.access import ATTRIBUTE, access, guard_patterns, iter_patterns, public, signed_in


def unruled(request):
    return HttpResponse("offen für alle")


def ruled(request, number=0):
    return HttpResponse(",".join(sorted(request.functions)))


@pytest.fixture
def urls(settings):
    """Lets a test plant a URL map of its own."""

    def plant(patterns):
        module = ModuleType("planted_urls")
        module.urlpatterns = patterns
        module.handler404 = "core.errors.not_found"
        sys.modules["planted_urls"] = module
        settings.ROOT_URLCONF = "planted_urls"
        clear_url_caches()

    yield plant
    sys.modules.pop("planted_urls", None)
    clear_url_caches()


def person(*functions):
    return SimpleNamespace(is_authenticated=True, functions_held=lambda: frozenset(functions))


def request_of(user):
    return SimpleNamespace(user=user, get_full_path=lambda: "/seite/")


# --- The guard ----------------------------------------------------------------------------------------------------


def test_every_view_of_the_project_has_a_rule():
    assert checks.every_view_has_an_access_rule(None) == []


def test_view_without_a_rule_stops_the_server(urls):
    urls([path("offen/", unruled, name="offen"), path("zu/", signed_in(ruled), name="zu")])
    (error,) = checks.every_view_has_an_access_rule(None)
    assert (error.id, error.is_serious()) == ("core.E001", True)
    assert error.msg.endswith("unruled has no access rule.")


def test_view_without_a_rule_in_an_include_is_found(urls):
    inner = ([path("offen/", unruled, name="offen")], "innen")
    urls([path("tief/", include(([path("tiefer/", include(inner))], "aussen")))])
    assert [error.id for error in checks.every_view_has_an_access_rule(None)] == ["core.E001"]
    assert [name for name, _ in iter_patterns()] == ["aussen:innen:offen"]


def test_middleware_refuses_a_view_without_a_rule(urls):
    urls([path("offen/", unruled, name="offen")])
    with pytest.raises(ImproperlyConfigured, match="unruled has no access rule"):
        Client().get("/offen/")


def test_views_of_others_are_wrapped_at_the_include(urls):
    rule = public(reason="Anybody may.")
    own = path("eigen/", signed_in(ruled), name="eigen")
    patterns = guard_patterns(
        [path("fremd/", unruled, name="fremd"), own, path("mehr/", include(([path("", unruled)], "x")))], rule
    )
    urls(patterns)
    assert checks.every_view_has_an_access_rule(None) == []
    assert getattr(patterns[0].callback, ATTRIBUTE).is_public
    assert not getattr(own.callback, ATTRIBUTE).is_public


# --- The rules ----------------------------------------------------------------------------------------------------


def test_accepted_functions_are_handed_on():
    view = access("coach", "police")(ruled)
    assert view(request_of(person("coach", "mayor"))).content == b"coach"
    assert signed_in(ruled)(request_of(person("coach", "mayor"))).content == b"coach,mayor"
    assert public(reason="Anybody may.")(ruled)(request_of(AnonymousUser())).content == b""


def test_other_functions_are_forbidden():
    with pytest.raises(PermissionDenied):
        access("coach")(ruled)(request_of(person("mayor")))
    with pytest.raises(PermissionDenied):
        access("coach")(ruled)(request_of(person()))


@pytest.mark.parametrize("rule", [access("coach"), signed_in], ids=["access", "signed_in"])
def test_strangers_are_sent_to_sign_in_and_back(rule):
    response = rule(ruled)(request_of(AnonymousUser()))
    assert (response.status_code, response.url) == (302, "/konto/anmelden/?next=/seite/")


def test_rule_without_content_is_refused():
    with pytest.raises(ValueError, match="at least one function"):
        access()
    with pytest.raises(ValueError, match="needs a reason"):
        public(reason=" ")


def test_public_views_are_those_of_signing_in():
    """Everything else wants somebody who has signed in."""
    open_to_all = {name for name, pattern in iter_patterns() if getattr(pattern.callback, ATTRIBUTE).is_public}
    assert open_to_all == {
        "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
        "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
        "mfa_authenticate", "mfa_login_webauthn", "accounts:invitation",
        "sso_start", "sso_callback",
        "notices:imprint", "notices:privacy", "notices:accessibility", "notices:report", "notices:reported",
        "portal:health", "portal:confirmation", "portal:confirmation_correct",
    }  # fmt: skip
