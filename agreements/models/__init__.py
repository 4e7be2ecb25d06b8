"""Models of the agreements app, one file per noun."""

from agreements.models.agreement import CooperationAgreement, RegisterCounter
from agreements.models.amendment import Amendment
from agreements.models.carried import CarriedConsent
from agreements.models.clause import Clause
from agreements.models.copy import ReplacedCopy
from agreements.models.coverage import Coverage
from agreements.models.guest import SigningGuest
from agreements.models.notice import Notice
from agreements.models.original import Original
from agreements.models.party import Party, Signatory
from agreements.models.proposal import ChangeProposal
from agreements.models.received import ReceivedPaper
from agreements.models.reminder import Reminder
from agreements.models.replacement import Replacement
from agreements.models.signed_file import SignedFile
from agreements.models.signing_day import SigningDay
from agreements.models.station import Station
from agreements.models.template import AgreementTemplate, TemplateClause
from agreements.models.term import Term
from agreements.models.tick import ChecklistTick
from agreements.models.version import AgreementVersion
from agreements.models.whereabouts import Whereabouts

__all__ = [
    "AgreementTemplate",
    "AgreementVersion",
    "Amendment",
    "CarriedConsent",
    "ChangeProposal",
    "ChecklistTick",
    "Clause",
    "CooperationAgreement",
    "Coverage",
    "Notice",
    "Original",
    "Party",
    "ReceivedPaper",
    "RegisterCounter",
    "Reminder",
    "ReplacedCopy",
    "Replacement",
    "Signatory",
    "SignedFile",
    "SigningDay",
    "SigningGuest",
    "Station",
    "TemplateClause",
    "Term",
    "Whereabouts",
]
