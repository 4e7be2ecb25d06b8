"""Checks before the text is approved and fixed, each with the place where it can be mended."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from agreements import papers
from agreements.amendments import amendment_points, numbers_of_amended
from agreements.models import ChangeProposal, CooperationAgreement, Party
from agreements.placeholders import facts_of, missing_in
from agreements.resolving import sentences

# „[Name]“: something the office still has to write in by hand.
OPEN_BRACKET = re.compile(r"\[[^\[\]\n]+\]")
# „§ 12“, but not „§ 28 SächsGemO“ or „§ 44 der Sächsischen Haushaltsordnung“.
OWN_PARAGRAPH = re.compile(
    r"§\s?(?P<number>\d+)(?!\d)(?!\s*(?:Abs(?:atz|\.)\s*\d+\s*)?(?:(?:der|des|dem)\s+)?(?:[A-ZÄÖÜ]\w*\s+)?[A-ZÄÖÜ]\w*(?:G|O|VO|GO|gesetz\w*|ordnung\w*)\b)"
)


@dataclass(frozen=True)
class Point:
    """One check: whether it holds, in words, and where to mend it."""

    label: str
    ok: bool
    url: str
    is_blocking: bool = True


def points(agreement: CooperationAgreement) -> list[Point]:
    """Every check in the order of the screen."""
    return list(_points(agreement))


def blocking(agreement: CooperationAgreement) -> list[Point]:
    """The checks that stand in the way of approval and fixing."""
    return [point for point in _points(agreement) if point.is_blocking and not point.ok]


def _points(agreement: CooperationAgreement) -> Iterator[Point]:
    text = reverse("agreements:text", args=[agreement.pk])
    parties = reverse("agreements:parties", args=[agreement.pk])
    people = reverse("agreements:signatories", args=[agreement.pk])
    yield _file_reference(agreement, parties)
    uncovered = [party.name for party in agreement.bearers if party.association_id and not _covers(agreement, party)]
    if uncovered:
        yield Point(f"Ohne Mitgliedskommunen: {', '.join(uncovered)}", False, parties)
    for label, is_fine, url, is_blocking in amendment_points(agreement):
        yield Point(label, is_fine, url, is_blocking)
    yield _consents(agreement)
    yield from _wishes(agreement)
    for party, sentence in sentences(agreement):
        url = reverse("agreements:resolution", args=[agreement.pk, party.pk])
        yield Point(sentence, False, url, is_blocking=False)
    yield from _signatories(agreement, people)
    yield from _police(agreement)
    yield from _clauses(agreement, text)
    yield from _printable(agreement, text)


def _file_reference(agreement: CooperationAgreement, url: str) -> Point:
    if not agreement.file_reference:
        return Point("Aktenzeichen fehlt", False, url)
    others = CooperationAgreement.objects.carrying(agreement.file_reference).exclude(pk=agreement.pk)
    taken = ", ".join(str(other) for other in others.for_list())
    if taken:
        return Point(f"Aktenzeichen ist schon vergeben: {taken}", False, url)
    return Point("Aktenzeichen eingetragen", True, url)


def _wishes(agreement: CooperationAgreement) -> Iterator[Point]:
    """Whoever agreed may have asked for a change before; the Leitung shall know before she signs."""
    rows = ChangeProposal.objects.open().filter(party__agreement=agreement, kind=ChangeProposal.Kind.CHANGE)
    asking = {row.party_id for row in rows}
    names = [party.name for party in agreement.sorted_parties if party.pk in asking]
    if names:
        url = f"{agreement.get_absolute_url()}#aenderungswuensche"
        yield Point(f"Änderungswunsch noch nicht beantwortet: {', '.join(names)}", False, url, is_blocking=False)


def _covers(agreement: CooperationAgreement, party: Party) -> bool:
    return any(row.party_id == party.pk for row in agreement.coverage.all())


def text_hash_of(agreement: CooperationAgreement) -> str:
    """Check value of the text as it would be printed now; read afresh, because a consent is bound to it."""
    current = CooperationAgreement.objects.for_detail().get(pk=agreement.pk)
    return papers.from_agreement(current, is_draft=True).text_hash


def outdated_consents(agreement: CooperationAgreement) -> list[Party]:
    """Parties that agreed to another text: a fact in the records has changed since."""
    agreed = [party for party in agreement.sorted_parties if party.agreed_on]
    if not agreed or not agreement.is_editable:
        return []
    present = text_hash_of(agreement)
    return [party for party in agreed if party.agreed_hash != present]


def _consents(agreement: CooperationAgreement) -> Point:
    missing = [party.name for party in agreement.sorted_parties if not party.agreed_on]
    outdated = [party.name for party in outdated_consents(agreement)]
    label = "Alle Parteien haben dieser Fassung zugestimmt"
    if outdated:
        label = f"Angaben im Text haben sich seit der Zustimmung geändert, erneut fragen: {', '.join(outdated)}"
    if missing:
        label = f"Zustimmung fehlt: {', '.join(missing)}"
    return Point(label, not missing and not outdated, f"{agreement.get_absolute_url()}#parteien")


def _signatories(agreement: CooperationAgreement, url: str) -> Iterator[Point]:
    signing = [party for party in agreement.sorted_parties if party.signs_itself]
    missing = [party.name for party in signing if not party.sorted_signatories]
    label = f"Unterzeichnende fehlen: {', '.join(missing)}" if missing else "Unterzeichnende mit Funktion benannt"
    yield Point(label, not missing, url)
    unnamed = [f"{row.office} ({party.name})" for party in signing for row in party.sorted_signatories if not row.name]
    if unnamed:
        # The office may change hands until the day: the line on the paper then carries the function alone.
        yield Point(f"Ohne Namen, nur mit Funktion: {', '.join(unnamed)}", False, url, is_blocking=False)


def _police(agreement: CooperationAgreement) -> Iterator[Point]:
    """A Polizeidirektion that joined later finds the clauses about her left out; that may be meant so."""
    if not (agreement.template and agreement.police_directorate):
        return
    missing = [row for row in agreement.template.left_out_of(agreement.clauses.all()) if row.requires_police]
    if missing:
        headings = ", ".join(f"„{row.heading}“" for row in missing)
        url = reverse("agreements:clauses", args=[agreement.pk])
        yield Point(f"Polizei ist Partei, nicht aufgenommen ist: {headings}", False, url, is_blocking=False)


def _clauses(agreement: CooperationAgreement, url: str) -> Iterator[Point]:
    clauses = list(agreement.clauses.all())
    facts = facts_of(agreement)
    gaps = [gap for clause in clauses for gap in missing_in(clause.text, facts)]
    for gap in {gap.sentence: gap for gap in gaps}.values():
        yield Point(gap.sentence, False, gap.url or url)
    if not gaps:
        yield Point("Alle Angaben aus den Daten gefüllt", True, url)
    brackets = [clause for clause in clauses if OPEN_BRACKET.search(clause.text)]
    for clause in brackets:
        yield Point(f"Platzhalter in {clause.label} ersetzen", False, f"{url}#clause-{clause.pk}")
    if not brackets and not gaps:
        # A missing fact is printed in brackets, too: „[Koordination fehlt]“.
        yield Point("Nichts mehr von Hand einzutragen", True, url)
    empty = [clause for clause in clauses if not clause.text.strip()]
    for clause in empty:
        yield Point(f"{clause.label} ist leer", False, f"{url}#clause-{clause.pk}")
    numbers = {clause.position for clause in clauses} | numbers_of_amended(agreement)
    wrong = [clause for clause in clauses if _foreign_references(clause.text, numbers)]
    for clause in wrong:
        yield Point(f"Verweis in {clause.label} führt ins Leere", False, f"{url}#clause-{clause.pk}")
    if not wrong:
        yield Point("Verweise auf Paragrafen geprüft", True, url)


def _printable(agreement: CooperationAgreement, url: str) -> Iterator[Point]:
    """Names and functions are printed too, so everything on the paper is looked at."""
    printed = papers.embedded_data(papers.from_agreement(agreement, is_draft=True))
    unprintable = papers.missing_characters(json.dumps(printed, ensure_ascii=False))
    if unprintable:
        yield Point(f"Zeichen ersetzen, die sich nicht drucken lassen: {' '.join(sorted(unprintable))}", False, url)


def _foreign_references(text: str, numbers: set[int]) -> list[int]:
    found = [int(match["number"]) for match in OWN_PARAGRAPH.finditer(text)]
    return [number for number in found if number not in numbers]
