"""Access rules per view. A view without one stops the server (see `core.checks`)."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

ATTRIBUTE = "access_rule"
LOGS_READS = "logs_reads"

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Rule:
    """Who may call a view: holders of one of `functions`, any signed-in person, or anybody."""

    functions: frozenset[str] | None = None
    public_reason: str = ""

    @property
    def is_public(self) -> bool:
        return bool(self.public_reason)

    def admits(self, held: frozenset[str]) -> bool:
        return self.functions is None or bool(held & self.functions)


def access(*functions: str) -> Callable[[View], View]:
    """Allow people who hold one of the functions today; the view finds the accepted ones in `request.functions`."""
    if not functions:
        raise ValueError("access() needs at least one function.")
    return _guard(Rule(functions=frozenset(functions)))


def signed_in(view: View) -> View:
    """Allow every signed-in person; `request.functions` holds all functions held today."""
    return _guard(Rule())(view)


def public(*, reason: str) -> Callable[[View], View]:
    """Allow everybody, and say why."""
    if not reason.strip():
        raise ValueError("A public view needs a reason.")
    return _guard(Rule(public_reason=reason))


def logs_reads(view: View) -> View:
    """Declare that a view notes in the read log what it hands out: the one thing a GET may write.

    Stands below the access rule, so that the attribute is copied outwards; tests allow these views that one table.
    """
    setattr(view, LOGS_READS, True)
    return view


def _guard(rule: Rule) -> Callable[[View], View]:
    def decorator(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            held = request.user.functions_held() if request.user.is_authenticated else frozenset()
            if not rule.is_public:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                if not rule.admits(held):
                    raise PermissionDenied
            request.functions = held if rule.functions is None else held & rule.functions  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        setattr(wrapper, ATTRIBUTE, rule)
        return wrapper

    return decorator


def guard_patterns(patterns: list[Any], decorator: Callable[[View], View]) -> list[Any]:
    """Wrap the views of third-party URL patterns at the include, where the rule and its reason can be read."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            guard_patterns(pattern.url_patterns, decorator)
        elif not hasattr(pattern.callback, ATTRIBUTE):
            pattern.callback = decorator(pattern.callback)
    return patterns


def iter_patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern of the project with its full name ("agreements:sign"; "" where it has none)."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            yield from iter_patterns(item, f"{namespace}{item.namespace}:" if item.namespace else namespace)
        else:
            yield (f"{namespace}{item.name}" if item.name else ""), item
