"""Somebody who exists nowhere and holds one function today: with her the rules can be asked without anybody's rows."""

from accounts.models import Assignment, User
from core import dates


def imagine(function: str) -> User:
    """Never saved, and good for asking doors alone: nobody has the id 0."""
    somebody = User(pk=0, name="Niemand", is_active=True)
    held = [Assignment(user=somebody, function=function, starts_on=dates.today())]
    somebody.__dict__["_current_assignments"] = (dates.today(), held)
    return somebody
