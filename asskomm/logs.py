"""Logs as JSON lines with a request id; never a form value, a query string or a local variable."""

import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponseBase

logger = structlog.get_logger("asskomm.request")


class RequestLogMiddleware:
    """Give every request an id, name it in the answer, and write one line about the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        duration = round((time.perf_counter() - started) * 1000)
        # The path without the query string: what people search for is nobody's business.
        path = _without_secrets(request)
        logger.info("request", method=request.method, path=path, status=response.status_code, ms=duration)
        return response


# Parts of an address that open something to whoever reads them: links of invitations and of new passwords.
SECRET_PARTS = ("token", "key")


def _without_secrets(request: HttpRequest) -> str:
    """The path; of a link that is a key only the page it belongs to."""
    path, match = request.path, request.resolver_match
    for name in SECRET_PARTS:
        if secret := (match.kwargs.get(name) if match else None):
            path = path.replace(str(secret), "…")
    return path


def describe_exception(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace exc_info by class and frames; for refusals (403, 404 …) the class is enough.

    Messages of exceptions often quote what a person typed. Only database errors keep theirs, and of it the
    first line: the constraint stands there, the values follow in the DETAIL line.
    """
    exc_info = event.pop("exc_info", None)
    if not isinstance(exc_info, tuple) or exc_info[1] is None:
        return event
    error = exc_info[1]
    event["exception"] = f"{type(error).__module__}.{type(error).__qualname__}"
    if event.get("level") not in ("error", "critical"):
        return event
    if isinstance(error, DatabaseError):
        event["reason"] = str(error).partition("\n")[0]
    event["frames"] = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]


def configure(level: str) -> dict[str, Any]:
    """Set structlog up and return the LOGGING dictionary that sends everything through it to standard output."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    describe_exception,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            # Django brings handlers of its own for these (mail to admins, a coloured console).
            "django": {"handlers": [], "level": "NOTSET", "propagate": True},
            "django.server": {"handlers": [], "level": "NOTSET", "propagate": True},
            # WeasyPrint and fontTools tell every table of every font.
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "WARNING"},
        },
    }
