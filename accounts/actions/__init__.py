"""Everything that changes accounts, functions, invitations and what opens the application to a body."""

from accounts.actions.people import create_user, end_function, grant_function

__all__ = ["create_user", "end_function", "grant_function"]
