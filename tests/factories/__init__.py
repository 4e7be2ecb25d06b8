"""Test rows with only what the database demands, a file for each noun.

A row made here is consistent, but nobody acted on it. Where the way matters, `tests.life.agreement_in` walks it
through the ordinary actions.
"""

from tests.factories.advice import (
    AppointmentFactory,
    CallFactory,
    ConsultationFactory,
    ParticipantFactory,
    ResponsibilityFactory,
    StandingFactory,
    TaskFactory,
)
from tests.factories.agreeing import CarriedConsentFactory, ReceivedPaperFactory, StationFactory
from tests.factories.agreements import (
    PDF,
    AgreementFactory,
    DocumentFactory,
)
from tests.factories.filing import FilingFactory, PackageFactory
from tests.factories.imports import (
    ColumnMappingFactory,
    DataImportFactory,
    ImportOutcomeFactory,
    ImportRowFactory,
)
from tests.factories.notices import BarrierReportFactory, NoticeFactory
from tests.factories.people import (
    ACTIVATED_ON,
    PASSWORD,
    AbsenceFactory,
    ArrivalFactory,
    AssignmentFactory,
    InvitationFactory,
    UsageAgreementFactory,
    UserFactory,
    activated,
    caseworker,
    coordinator_of,
    lead,
    person,
)
from tests.factories.places import (
    AssociationFactory,
    AssociationMembershipFactory,
    ConfirmationRequestFactory,
    ContactFactory,
    ContactNoticeFactory,
    DistrictFactory,
    MunicipalityFactory,
    NoticeTextFactory,
    PersonFactory,
    PoliceDirectorateFactory,
    ResolutionFactory,
)

__all__ = [
    "ACTIVATED_ON",
    "PASSWORD",
    "PDF",
    "AbsenceFactory",
    "AgreementFactory",
    "AppointmentFactory",
    "ArrivalFactory",
    "AssignmentFactory",
    "AssociationFactory",
    "AssociationMembershipFactory",
    "BarrierReportFactory",
    "CallFactory",
    "CarriedConsentFactory",
    "ColumnMappingFactory",
    "ConfirmationRequestFactory",
    "ConsultationFactory",
    "ContactFactory",
    "ContactNoticeFactory",
    "DataImportFactory",
    "DistrictFactory",
    "DocumentFactory",
    "FilingFactory",
    "ImportOutcomeFactory",
    "ImportRowFactory",
    "InvitationFactory",
    "MunicipalityFactory",
    "NoticeFactory",
    "NoticeTextFactory",
    "PackageFactory",
    "ParticipantFactory",
    "PersonFactory",
    "PoliceDirectorateFactory",
    "ReceivedPaperFactory",
    "ResolutionFactory",
    "ResponsibilityFactory",
    "StandingFactory",
    "StationFactory",
    "TaskFactory",
    "UsageAgreementFactory",
    "UserFactory",
    "activated",
    "caseworker",
    "coordinator_of",
    "lead",
    "person",
]
