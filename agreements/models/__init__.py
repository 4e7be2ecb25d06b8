"""Models of the agreements app, one file per noun."""

from agreements.models.agreement import CooperationAgreement, RegisterCounter
from agreements.models.clause import Clause
from agreements.models.copy import ReplacedCopy
from agreements.models.coverage import Coverage
from agreements.models.guest import SigningGuest
from agreements.models.party import Party, Signatory
from agreements.models.proposal import ChangeProposal
from agreements.models.template import AgreementTemplate, TemplateClause
from agreements.models.version import AgreementVersion

__all__ = [
    "AgreementTemplate",
    "AgreementVersion",
    "ChangeProposal",
    "Clause",
    "CooperationAgreement",
    "Coverage",
    "Party",
    "RegisterCounter",
    "ReplacedCopy",
    "Signatory",
    "SigningGuest",
    "TemplateClause",
]
