"""Lines about what happened, from rows a town or a police directorate may read; each has a key of its own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from accounts.bodies import Bodies
from agreements.block import AgreementBlock
from agreements.models import AgreementVersion, ChangeProposal, CooperationAgreement, ReceivedPaper
from core import dates, formats
from portal.blocks import BLOCKS
from tasks.models import Task

SIGNED = ("signed", "preliminary")


@dataclass(frozen=True)
class Told:
    """One line: the day, what happened, about what. By whom is not said."""

    on: date
    what: str
    about: str
    url: str
    key: str = ""
    # The instant it was written down, where the row knows it.
    at: datetime | None = None


def lines_of(
    user: Any, as_: Collection[str], agreements: list[CooperationAgreement], towns: list[int]
) -> Iterator[tuple[int, Told]]:
    covered = {row.pk: row for row in agreements}
    yield from _of_blocks(user, as_, towns, agreements)
    yield from _of_versions(user, as_, covered)
    yield from _of_recorded(covered)
    yield from _of_comments(user, as_, covered)
    yield from _of_returned(user, as_, covered)
    yield from _of_tasks(user, as_)


def _of_blocks(
    user: Any, as_: Collection[str], towns: list[int], known: list[CooperationAgreement]
) -> Iterator[tuple[int, Told]]:
    """The same lines as in the history of a town; the office's own preparation is in none.

    That somebody signed long ago is no news: `_of_recorded`.
    """
    long_ago = {row.pk for row in known if row.is_recorded}
    for block in BLOCKS:
        facts = [fact for fact in block.facts_of(towns, dates.today()) if not block.kind(fact.fact_kind).is_internal]
        told = block.describe({fact.record_id for fact in facts}, user, as_, known=known)
        for fact in facts:
            if block.key == AgreementBlock.key and fact.record_id in long_ago and fact.fact_kind in SIGNED:
                continue
            sentence = block.kind(fact.fact_kind).sentence
            if sentence and fact.record_id in told:
                detail, url = told[fact.record_id]
                key = _key(block.key, fact.record_id, fact.fact_kind, fact.starts_on)
                yield fact.municipality_id, Told(fact.starts_on, sentence, detail, url, key)


def _of_versions(
    user: Any, as_: Collection[str], covered: dict[int, CooperationAgreement]
) -> Iterator[tuple[int, Told]]:
    """Texts shown to the parties, after the first one: that begins the consultation, which is told already."""
    rows = AgreementVersion.objects.visible_to(user, as_=as_).filter(agreement__in=covered, shown_on__isnull=False)
    shown: set[int] = set()
    for row in rows.only("agreement_id", "number", "what", "made_on", "shown_on").order_by("number"):
        agreement = covered[row.agreement_id]
        if agreement.pk in shown:
            line = Told(
                row.shown_on, f"Neue Fassung {row.number}: {row.told}", str(agreement), agreement.get_absolute_url(),
                _key("version", row.pk),
            )  # fmt: skip
            yield from ((town_id, line) for town_id in agreement.municipality_ids)
        shown.add(agreement.pk)


def _of_recorded(covered: dict[int, CooperationAgreement]) -> Iterator[tuple[int, Told]]:
    """Agreements signed long ago: new is that they stand here now."""
    for row in covered.values():
        if row.is_recorded:
            line = Told(
                row.drafted_on, "Früher unterzeichnete Vereinbarung nacherfasst", str(row), row.get_absolute_url(),
                _key("recorded", row.pk), row.created_at,
            )  # fmt: skip
            yield from ((town_id, line) for town_id in row.municipality_ids)


def _of_comments(
    user: Any, as_: Collection[str], covered: dict[int, CooperationAgreement]
) -> Iterator[tuple[int, Told]]:
    """What the office answered to a comment of one's own body, and what another party released to the others."""
    bodies = Bodies.of(user, as_)
    rows = ChangeProposal.objects.visible_to(user, as_=as_).filter(party__agreement__in=covered).for_list()
    for row in rows:
        agreement, kind = covered[row.party.agreement_id], row.get_kind_display()
        url = f"{agreement.get_absolute_url()}#aenderungswuensche"
        is_own = bodies.include(row.party)
        if is_own and row.settled_on:
            line = Told(row.settled_on, f"{kind} beantwortet", row.answer, url, _key("answer", row.pk))
        elif row.shared_on and not is_own:
            line = Told(row.shared_on, f"{kind}: {row.party.name}", row.text, url, _key("released", row.pk))
        else:
            continue
        yield from ((town_id, line) for town_id in agreement.municipality_ids)


def _of_returned(
    user: Any, as_: Collection[str], covered: dict[int, CooperationAgreement]
) -> Iterator[tuple[int, Told]]:
    """Files of one's own body that somebody else has put to the agreement."""
    rows = ReceivedPaper.objects.visible_to(user, as_=as_).filter(party__agreement__in=covered)
    for row in rows.exclude(made_by=user).select_related("party"):
        agreement = covered[row.party.agreement_id]
        what, url = f"{row.get_kind_display()} abgelegt", f"{agreement.get_absolute_url()}#ruecklauf"
        line = Told(row.received_on, what, row.source, url, _key("returned", row.pk), row.made_at)
        yield from ((town_id, line) for town_id in agreement.municipality_ids)


def _of_tasks(user: Any, as_: Collection[str]) -> Iterator[tuple[int, Told]]:
    """Tasks that somebody else has written down for one's town."""
    rows = Task.objects.visible_to(user, as_=as_).exclude(created_by=user).for_list()
    for row in rows:
        url = row.get_absolute_url()
        line = Told(_day(row), "Aufgabe für Sie", row.title, url, _key("task", row.pk), row.created_at)
        yield from ((town.pk, line) for town in row.towns)


def _day(task: Task) -> date:
    """A task does not say on which day of the programme it was written down; it was not after today."""
    return min(formats.local(task.created_at).date(), dates.today())


def _key(*parts: Any) -> str:
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]
