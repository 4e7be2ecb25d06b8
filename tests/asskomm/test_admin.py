"""The admin site: for the Leitung alone, through the door, to be read and never to be written."""

import pytest
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from asskomm.admin import NEVER_SHOWN, OfficeAdminSite, ScopedAdmin, site
from core.access import ATTRIBUTE, iter_patterns
from municipalities.models import ImportRun, Municipality
from tests.factories import AssignmentFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

NAMES = [name for name, _ in iter_patterns() if name.startswith("admin:")]
LISTS = [name for name in NAMES if name.endswith("_changelist")]


@pytest.fixture
def rows(leitung, meerane):
    """Something in each list that people read most."""
    AssignmentFactory(function="mayor", municipality=meerane)
    ImportRun.objects.create(kind="gv100ad", file_name="x", sha256="0" * 64, edition_on="2025-11-30")


def address(name):
    sample = {"change": {"object_id": "1"}, "list": {"app_label": "municipalities"}}
    part = "list" if name == "admin:app_list" else name.rsplit("_", 1)[-1]
    return reverse(name, kwargs=sample.get(part, {}))


def test_there_are_lists_pages_and_nothing_that_writes():
    assert len(LISTS) == 9
    ends = {name.rsplit("_", 1)[-1] for name in NAMES}
    assert ends == {"admin:index", "admin:jsi18n", "list", "changelist", "change"}


@pytest.mark.parametrize("name", NAMES)
def test_for_the_leitung_alone(client_of, client, rows, leitung, sachbearbeitung, koordination_meerane, name):
    assert client_of(leitung).get(address(name)).status_code in {200, 302}
    for other in (sachbearbeitung, koordination_meerane):
        assert client_of(other).get(address(name)).status_code == 403
    client.logout()
    assert client.get(address(name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_and_take_nothing(client_of, rows, leitung, name):
    browser = client_of(leitung)
    assert browser.get(address(name)).status_code == 200
    before = Municipality.objects.count()
    answer = browser.post(address(name), {"action": "delete_selected", "_selected_action": "1"})
    assert answer.status_code in {200, 302, 403}
    assert Municipality.objects.count() == before


def test_a_page_shows_and_does_not_change(client_of, leitung, meerane):
    url = reverse("admin:municipalities_municipality_change", args=[meerane.pk])
    browser = client_of(leitung)
    page = browser.get(url).content.decode()
    assert "Meerane" in page
    assert 'name="name"' not in page
    assert browser.post(url, {"name": "Anders"}).status_code == 403
    meerane.refresh_from_db()
    assert meerane.name == "Meerane"


def test_no_password_and_no_state_is_shown(client_of, leitung):
    page = client_of(leitung).get(reverse("admin:accounts_user_change", args=[leitung.pk])).content.decode()
    assert leitung.email in page
    assert leitung.password not in page
    for model, shown in site._registry.items():
        assert NEVER_SHOWN.isdisjoint(shown.get_fields(None)), model


def test_rows_come_through_the_door(rf, leitung, koordination_werdau, meerane, werdau):
    request = rf.get("/")
    request.user, request.functions = koordination_werdau, koordination_werdau.functions_held()
    assert list(site._registry[Municipality].get_queryset(request)) == [werdau]


def test_an_admin_past_the_door_is_refused():
    with pytest.raises(ImproperlyConfigured, match="ScopedAdmin"):
        OfficeAdminSite().register(Municipality, ModelAdmin)
    with pytest.raises(ImproperlyConfigured, match="ScopedAdmin"):
        OfficeAdminSite().register(Municipality)
    assert all(isinstance(shown, ScopedAdmin) for shown in site._registry.values())


def test_every_view_has_its_rule():
    rules = {name: getattr(pattern.callback, ATTRIBUTE).functions for name, pattern in iter_patterns()}
    assert {rules[name] for name in NAMES} == {frozenset({"state_lead"})}


def test_no_exception_from_the_content_security_policy(client_of, leitung):
    home = client_of(leitung).get("/")["Content-Security-Policy"]
    assert client_of(leitung).get(reverse("admin:index"))["Content-Security-Policy"] == home


def test_a_list_takes_the_same_queries_for_1_and_50_rows(client_of, leitung, meerane, django_assert_num_queries):
    url = reverse("admin:municipalities_municipality_changelist")
    browser = client_of(leitung)
    browser.get(url)
    with django_assert_num_queries(5):
        browser.get(url)
    MunicipalityFactory.create_batch(49, district=meerane.district)
    with django_assert_num_queries(5):
        browser.get(url)
