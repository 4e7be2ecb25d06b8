"""Models of the places app, one file per noun."""

from municipalities.models.associations import Association, AssociationMembership
from municipalities.models.contacts import ContactPerson
from municipalities.models.fields import ActionField
from municipalities.models.places import District, Municipality, PoliceDirectorate

__all__ = [
    "ActionField",
    "Association",
    "AssociationMembership",
    "ContactPerson",
    "District",
    "Municipality",
    "PoliceDirectorate",
]
