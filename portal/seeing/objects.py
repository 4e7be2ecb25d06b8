"""What people see, by area; what is shown as part of it; and what nobody is shown, with the reason."""

from dataclasses import dataclass
from typing import Any

from accounts.models import (
    Absence,
    Activation,
    Arrival,
    Assignment,
    Invitation,
    TownMark,
    UsageAgreement,
    User,
)
from advice.models import (
    AdviceStanding,
    Appointment,
    Consultation,
    ConsultationParticipant,
    Contact,
    InfoPack,
    Responsibility,
)
from agreements import models as agreements
from audit.models import AuditEvent, OutgoingMail, ReadEvent, WorkerBeat
from documents.models import Document
from filing.models import Filing, FilingRules, Package
from imports.models import ColumnMapping, DataImport, ImportOutcome, ImportRow
from municipalities import models as places
from notices.models import Acknowledgement, BarrierReport, Notice
from tasks.models import Task


@dataclass(frozen=True)
class Shown:
    """An object of the page: rows of a model, with those of other models that are shown with it.

    `pages` are named where the door alone would say too much: only whom one of them admits sees the rows.
    """

    model: Any
    parts: tuple[Any, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        name = str(self.model._meta.verbose_name_plural)
        return name[0].upper() + name[1:]


AREAS: dict[str, tuple[Shown, ...]] = {
    "Orte und Menschen": (
        Shown(places.Municipality),
        Shown(places.ContactPerson, parts=(places.Person,)),
        Shown(places.Resolution),
        Shown(places.Association, parts=(places.AssociationMembership,)),
        Shown(places.District),
        Shown(places.PoliceDirectorate),
        Shown(places.ConfirmationRequest),
        Shown(places.ContactNotice),
        Shown(places.NoticeText, pages=("portal:notices",)),
    ),
    "Beratung und Aufgaben": (
        Shown(Contact),
        Shown(Appointment),
        Shown(Consultation, parts=(ConsultationParticipant,)),
        Shown(AdviceStanding),
        Shown(Responsibility),
        Shown(InfoPack, pages=("advice:info_pack",)),
        Shown(Task),
    ),
    "Vereinbarungen": (
        Shown(
            agreements.CooperationAgreement,
            parts=(
                agreements.Party,
                agreements.Signatory,
                agreements.Clause,
                agreements.Coverage,
                agreements.Term,
                agreements.Station,
                agreements.CarriedConsent,
                agreements.SigningDay,
                agreements.SigningGuest,
                agreements.Original,
                agreements.Whereabouts,
                agreements.Amendment,
                agreements.Replacement,
            ),
        ),
        Shown(agreements.AgreementVersion),
        Shown(agreements.ChangeProposal),
        Shown(agreements.ReceivedPaper),
        Shown(agreements.SignedFile),
        Shown(agreements.ReplacedCopy),
        Shown(agreements.ChecklistTick),
        Shown(agreements.Notice),
        Shown(agreements.AgreementTemplate, parts=(agreements.TemplateClause,), pages=("agreements:templates",)),
    ),
    "Dokumente und Akte": (
        Shown(Document),
        Shown(Filing, pages=("filing:file",)),
        Shown(Package),
        Shown(FilingRules, pages=("filing:rules",)),
        Shown(DataImport, parts=(ImportRow, ImportOutcome, ColumnMapping), pages=("imports:list",)),
    ),
    "Zugänge": (
        Shown(User),
        Shown(Assignment),
        Shown(Invitation),
        Shown(Activation),
        Shown(UsageAgreement, pages=("accounts:terms",)),
        Shown(Absence),
    ),
    "Protokolle": (
        Shown(AuditEvent, pages=("portal:record_log", "agreements:log")),
        Shown(ReadEvent, pages=("portal:record_reads", "portal:mailing_uses")),
        Shown(OutgoingMail, pages=("portal:outbox",)),
    ),
    "Hinweise": (Shown(Notice), Shown(Acknowledgement), Shown(BarrierReport, pages=("notices:barriers",))),
}

# Rows no page hands to one person about another.
TECHNICAL: dict[Any, str] = {
    agreements.RegisterCounter: "Zählerstand für die nächste Registernummer.",
    agreements.Reminder: "Merkt sich, welche Erinnerung schon verschickt ist.",
    Arrival: "Die letzte Anmeldung; verwendet wird nur die eigene.",
    TownMark: "Das Zeichen „gesehen“; verwendet wird nur das eigene.",
    WorkerBeat: "Lebenszeichen des Hintergrundprozesses.",
    places.ActionField: "Auswahlliste der Handlungsfelder, veröffentlicht.",
    places.TerritorialChange: "Amtliche Gebietsänderungen, veröffentlicht.",
    places.ImportRun: "Welche amtliche Datei eingelesen ist.",
}


def shown() -> list[Shown]:
    return [item for items in AREAS.values() for item in items]
