"""What a view gets behind an access rule, for the type checker."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose person is signed in and whose accepted functions are known (see `core.access`)."""

    if TYPE_CHECKING:
        user: User
        functions: frozenset[str]
