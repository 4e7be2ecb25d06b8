"""Agreements on paper: the content as plain data, its check value, its PDF and the preview that shares its markup."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from agreements.field_words import named
from agreements.models import CooperationAgreement, Party, Signatory
from agreements.placeholders import accusative, dative, facts_of, filled, is_feminine, joined
from core import collation, pdf
from municipalities.models import Municipality

TEMPLATE = "agreements/paper/document.html"
STYLESHEETS = ("css/agreement-paper.css", "css/agreement-paper-print.css")
DATA_FILENAME = "vereinbarung.json"

ALLIANCE = "Allianz Sichere Sächsische Kommunen (ASSKomm)"
SUBTITLES = {
    CooperationAgreement.Kind.AGREEMENT: f"über die Zusammenarbeit in der Landespräventionsstrategie {ALLIANCE}",
    CooperationAgreement.Kind.AMENDMENT: "zur {agreement}",
    CooperationAgreement.Kind.PRELIMINARY: f"als Schritt zu einer Kooperationsvereinbarung in der {ALLIANCE}",
}

# What is still open in a draft: „[Name]“ to be written by hand, „[Koordination fehlt]“ a fact not yet in the records.
OPEN = re.compile(r"\[[^\[\]\n]+\]")
# „§ 1“, „Abs. 2“ and „Nr. 3“ stay on one line.
REFERENCE = re.compile(r"(§|\bAbs\.|\bNr\.|\bSatz)\s(?=\d)")
# „Lößnitz“ becomes „loessnitz“ in the name of a file.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Up to this many characters a clause is moved to the next page as a whole; a longer one would leave a hole.
SHORT_CLAUSE = 700
# Up to this many signatures stay together on one page, with the last clause before them.
FEW_SIGNATORIES = 6
# From this many on the table of parties is set tighter, so that fifteen fit on the first page.
MANY_PARTIES = 6


@dataclass(frozen=True)
class PaperParty:
    """A party in the dative, as it stands after „zwischen“; its Sorbian name apart, because it is another language."""

    name: str
    represented: str
    short: str
    name_hsb: str = ""


@dataclass(frozen=True)
class PaperClause:
    """A numbered paragraph (§), or the preamble with number None; one string per Absatz."""

    number: int | None
    heading: str
    paragraphs: tuple[str, ...]

    @property
    def list_id(self) -> str:
        """Id of its list of paragraphs in the preview, where the editor writes while somebody types."""
        return f"absaetze-{self.number or 0}"

    @property
    def is_short(self) -> bool:
        return sum(map(len, self.paragraphs)) <= SHORT_CLAUSE


@dataclass(frozen=True)
class PaperSignatory:
    """Who signs for which body; without a name the function stands alone above the line's caption."""

    name: str
    office: str
    body: str
    body_hsb: str = ""
    deputy_note: str = ""


@dataclass(frozen=True)
class Run:
    """A stretch of text that is open, Sorbian, or neither."""

    text: str
    is_open: bool = False
    is_sorbian: bool = False


@dataclass(frozen=True)
class AgreementPaper:
    """Everything that stands on the paper. No register number, no guests, no day of signing: they come later."""

    kind_label: str
    subtitle: str
    file_reference: str
    towns_label: str
    parties: tuple[PaperParty, ...]
    clauses: tuple[PaperClause, ...]
    signatories: tuple[PaperSignatory, ...]
    is_draft: bool
    # The day the text is from; it dates the embedded data and is not printed.
    text_from: date | None = None

    @property
    def text_hash(self) -> str:
        return text_hash(self.clauses, self.parties)

    @property
    def check_value(self) -> str:
        """The beginning of the hash as it is printed: „3f7a 91c2 0be4 d856“."""
        return " ".join(re.findall(".{4}", self.text_hash[:16]))

    @property
    def has_many_parties(self) -> bool:
        return len(self.parties) >= MANY_PARTIES

    @property
    def has_few_signatories(self) -> bool:
        return len(self.signatories) <= FEW_SIGNATORIES

    @property
    def signature_columns(self) -> int:
        """Three in a row; two where three would leave one alone."""
        return 2 if len(self.signatories) in (1, 2, 4) else 3

    @property
    def sorbian_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party.name_hsb for party in self.parties if party.name_hsb))

    @property
    def sheet_clauses(self) -> list["SheetClause"]:
        """The clauses with heading and paragraphs cut into runs; empty paragraphs are left out."""
        cut = partial(runs, sorbian_names=self.sorbian_names, mark_open=self.is_draft)
        return [
            SheetClause(clause, cut(clause.heading), [cut(text) for text in clause.paragraphs if text.strip()])
            for clause in self.clauses
        ]


@dataclass(frozen=True)
class SheetClause:
    """A clause as the template writes it."""

    clause: PaperClause
    heading: list[Run]
    paragraphs: list[list[Run]]


def text_hash(clauses: Iterable[PaperClause], parties: Iterable[PaperParty]) -> str:
    """SHA-256 of the clauses and parties in canonical form.

    The form is the two entries „clauses“ and „parties“ of the embedded data: JSON, keys sorted, no spaces, UTF-8, NFC.
    """
    content = {"clauses": [asdict(clause) for clause in clauses], "parties": [asdict(party) for party in parties]}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def embedded_data(paper: AgreementPaper) -> dict[str, Any]:
    """What a programme may read instead of the page; every word of it also stands on the page."""
    return {
        "kind": paper.kind_label,
        "subtitle": paper.subtitle,
        "file_reference": paper.file_reference,
        "parties": [asdict(party) for party in paper.parties],
        "clauses": [asdict(clause) for clause in paper.clauses],
        "signatories": [asdict(signatory) for signatory in paper.signatories],
        "check_value": paper.check_value,
        "is_draft": paper.is_draft,
    }


def render(paper: AgreementPaper, *, variant: str = pdf.WITH_ATTACHMENTS) -> bytes:
    """The paper as PDF; PDF/A-2a leaves the data out. Raises core.pdf.MissingGlyph for what cannot be printed."""
    data = json.dumps(embedded_data(paper), ensure_ascii=False, indent=2) + "\n"
    return pdf.render(
        TEMPLATE,
        sheet_context(paper, title_level=1),
        stylesheets=STYLESHEETS,
        attachments=[
            pdf.Attachment(
                name=DATA_FILENAME,
                content=unicodedata.normalize("NFC", data).encode(),
                description="Inhalt der Vereinbarung als Daten",
            )
        ],
        as_of=paper.text_from,
        variant=variant,
    )


def preview_context(paper: AgreementPaper) -> dict[str, Any]:
    """What agreements/paper/_sheet.html needs under an h2 „Vorschau“."""
    return sheet_context(paper, title_level=3)


def sheet_context(paper: AgreementPaper, *, title_level: int) -> dict[str, Any]:
    """`title_level` is the heading level of the title; the clauses stand one below."""
    return {"paper": paper, "title_level": title_level, "clause_level": title_level + 1}


def page_count(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


def missing_characters(text: str) -> set[str]:
    """Characters of a text that cannot be printed; see core.pdf."""
    return pdf.missing_characters(text)


def runs(text: str, sorbian_names: Sequence[str] = (), *, mark_open: bool) -> list[Run]:
    """A paragraph cut where something is open or Sorbian; the runs together are the text."""
    text = REFERENCE.sub("\\1\N{NO-BREAK SPACE}", text)
    patterns = [OPEN.pattern] if mark_open else []
    patterns += [rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(sorbian_names, key=len, reverse=True)]
    if not patterns:
        return [Run(text)]
    return list(_cut(text, re.compile("|".join(patterns))))


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[Run]:
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()])
        is_open = match[0].startswith("[")
        yield Run(match[0], is_open=is_open, is_sorbian=not is_open)
        end = match.end()
    if end < len(text):
        yield Run(text[end:])


# --- From the records ---------------------------------------------------------------------------------------------


def from_agreement(agreement: CooperationAgreement, *, is_draft: bool) -> AgreementPaper:
    """The paper of an agreement as it stands; facts the records hold are filled in, the rest stays open."""
    facts = facts_of(agreement)
    parties = agreement.sorted_parties
    members = _members(agreement)
    return AgreementPaper(
        kind_label=agreement.amendment.name if agreement.is_amendment else agreement.get_kind_display(),
        subtitle=subtitle(agreement),
        file_reference=agreement.file_reference,
        towns_label=_towns_label(parties),
        parties=tuple(
            _party(party, is_joint=agreement.is_joint, members=members.get(party.pk, ())) for party in parties
        ),
        clauses=tuple(
            PaperClause(clause.position or None, clause.heading, _paragraphs(filled(clause.text, facts)))
            for clause in agreement.clauses.all()
        ),
        signatories=tuple(_signatory(row, party, parties) for party in parties for row in party.sorted_signatories),
        is_draft=is_draft,
        text_from=agreement.approved_on or agreement.drafted_on,
    )


def subtitle(agreement: CooperationAgreement) -> str:
    """What stands below the title: „zur Kooperationsvereinbarung …“ for a Nachtrag."""
    words = SUBTITLES[CooperationAgreement.Kind(agreement.kind)]
    return words.format(agreement=named(agreement.amendment.amends)) if agreement.is_amendment else words


def filename(agreement: CooperationAgreement) -> str:
    """„kooperationsvereinbarung-meerane-4-0123-50.pdf“, in letters every file system and mail programme takes."""
    words = (agreement.get_kind_display(), _towns_label(agreement.sorted_parties), agreement.file_reference)
    return f"{collation.fold(' '.join(words).lower().translate(UMLAUTS)).replace(' ', '-')}.pdf"


def represented(signatories: Sequence[Signatory]) -> str:
    """„vertreten durch Jörg Schmeißer, Bürgermeister“, without asking for the grammar of name or function.

    A function alone follows a colon, because „vertreten durch Bürgermeister“ would want an article.
    """
    if not signatories:
        return ""
    colon = "" if signatories[0].name else ":"
    labels = [row.label for row in signatories]
    joined = ", und ".join(labels) if len(labels) < 3 else "; ".join(labels)
    return f"vertreten durch{colon} {joined}"


def _members(agreement: CooperationAgreement) -> dict[int, list[Municipality]]:
    """The towns each association acts for, in German order, by party."""
    rows = sorted(agreement.coverage.all(), key=lambda row: row.municipality.sort_key)
    members: dict[int, list[Municipality]] = {}
    for row in rows:
        members.setdefault(row.party_id, []).append(row.municipality)
    return members


def _party(party: Party, *, is_joint: bool, members: Sequence[Municipality]) -> PaperParty:
    by = _by(party)
    if town := party.municipality:
        # The clauses of a joint agreement speak of „die Kommunen“ and name one by its name.
        short = "Kommune" if is_joint else town.kind_word
        return PaperParty(f"der {party.name}", by, short, name_hsb=town.name_hsb)
    if party.association:
        acts_for = f"handelnd für die Mitgliedskommunen {joined([town.name for town in members])}" if members else ""
        return PaperParty(dative(party), ", ".join(filter(None, [acts_for, by])), "Kommunen")
    if party.police_directorate:
        return PaperParty(f"der {party.name}", by, "Polizeidirektion")
    via = ", dieser ".join(filter(None, [f"vertreten durch den {party.name}", by]))
    return PaperParty("dem Freistaat Sachsen", via, "Landespräventionsrat")


def _by(party: Party) -> str:
    """Who signs for the party: its own people, or another party with its people."""
    if party.represented_by is None:
        return represented(party.sorted_signatories)
    other = party.represented_by
    pronoun = "diese" if is_feminine(other) else "dieser"
    people = represented(other.sorted_signatories)
    return f", {pronoun} ".join(filter(None, [f"vertreten durch {accusative(other)}", people]))


def _signatory(row: Signatory, party: Party, parties: Sequence[Party]) -> PaperSignatory:
    name_hsb = party.municipality.name_hsb if party.municipality else ""
    others = joined([other.name for other in parties if other.represented_by_id == party.pk])
    body = f"{party.name}, zugleich für: {others}" if others else party.name
    return PaperSignatory(row.name, row.office, body, body_hsb=name_hsb)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _towns_label(parties: Sequence[Party]) -> str:
    """For the head of the pages: „Stadt Meerane“, „Zwönitz und Thalheim/Erzgeb.“, „Zwönitz und vier weitere“."""
    bearers = [party for party in parties if party.is_municipal]
    if len(bearers) == 1:
        return bearers[0].name
    names = [str(party.municipality or party.association) for party in bearers]
    if len(names) < 4:
        return joined(names)
    return f"{names[0]}, {names[1]} und {len(names) - 2} weitere"
