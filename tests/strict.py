"""What tests do not forgive: a template that asks for something nobody gave it, and a GET that writes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.conf import LazySettings
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.template.base import Variable, VariableDoesNotExist
from django.template.context import BaseContext
from django.test import Client
from django.urls import Resolver404, resolve

from core.access import LOGS_READS

# Templates of others ask for names that may be missing. Ours do not.
FOREIGN_TEMPLATES = ("django/forms/", "admin/")

WRITING = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY|CREATE|ALTER|DROP)\b", re.IGNORECASE)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@contextmanager
def template_variables() -> Iterator[list[str]]:
    """Collect the names templates asked for in vain.

    Stricter than Django's string_if_invalid, which says nothing about `{% if mispelt %}`. Asking a fact that is None
    for its parts is no mistake: that is how templates leave out what is not there.
    """
    undefined: list[str] = []
    resolve = Variable._resolve_lookup

    def _resolve_lookup(self: Variable, context: BaseContext) -> object:
        try:
            return resolve(self, context)
        except VariableDoesNotExist as error:
            template = getattr(context.render_context, "template", None)
            name = (template and template.name) or "unknown"
            if error.params[1] is not None and not name.startswith(FOREIGN_TEMPLATES):
                undefined.append(f"{{{{ {self.var} }}}} in {name}")
            raise

    with mock.patch.object(Variable, "_resolve_lookup", _resolve_lookup):
        yield undefined


def settings_values(settings: LazySettings) -> str:
    """The settings as they are written, to see whether a list or dictionary among them was changed in place."""
    return "\n".join(f"{name} = {getattr(settings, name)!r}" for name in dir(settings) if name.isupper())


class GetWrote(AssertionError):
    """A request that only reads has changed data."""


@contextmanager
def read_only(*, may_write: tuple[str, ...] = ()) -> Iterator[None]:
    """Refuse every statement that changes data; `may_write` are tables of which somebody knows better."""

    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if WRITING.match(sql) and not any(f'"{table}"' in sql for table in may_write):
            raise GetWrote(f"A GET request wrote: {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def recorded_writes() -> Iterator[list[str]]:
    """The statements inside that change data."""
    writes: list[str] = []

    def record(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if WRITING.match(sql):
            writes.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        yield writes


@contextmanager
def flushing_past_triggers() -> Iterator[None]:
    """Django's flush with the triggers asleep, for which the tests' role must be a superuser; nothing in the
    application has such a way."""
    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        asleep = ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"]
        flush(self, asleep)

    with mock.patch.object(DatabaseOperations, "execute_sql_flush", execute_sql_flush):
        yield


READ_LOG = "audit_readevent"


def notes_reads(path: str) -> bool:
    """Whether the view behind an address declares that it writes the read log (`core.access.logs_reads`)."""
    try:
        return bool(getattr(resolve(path).func, LOGS_READS, False))
    except Resolver404:
        return False


class ReadOnlyGetClient(Client):
    """A test client whose safe requests run in `read_only`; a view that says so may write the read log.

    django-allauth keeps the key of a reset link in the session and notes the address; Django removes a session whose
    password changed. Tests of that name the tables in `may_write`.
    """

    may_write: tuple[str, ...] = ()

    def request(self, **request):  # type: ignore[no-untyped-def]
        if request.get("REQUEST_METHOD", "GET") not in SAFE_METHODS:
            return super().request(**request)
        read_log = (READ_LOG,) if notes_reads(request["PATH_INFO"]) else ()
        with read_only(may_write=(*self.may_write, *read_log)):
            return super().request(**request)


def read_out(response) -> bytes:  # type: ignore[no-untyped-def]
    """Everything an answer says; a file that is streamed is closed, as a server does once it is sent."""
    if not response.streaming:
        return bytes(response.content)
    content = b"".join(response.streaming_content)
    # Not `response.close()`: that ends the request, and with it the connection the test still needs.
    for closing in response._resource_closers:
        closing()
    response._resource_closers.clear()
    return content
