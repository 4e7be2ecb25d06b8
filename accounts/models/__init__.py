"""Models of the accounts app, one file per noun."""

from accounts.models.absences import Absence
from accounts.models.activations import Activation, UsageAgreement
from accounts.models.arrivals import Arrival
from accounts.models.invitations import Invitation
from accounts.models.marks import TownMark
from accounts.models.users import Assignment, User

__all__ = ["Absence", "Activation", "Arrival", "Assignment", "Invitation", "TownMark", "UsageAgreement", "User"]
