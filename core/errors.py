"""Refusals and failures as pages: what happened, what to do, the way back; nothing that was typed is lost.

Pages that may be asked for while something is broken (400, 500) use neither the database nor context processors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme

from core import dates, formats
from core.exceptions import Refusal
from core.forms import typed_labels


@dataclass(frozen=True)
class Explanation:
    """What a page of this status says, unless the occasion knows better."""

    status: int
    title: str
    what: str
    todo: str


EXPLANATIONS = {
    item.status: item
    for item in (
        Explanation(
            400,
            "Diese Anfrage war nicht lesbar",
            "Der Browser hat etwas geschickt, das die Anwendung nicht versteht.",
            "Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.",
        ),
        Explanation(
            403,
            "Dafür fehlt Ihnen die Berechtigung",
            "Diese Seite gehört zu einer Funktion, die Sie heute nicht innehaben.",
            "Brauchen Sie die Seite für Ihre Arbeit, wenden Sie sich an den Landespräventionsrat Sachsen.",
        ),
        Explanation(
            404,
            "Diese Seite gibt es nicht",
            "Die Adresse ist falsch, der Eintrag besteht nicht mehr, oder er ist für Sie nicht freigegeben.",
            "Prüfen Sie die Adresse oder beginnen Sie auf der Startseite.",
        ),
        Explanation(
            405,
            "So lässt sich diese Seite nicht aufrufen",
            "Die Adresse zeigt nur an oder nimmt nur Eingaben entgegen; das andere war verlangt.",
            "Gehen Sie zurück und benutzen Sie die Schaltfläche der Seite. Gespeichert wurde nichts.",
        ),
        Explanation(
            409,
            "Das ist so nicht möglich",
            "Der Eintrag hat sich geändert, seit Sie die Seite geöffnet haben.",
            "Öffnen Sie die Seite neu und sehen Sie nach, was gilt.",
        ),
        Explanation(
            413,
            "Das war zu groß",
            "Was Sie geschickt haben, ist größer, als die Anwendung annimmt.",
            "Verkleinern Sie die Datei, zum Beispiel durch Scannen mit 200 dpi in Graustufen, und versuchen Sie es "
            "noch einmal.",
        ),
        Explanation(
            422,
            "Diese Angaben passen nicht zusammen",
            "Die Anwendung konnte die Angaben nicht übernehmen.",
            "Gehen Sie zurück, prüfen Sie die Angaben und senden Sie sie noch einmal.",
        ),
        Explanation(
            429,
            "Zu viele Versuche",
            "Zum Schutz der Zugänge nimmt die Anwendung nach mehreren Versuchen eine Zeit lang keine weiteren an.",
            "Warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
        ),
        Explanation(
            500,
            "Das hat nicht geklappt",
            "In der Anwendung ist ein Fehler aufgetreten. Er wurde aufgezeichnet.",
            "Versuchen Sie es in einigen Minuten noch einmal. Bleibt der Fehler, melden Sie ihn dem "
            "Landespräventionsrat Sachsen mit Uhrzeit und Adresse der Seite.",
        ),
    )
}
CSRF_EXPLANATION = Explanation(
    403,
    "Die Seite war zu lange offen",
    "Zum Schutz vor fremden Seiten nimmt die Anwendung nur Eingaben aus einer Seite an, die zu Ihrer Anmeldung gehört. "
    "Diese Seite stammt aus einer früheren Anmeldung, oder der Browser lässt keine Cookies zu.",
    "Laden Sie die Seite neu, melden Sie sich gegebenenfalls an und senden Sie Ihre Eingaben noch einmal.",
)
# Never repeated on a page: tokens, versions and passwords.
NOT_SHOWN = ("csrfmiddlewaretoken", "version", "password")


class UploadTooLarge(RequestDataTooBig):
    """A request body beyond `max_bytes`; raised before the body is read."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"The request body exceeds {max_bytes} bytes.")
        self.max_bytes = max_bytes


def typed_values(post: QueryDict) -> dict[str, str]:
    """What a person typed, by label, so that a refusal can give it back.

    Forms of ours leave the labels of their text fields with the data; without a form the names of the fields serve.
    """
    labels = typed_labels(post)
    if labels is None:
        labels = {name: name for name in post}
    typed: dict[str, str] = {}
    for name, label in labels.items():
        value = "\n".join(post.getlist(name)).strip()
        if value and not any(word in name for word in NOT_SHOWN):
            typed[label if label not in typed else f"{label} ({name})"] = value
    return typed


def _way_back(request: HttpRequest) -> str:
    """The page the person came from if it is ours, else the start page."""
    referrer = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
    return referrer if known else "/"


def _answer(
    request: HttpRequest, explanation: Explanation, *, what: str = "", typed: Mapping[str, str] | None = None
) -> TemplateResponse:
    """The page, or for htmx the notice alone."""
    template = "errors/fragment.html" if getattr(request, "htmx", False) else "errors/page.html"
    context = {
        "error": explanation,
        "what": what or explanation.what,
        "typed": dict(typed or {}).items(),
        "back_url": _way_back(request),
    }
    return TemplateResponse(request, template, context, status=explanation.status)


def _bare_answer(explanation: Explanation) -> HttpResponse:
    """A page made without request, so that nothing that may be broken is asked."""
    frame = {"demo_today": dates.today() if settings.DEMO else None, "footer": (), "call_url": ""}
    context = {"error": explanation, "what": explanation.what, "frame": frame, "messages": ()}
    return HttpResponse(render_to_string("errors/bare.html", context), status=explanation.status)


def conflict(request: HttpRequest, reason: str, typed: Mapping[str, str]) -> TemplateResponse:
    """409: why it is not possible now, and what was typed (label to value)."""
    return _answer(request, EXPLANATIONS[409], what=reason, typed=typed)


def refused(request: HttpRequest, refusal: Refusal) -> TemplateResponse:
    """The page for a refusal of an action, in its own words."""
    return _answer(request, EXPLANATIONS[refusal.status_code], what=refusal.message, typed=typed_values(request.POST))


def unprocessable(request: HttpRequest, reason: str) -> TemplateResponse:
    """422 for input that belongs to no form a person could mend on the page."""
    return _answer(request, EXPLANATIONS[422], what=reason, typed=typed_values(request.POST))


def too_large(request: HttpRequest, max_bytes: int | None = None) -> TemplateResponse:
    """413; nothing typed can be given back, because the body was not read."""
    what = f"Die Anwendung nimmt höchstens {formats.filesize(max_bytes)} auf einmal an." if max_bytes else ""
    return _answer(request, EXPLANATIONS[413], what=what)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400. Django counts a body that is too large as one; here it gets its own status."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request, getattr(exception, "max_bytes", None))
    return _bare_answer(EXPLANATIONS[400])


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403, for functions; rows a person may not see are 404."""
    return _answer(request, EXPLANATIONS[403])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return _answer(request, EXPLANATIONS[404])


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405, in place of Django's empty answer; says, as that does, what the address takes."""
    page = _answer(request, EXPLANATIONS[405], typed=typed_values(request.POST))
    page["Allow"] = response["Allow"]
    return page.render()


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """handler429, which django-allauth asks for after too many attempts to sign in."""
    return _answer(request, EXPLANATIONS[429])


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return _bare_answer(EXPLANATIONS[500])


def csrf_failure(request: HttpRequest, reason: Any = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW."""
    return _answer(request, CSRF_EXPLANATION, typed=typed_values(request.POST))
