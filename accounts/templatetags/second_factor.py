"""What the pages of the second factor, whose views are django-allauth's, have to know of our rule."""

import json
from typing import Any

from django import template

from accounts.middleware import must_set_up
from accounts.own import Factors, factors_of
from accounts.single_sign_on.offer import name_of_provider

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor_is_missing(context: template.Context) -> bool:
    """Whether the reader has to set one up before anything else."""
    return must_set_up(context["request"].user)


@register.simple_tag(takes_context=True)
def own_factors(context: template.Context) -> Factors:
    """What the reader has set up."""
    return factors_of(context["request"].user)


@register.simple_tag
def single_sign_on() -> str:
    """What the single sign-on is called; empty where none is set up."""
    return name_of_provider()


@register.filter
def may_answer(asked: Any) -> bool:
    """Whether the account has a passkey at all that could answer what the browser is asked."""
    return bool(asked["request_options"]["publicKey"].get("allowCredentials"))


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value)
