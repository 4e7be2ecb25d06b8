"""What tests do not forgive: a template that asks for something nobody gave it, and a GET that writes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection
from django.template.base import Variable, VariableDoesNotExist
from django.template.context import BaseContext
from django.test import Client

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


class ReadOnlyGetClient(Client):
    """A test client whose safe requests run in `read_only`.

    django-allauth keeps the key of a reset link in the session and notes the address; Django removes a session whose
    password changed. Tests of that name the tables in `may_write`.
    """

    may_write: tuple[str, ...] = ()

    def request(self, **request):  # type: ignore[no-untyped-def]
        if request.get("REQUEST_METHOD", "GET") not in SAFE_METHODS:
            return super().request(**request)
        with read_only(may_write=self.may_write):
            return super().request(**request)
