"""Names whoever changes rows to the row history: ids only, never names or addresses."""

from collections.abc import Callable

import pghistory
import structlog
from django.http import HttpRequest, HttpResponseBase

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


class HistoryContextMiddleware:
    """Rows changed by this request carry the id of the person and of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with pghistory.context(user=request.user.pk, request=request_id):
            return self.get_response(request)
