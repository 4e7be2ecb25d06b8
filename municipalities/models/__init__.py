"""Models of the places app, one file per noun."""

from municipalities.models.associations import Association, AssociationMembership
from municipalities.models.contacts import ContactPerson
from municipalities.models.places import District, Municipality, PoliceDirectorate
from municipalities.models.territory import ImportRun, TerritorialChange, heirs, kin_of

__all__ = [
    "Association",
    "AssociationMembership",
    "ContactPerson",
    "District",
    "ImportRun",
    "Municipality",
    "PoliceDirectorate",
    "TerritorialChange",
    "heirs",
    "kin_of",
]
