"""Tells how invented towns agree a text: a comment, a council that meets, a third town that joins; and the E-Akte."""

from datetime import date

from django.db import transaction

from agreements.actions import amending, drafting, proposals, review, stations
from agreements.actions.amending import Content
from agreements.actions.drafting import SignatoryEntry
from agreements.actions.proposals import Comment, Source
from agreements.models import Amendment, CooperationAgreement, Party
from core import dates
from filing.actions.rules import edit_rules
from filing.models import FilingRules
from filing.models.rules import current
from municipalities.models import Municipality
from portal.demo.source import EXAMPLE
from portal.demo.telling import Cast

COMMENTED, IN_COUNCIL, AMENDED = "LPR-0144.9/5/2023", "LPR-0144.9/3/2022", "LPR-0144.9/A1/2019"
JOINING = "99901020"
PATTERNS = {"vereinbarung": "LPR-0144.5/{lfd}/{jahr}", "beratung": "LPR-0144.6/{lfd}/{jahr}"}


@transaction.atomic
def tell_agreeing(cast: Cast) -> None:
    if Amendment.objects.exists():
        return
    _commented(cast)
    _in_council(cast)
    _joined(cast)
    with dates.at(date(2023, 1, 9)):
        edit_rules(
            by=cast.lead, patterns=PATTERNS, variant=FilingRules.Variant.WITH_DATA, remind_after=30, keep_packages=14,
            version=current().version,
        )  # fmt: skip


def _commented(cast: Cast) -> None:
    """The police has a wish about one clause; the office entered it from a mail."""
    row = _row(COMMENTED)
    police = row.parties.get(police_directorate__isnull=False)
    clause = row.clauses.get(heading="Abstimmung der Parteien")
    with dates.at(date(2023, 4, 20)):
        proposals.comment_on_clauses(
            police, by=cast.casework, version=row.version, source=Source(f"E-Mail vom 20. April 2023 ({EXAMPLE})"),
            comments=[
                Comment(
                    "Bitte ergänzen, dass die Treffen im Wechsel im Rathaus und im Polizeirevier stattfinden.",
                    clause.pk,
                )
            ],
        )  # fmt: skip


def _in_council(cast: Cast) -> None:
    """The text lies with a council that meets after Easter."""
    row = _row(IN_COUNCIL)
    with dates.at(date(2023, 4, 3)):
        stations.enter_station(
            row, by=cast.casework, place="council", party=row.bearers[0], starts_on=date(2023, 4, 3),
            meets_on=date(2023, 5, 9), note="Auf der Tagesordnung des Gemeinderats.",
        )  # fmt: skip


def _joined(cast: Cast) -> None:
    """To an agreement known from a source only, a second town joins; the text is in consultation."""
    row = _row(AMENDED)
    content = Content("joining", joining=Municipality.objects.get(ags=JOINING))
    with dates.at(date(2023, 4, 17)):
        document = amending.draft_amendment(row, by=cast.casework, content=content, file_reference="LPR-0144.9/N1/2023")
        # Functions only: nobody whom the press text names does anything here.
        offices = {Party.Kind.STATE_OFFICE: "Leitung der Geschäftsstelle", Party.Kind.POLICE: "Leitung der Direktion"}
        entries = [
            SignatoryEntry(party.pk, "", offices.get(party.kind, "Leitung der Verwaltung"))
            for party in document.parties.all()
        ]
        drafting.edit_signatories(document, by=cast.casework, entries=entries)
    with dates.at(date(2023, 4, 21)):
        review.open_consultation(document, by=cast.casework)


def _row(file_reference: str) -> CooperationAgreement:
    row: CooperationAgreement = CooperationAgreement.objects.for_detail().get(file_reference=file_reference)
    return row
