"""The real URL map, an empty page in our frame, and a page of two letters; both behind the same sign-in."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from asskomm import urls
from core.access import signed_in


@signed_in
def empty(request: HttpRequest) -> HttpResponse:
    """The base line: session, account, functions, frame; nothing inside."""
    return TemplateResponse(request, "bench/empty.html")


@signed_in
def bare(request: HttpRequest) -> HttpResponse:
    """For comparison only: the stack without a template."""
    return HttpResponse("ok")


urlpatterns = [path("bench/leer/", empty), path("bench/ok/", bare), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
