"""What a Nachtrag needs before it is approved, and which Nachträge of an agreement a reader is shown."""

from collections.abc import Collection, Iterator
from typing import Any

from django.urls import reverse

from agreements.models import Amendment, CooperationAgreement, Party
from agreements.transitions import Status
from core import dates, formats


def amendment_points(document: CooperationAgreement) -> Iterator[tuple[str, bool, str, bool]]:
    """What a Nachtrag needs before it is approved: words, whether it holds, where to mend it, whether it blocks."""
    if not document.is_amendment:
        return
    amendment = document.amendment
    agreement = amendment.amends
    if agreement.status != Status.SIGNED:
        words = f"Die Vereinbarung ist {agreement.get_status_display()}: bitte den Nachtrag zurückziehen"
        yield words, False, agreement.get_absolute_url(), True
    missing, gone = party_changes(document)
    url = reverse("agreements:amendment_parties", args=[document.pk])
    if missing or gone:
        told = [*(f"hinzu kommt {name}" for name in missing), *(f"weg fällt {name}" for name in gone)]
        yield f"Parteien der Vereinbarung haben sich geändert: {', '.join(told)}", False, url, True
    if amendment.effective_on and amendment.effective_on < dates.today():
        words = f"Wirksam werden sollte er am {formats.day(amendment.effective_on)}; nun mit der letzten Unterschrift"
        yield words, False, reverse("agreements:effective_day", args=[document.pk]), False


def numbers_of_amended(document: CooperationAgreement) -> set[int]:
    """The paragraphs a Nachtrag may refer to beside its own: those of its agreement, any where they are not kept."""
    if not document.is_amendment:
        return set()
    known = set(document.amendment.amends.clauses.values_list("position", flat=True))
    return known or set(range(1, 100))


def party_changes(document: CooperationAgreement) -> tuple[list[str], list[str]]:
    """Names of the parties a Nachtrag lacks, and of those it has too many, compared with its agreement by then."""
    amendment = document.amendment
    day = max(amendment.effective_on or dates.today(), dates.today())
    wanted = {body_of(party): party.name for party in amendment.amends.parties_on(day)}
    if amendment.joining:
        town = amendment.joining
        wanted[("municipality", town.pk)] = f"{town.kind_word} {town.name}"
    present = {body_of(party): party.name for party in document.sorted_parties}
    leaving = {body_of(amendment.leaving)} if amendment.leaving else set()
    missing = [name for body, name in wanted.items() if body not in present]
    return missing, [name for body, name in present.items() if body not in wanted and body not in leaving]


def body_of(party: Party) -> tuple[str, int | None]:
    return party.kind, party.municipality_id or party.association_id or party.police_directorate_id


def shown_amendments(agreement: CooperationAgreement, user: Any, as_: Collection[str]) -> list[Amendment]:
    """The Nachträge of an agreement that this person may read, in their order; drafts to the office alone."""
    documents = CooperationAgreement.objects.visible_to(user, as_=as_).filter(amendment__amends=agreement)
    rows = Amendment.objects.filter(document__in=documents.values("pk"), amends=agreement)
    return list(
        rows.select_related(
            "document", "amends", "joining", "leaving__municipality", "leaving__association",
            "leaving__police_directorate",
        )
        .prefetch_related("document__clauses__changes")
        .order_by("number")
    )  # fmt: skip
