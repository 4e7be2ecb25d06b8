"""Models of the accounts app, one file per noun."""

from accounts.models.activations import Activation, UsageAgreement
from accounts.models.invitations import Invitation
from accounts.models.users import Assignment, User

__all__ = ["Activation", "Assignment", "Invitation", "UsageAgreement", "User"]
