"""What every answer carries, how refusals become pages, and the limit on what one request may carry."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from agreements.models import CooperationAgreement
from core.exceptions import Conflict
from core.files import file_response
from core.middleware import ConflictMiddleware
from documents.inspection import MAX_BYTES
from tests.life import agreement_in

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy(response):
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.parametrize("address", ["/", "/vereinbarungen/", "/konto/anmelden/", "/gibt-es-nicht/"])
def test_every_page_carries_the_headers(client_of, leserecht, address):
    response = client_of(leserecht).get(address)
    assert policy(response) == POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(response["X-Request-ID"]) == 32


def test_no_page_stays_in_the_browser_after_signing_out(client_of, leserecht, client):
    """Whoever takes over the desk reads nothing with „Zurück“; refusals carry the names in the frame, too."""
    reader = client_of(leserecht)
    for address in ("/", "/vereinbarungen/", "/konto/", "/gibt-es-nicht/", "/vereinbarungen/neu/"):
        assert reader.get(address)["Cache-Control"] == "private, no-store", address
    assert "no-store" in client.get("/konto/anmelden/")["Cache-Control"]
    assert client.get("/konto/einladung/erfunden/")["Cache-Control"] == "private, no-store"


def test_every_answer_has_a_number_of_its_own(client):
    assert client.get("/konto/anmelden/")["X-Request-ID"] != client.get("/konto/anmelden/")["X-Request-ID"]


def test_uploaded_files_are_locked_in_ours_are_shown():
    upload = file_response(b"%PDF", filename="a.pdf", media_type="application/pdf")
    own = file_response(b"%PDF", filename="a.pdf", media_type="application/pdf", inline=True)
    assert upload["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert upload["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert own["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert "Content-Security-Policy" not in own
    for response in (upload, own):
        assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")


@pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nX: y.pdf", "Lößnitz.pdf", "a;b.pdf"])
def test_name_of_a_file_cannot_break_the_header(name):
    header = file_response(b"", filename=name, media_type="application/pdf")["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert "\r" not in header
    assert "\n" not in header


def test_policy_of_a_file_outlives_the_middleware(client_of, leserecht, meerane):
    """The policy of the pages is laid over everything but a file that came with its own."""
    fixed = agreement_in("finalised", towns=[meerane])
    response = client_of(leserecht).get(fixed.final_document.get_absolute_url())
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


# --- Refusals -----------------------------------------------------------------------------------------------------


def test_refusal_of_an_action_is_a_page_with_its_sentence():
    request = RequestFactory().post("/", {"note": "Mühsam getippt"})
    request.htmx = False
    answer = ConflictMiddleware(HttpResponse).process_exception(request, Conflict("Jemand war schneller."))
    assert answer.status_code == 409
    assert answer.context_data["what"] == "Jemand war schneller."
    assert dict(answer.context_data["typed"]) == {"note": "Mühsam getippt"}


def test_other_errors_are_left_alone():
    request = RequestFactory().get("/")
    assert ConflictMiddleware(HttpResponse).process_exception(request, ValueError("kaputt")) is None


def test_crash_shows_a_page_and_no_detail(client_of, leserecht, monkeypatch):
    def crash(self, *args, **kwargs):
        raise RuntimeError("geheimes Innenleben")

    monkeypatch.setattr(CooperationAgreement.objects.all().__class__, "for_list", crash)
    browser = client_of(leserecht, raise_request_exception=False)
    response = browser.get(reverse("agreements:list"))
    assert response.status_code == 500
    assert "geheimes Innenleben" not in response.content.decode()
    assert "Das hat nicht geklappt" in response.content.decode()


# --- What one request may carry -----------------------------------------------------------------------------------


def test_body_beyond_the_limit_is_refused_before_it_is_read(client_of, sachbearbeitung, meerane, settings):
    concluded = agreement_in("signed", towns=[meerane])
    settings.REQUEST_MAX_BYTES = 1000
    file = SimpleUploadedFile("scan.pdf", b"%PDF" + bytes(2000))
    address = reverse("agreements:signed_copy", args=[concluded.pk])
    response = client_of(sachbearbeitung).post(address, {"file": file})
    assert response.status_code == 413
    assert "Die Anwendung nimmt höchstens" in response.content.decode()
    assert CooperationAgreement.objects.get().signed_copy is None


def test_limit_leaves_room_for_the_largest_scan(settings):
    assert MAX_BYTES < settings.REQUEST_MAX_BYTES <= MAX_BYTES + 2 * 1024 * 1024
