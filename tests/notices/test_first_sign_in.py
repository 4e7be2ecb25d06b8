"""The Datenschutzhinweise come first, once per version, and cost no page anything."""

import pytest
from django.urls import reverse

from notices.models import Acknowledgement
from tests.factories import PASSWORD, NoticeFactory

pytestmark = pytest.mark.django_db

PAGE = reverse("notices:acknowledge")


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def test_first_sign_in_leads_to_the_notice_whatever_was_asked_for(client, koordination_meerane):
    NoticeFactory()
    sign_in(client, koordination_meerane)
    for path in ("/", reverse("agreements:list"), "/konto/"):
        assert client.get(path).url == PAGE
    assert client.post(reverse("accounts:sessions_end")).url == PAGE
    page = client.get(PAGE).content.decode()
    assert "Der Landespräventionsrat." in page
    assert not Acknowledgement.objects.exists()
    assert client.post(PAGE).url == "/"
    assert Acknowledgement.objects.get().user == koordination_meerane
    assert client.get("/").status_code == 200


def test_the_texts_and_the_way_out_stay_open(client, koordination_meerane):
    NoticeFactory()
    sign_in(client, koordination_meerane)
    for name in ("notices:imprint", "notices:privacy", "notices:accessibility", "notices:report"):
        assert client.get(reverse(name)).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").url.startswith(reverse("account_login"))


def test_second_sign_in_is_not_stopped_and_a_new_version_is_shown_again(client, koordination_meerane):
    NoticeFactory()
    sign_in(client, koordination_meerane)
    client.post(PAGE)
    client.post(PAGE)
    client.logout()
    sign_in(client, koordination_meerane)
    assert client.get("/").status_code == 200
    NoticeFactory(version=2)
    assert client.get("/").status_code == 200  # nobody is torn out of her work
    client.logout()
    sign_in(client, koordination_meerane)
    assert client.get("/").url == PAGE
    client.post(PAGE)
    assert Acknowledgement.objects.count() == 2


def test_without_a_published_notice_nobody_is_stopped(client, koordination_meerane):
    sign_in(client, koordination_meerane)
    assert client.get("/").status_code == 200
    assert "nichts Neues" in client.get(PAGE).content.decode()


def test_a_page_costs_no_query_for_it(client, koordination_meerane, django_assert_num_queries):
    NoticeFactory()
    sign_in(client, koordination_meerane)
    client.post(PAGE)
    client.get(PAGE)
    with django_assert_num_queries(3) as asked:  # session, person, functions
        client.get(reverse("notices:reported"))
    assert not [query for query in asked.captured_queries if "notices_" in query["sql"]]
