"""Last lines of defence: no view without a rule is served, and refusals become pages."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from core import errors
from core.access import ATTRIBUTE
from core.exceptions import Refusal


class AccessMiddleware:
    """Refuse to call a view that carries no access rule, even if the system checks were switched off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not hasattr(view, ATTRIBUTE):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__qualname__} has no access rule.")


class UnstoredMiddleware:
    """No page stays in the browser: after signing out, „Zurück“ and the cache on the disk show nobody's data.

    A view that says something about it itself keeps its word.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-store")
        return response


class ConflictMiddleware:
    """Turn refusals of actions into 409 or 403 with the reason and what was typed, and a wrong method into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return errors.not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        return errors.refused(request, exception)
