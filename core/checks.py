"""System checks that stop the server: a view without access rule, a model without scope."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.access import ATTRIBUTE, iter_patterns
from core.scoping import ScopedQuerySet, Unscoped


@register("urls")
def every_view_has_an_access_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """core.E001: decorate with @access(...), @signed_in or @public(reason=...)."""
    return [
        Error(
            f"{pattern.callback.__module__}.{pattern.callback.__qualname__} has no access rule.",
            hint="Decorate it with @access(...), @signed_in or @public(reason=...).",
            id="core.E001",
        )
        for _, pattern in iter_patterns()
        if not hasattr(pattern.callback, ATTRIBUTE)
    ]


@register("models")
def every_model_declares_its_scope(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """core.E002: `scope` names the path to the municipality, or says why there is none."""
    return [
        Error(
            f"{model._meta.label} declares no scope or has no door.",
            hint='Set scope = "path to the municipality" or Unscoped("reason") and use a ScopedQuerySet.',
            id="core.E002",
        )
        for model in own_models()
        if not (
            isinstance(getattr(model, "scope", None), str | Unscoped)
            and isinstance(model._default_manager.all(), ScopedQuerySet)
        )
    ]


def own_models() -> list[Any]:
    """The models of the project's own apps, without automatic many-to-many tables and the rows' history."""
    return [
        model
        for label in settings.OWN_APPS
        for model in apps.get_app_config(label).get_models()
        # The mark of an event model (audit.history): a copy of its model, read by no page.
        if not hasattr(model, "pgh_tracked_model")
    ]
