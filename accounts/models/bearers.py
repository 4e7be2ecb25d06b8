"""The bodies a function is held for, an invitation names, or an activation opens: one of them, and which."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.text import camel_case_to_spaces

from accounts.functions import BEARERS, HELD_FOR, Function

# Bodies that agree to the Nutzungsvereinbarung.
ACTIVATED = ("municipality", "association", "district")


def held_for(functions: Collection[str], bearer: str = "") -> Q:
    """Condition: one of the functions, held for the body in `bearer` and no other; for none when it is empty."""
    return Q(function__in=[str(function) for function in functions], **only(bearer))


def only(bearer: str, among: Collection[str] = BEARERS) -> dict[str, bool]:
    """Lookups that say: of all bodies this one is named, or none where `bearer` is empty."""
    return {f"{name}__isnull": name != bearer for name in among}


def rightly_placed() -> Q:
    """Condition of a row with a function: it is held for a body of the right kind, and for no other."""
    rule = Q()
    for bearer in ("", *BEARERS):
        rule |= held_for([function for function in Function if bearer in HELD_FOR[function]], bearer)
    return rule


def bearer_of(body: Any) -> str:
    """The name of the field that holds such a body."""
    return camel_case_to_spaces(type(body).__name__).replace(" ", "_")


class NamesBody:
    """What a row says about its body; `Any`, because only the fields that the model has are asked."""

    @property
    def body(self) -> Any:
        """The municipality, police directorate, association or district; None for the office and the pool."""
        return next(filter(None, (getattr(self, name, None) for name in BEARERS)), None)

    def spoken_label(self) -> str:
        """Title or function with its body, said once: „Landkreis Zwickau“, not „Landkreis Landkreis Zwickau“."""
        row: Any = self
        names_itself = row.function in (Function.POLICE, Function.DISTRICT) and not row.title
        words = [str(self.body) if names_itself else row.title or row.get_function_display()]
        if self.body is not None and str(self.body) not in words[0] and row.function != Function.POLICE:
            words.append(str(self.body))
        return " ".join([*words, "(stellvertretend)"] if row.is_deputy else words)

    @property
    def bearer(self) -> str:
        """The name of the field that holds the body; empty where there is none."""
        return next((name for name in BEARERS if getattr(self, f"{name}_id", None)), "")
