"""Error pages: the right status, plain German, a way back, and what was typed."""

import copy
from types import SimpleNamespace

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import path

from core import errors
from core.exceptions import Conflict, NotPermitted
from core.forms import Form, ReasonField
from core.uploads import SizeLimitUploadHandler

pytestmark = pytest.mark.django_db


def raises(error):
    def view(request):
        raise error

    return view


@pytest.fixture
def ask(rf):
    """A request as the middleware leaves it, before anybody has signed in."""

    def make(method="get", data=None, **headers):
        request = getattr(rf, method)("/vereinbarungen/1/", data, headers=headers)
        request.user = SimpleNamespace(is_authenticated=False, is_anonymous=True)
        request.htmx = headers.get("HX-Request") == "true"
        request._messages = ()
        return request

    return make


def page(response):
    if hasattr(response, "render"):
        response.render()
    return response.content.decode()


@pytest.mark.parametrize(
    ("handler", "status", "title"),
    [
        (errors.bad_request, 400, "Diese Anfrage war nicht lesbar"),
        (errors.permission_denied, 403, "Dafür fehlt Ihnen die Berechtigung"),
        (errors.not_found, 404, "Diese Seite gibt es nicht"),
        (errors.too_many_requests, 429, "Zu viele Versuche"),
        (errors.server_error, 500, "Das hat nicht geklappt"),
        (errors.too_large, 413, "Das war zu groß"),
        (lambda request: errors.unprocessable(request, ""), 422, "Diese Angaben passen nicht zusammen"),
        (errors.csrf_failure, 403, "Die Seite war zu lange offen"),
    ],
)
def test_every_page_says_what_happened_and_leads_on(ask, handler, status, title):
    response = handler(ask())
    html = page(response)
    assert response.status_code == status
    assert f'<h1 class="kern-heading-x-large">{title}</h1>' in html
    assert f"<title>{title} · ASSKomm</title>" in html
    assert 'href="/"' in html


@pytest.mark.parametrize("handler", [errors.bad_request, errors.server_error])
def test_pages_for_a_broken_application_ask_nothing(ask, handler, django_assert_num_queries, settings):
    broken = copy.deepcopy(settings.TEMPLATES)
    broken[0]["OPTIONS"]["context_processors"] = ["core.no_such_module.broken"]
    settings.TEMPLATES = broken
    with django_assert_num_queries(0):
        assert "ASSKomm" in page(handler(ask()))


class TestTooLarge:
    @pytest.mark.parametrize("exception", [RequestDataTooBig(), TooManyFieldsSent(), errors.UploadTooLarge(2048)])
    def test_is_told_from_other_bad_requests(self, ask, exception):
        assert errors.bad_request(ask(), exception).status_code == 413
        assert errors.bad_request(ask(), SuspiciousOperation()).status_code == 400

    def test_names_the_limit(self, ask):
        assert "höchstens 2 KB auf einmal" in page(errors.bad_request(ask(), errors.UploadTooLarge(2048)))

    def test_is_noticed_before_the_body_is_read(self, ask, settings):
        settings.REQUEST_MAX_BYTES = 2048
        handler = SizeLimitUploadHandler()
        assert handler.handle_raw_input(None, {}, 2048, b"", None) is None
        with pytest.raises(errors.UploadTooLarge):
            handler.handle_raw_input(None, {}, 2049, b"", None)

    def test_handler_leaves_small_uploads_alone(self):
        handler = SizeLimitUploadHandler()
        assert handler.receive_data_chunk(b"abc", 0) == b"abc"
        assert handler.file_complete(3) is None


class TestConflict:
    def test_gives_back_what_was_typed(self, ask):
        response = errors.conflict(ask("post"), "Anna war schneller.", {"Begründung": "Weil <b>es</b>\nso ist"})
        html = page(response)
        assert response.status_code == 409
        assert "Anna war schneller." in html
        assert "Weil &lt;b&gt;es&lt;/b&gt;\nso ist" in html
        assert "<dt>Begründung</dt>" in html

    def test_without_input_shows_no_empty_frame(self, ask):
        assert "Das hatten Sie eingegeben" not in page(errors.conflict(ask("post"), "Zu spät.", {}))

    def test_of_an_action_uses_its_words_and_the_labels_of_the_form(self, ask):
        class Withdraw(Form):
            reason = ReasonField(label="Grund")

        request = ask("post", {"reason": "Der Rat hat vertagt."})
        Withdraw(request.POST)
        response = errors.refused(request, Conflict("Schon unterzeichnet."))
        html = page(response)
        assert response.status_code == 409
        assert "Schon unterzeichnet." in html
        assert "<dt>Grund</dt>" in html
        assert "Der Rat hat vertagt." in html

    def test_refusal_of_a_person_is_403(self, ask):
        response = errors.refused(ask("post"), NotPermitted("Den eigenen Entwurf gibt jemand anderes frei."))
        assert response.status_code == 403
        assert "Den eigenen Entwurf gibt jemand anderes frei." in page(response)

    def test_htmx_gets_the_notice_alone(self, ask):
        response = errors.conflict(ask("post", **{"HX-Request": "true"}), "Zu spät.", {"Ort": "Meerane"})
        html = page(response)
        assert response.status_code == 409
        assert "Zu spät." in html
        assert "Meerane" in html
        assert "<html" not in html

    @pytest.mark.parametrize(
        ("referrer", "expected"),
        [
            ("http://testserver/vereinbarungen/1/", "http://testserver/vereinbarungen/1/"),
            ("https://fremd.example/", "/"),
            ("javascript:alert(1)", "/"),
        ],
    )
    def test_way_back_is_ours(self, ask, referrer, expected):
        html = page(errors.conflict(ask("post", Referer=referrer), "Zu spät.", {}))
        assert f'<a class="kern-btn kern-btn--primary" href="{expected}">' in html


class TestTypedValues:
    def test_without_a_form_the_names_serve_and_secrets_stay_out(self):
        post = QueryDict("csrfmiddlewaretoken=t&version=3&password1=geheim&titel=Lang&leer=++&ort=A&ort=B")
        assert errors.typed_values(post) == {"titel": "Lang", "ort": "A\nB"}

    def test_form_of_buttons_has_nothing_typed(self):
        post = QueryDict("step=hoch&clause=683")
        Form(post)
        assert errors.typed_values(post) == {}

    def test_two_fields_of_one_label_stay_apart(self):
        post = QueryDict("a-name=Anna&b-name=Bert")
        post.typed_labels = {"a-name": "Name", "b-name": "Name"}
        assert errors.typed_values(post) == {"Name": "Anna", "Name (b-name)": "Bert"}


def test_texts_are_in_german_and_say_what_to_do():
    for explanation in [*errors.EXPLANATIONS.values(), errors.CSRF_EXPLANATION]:
        assert explanation.what.endswith(".")
        assert explanation.todo.endswith(".")
    assert sorted(errors.EXPLANATIONS) == [400, 403, 404, 405, 409, 413, 422, 429, 500]


urlpatterns = [path("", lambda request: None)]


@override_settings(ROOT_URLCONF=__name__)
def test_the_bare_page_needs_no_named_url():
    context = {"error": errors.EXPLANATIONS[500], "what": "x", "frame": None, "messages": ()}
    assert "Das hat nicht geklappt" in render_to_string("errors/bare.html", context)


@pytest.mark.django_db
def test_wrong_method_is_answered_by_a_page(client_of, koordination_meerane):
    answer = client_of(koordination_meerane).post("/", {"notiz": "Mein Text"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    page = answer.content.decode()
    assert "So lässt sich diese Seite nicht aufrufen" in page
    assert "Mein Text" in page
