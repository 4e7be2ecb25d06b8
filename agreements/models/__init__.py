"""Models of the agreements app, one file per noun."""

from agreements.models.agreement import CooperationAgreement, RegisterCounter
from agreements.models.amendment import Amendment
from agreements.models.clause import Clause
from agreements.models.copy import ReplacedCopy
from agreements.models.coverage import Coverage
from agreements.models.guest import SigningGuest
from agreements.models.notice import Notice
from agreements.models.party import Party, Signatory
from agreements.models.proposal import ChangeProposal
from agreements.models.reminder import Reminder
from agreements.models.replacement import Replacement
from agreements.models.template import AgreementTemplate, TemplateClause
from agreements.models.term import Term
from agreements.models.version import AgreementVersion

__all__ = [
    "AgreementTemplate",
    "AgreementVersion",
    "Amendment",
    "ChangeProposal",
    "Clause",
    "CooperationAgreement",
    "Coverage",
    "Notice",
    "Party",
    "RegisterCounter",
    "Reminder",
    "ReplacedCopy",
    "Replacement",
    "Signatory",
    "SigningGuest",
    "TemplateClause",
    "Term",
]
