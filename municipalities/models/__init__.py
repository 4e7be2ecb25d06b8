"""Models of the places app, one file per noun."""

from municipalities.models.associations import Association, AssociationMembership
from municipalities.models.confirmations import ConfirmationRequest
from municipalities.models.contacts import ContactPerson
from municipalities.models.fields import ActionField
from municipalities.models.notice_texts import NoticeText
from municipalities.models.notices import ContactNotice
from municipalities.models.people import Person
from municipalities.models.places import District, Municipality, PoliceDirectorate
from municipalities.models.resolutions import Resolution
from municipalities.models.territory import ImportRun, TerritorialChange, former_names, heirs, kin_of

__all__ = [
    "ActionField",
    "Association",
    "AssociationMembership",
    "ConfirmationRequest",
    "ContactNotice",
    "ContactPerson",
    "District",
    "ImportRun",
    "Municipality",
    "NoticeText",
    "Person",
    "PoliceDirectorate",
    "Resolution",
    "TerritorialChange",
    "former_names",
    "heirs",
    "kin_of",
]
