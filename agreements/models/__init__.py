"""Models of the agreements app, one file per noun."""

from agreements.models.agreement import CooperationAgreement, RegisterCounter
from agreements.models.carried import CarriedConsent
from agreements.models.clause import Clause
from agreements.models.copy import ReplacedCopy
from agreements.models.coverage import Coverage
from agreements.models.guest import SigningGuest
from agreements.models.party import Party, Signatory
from agreements.models.proposal import ChangeProposal
from agreements.models.received import ReceivedPaper
from agreements.models.station import Station
from agreements.models.template import AgreementTemplate, TemplateClause
from agreements.models.version import AgreementVersion

__all__ = [
    "AgreementTemplate",
    "AgreementVersion",
    "CarriedConsent",
    "ChangeProposal",
    "Clause",
    "CooperationAgreement",
    "Coverage",
    "Party",
    "ReceivedPaper",
    "RegisterCounter",
    "ReplacedCopy",
    "Signatory",
    "SigningGuest",
    "Station",
    "TemplateClause",
]
