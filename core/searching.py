"""Searching in what people have written: German word forms, blind for umlauts and for Sorbian letters.

PostgreSQL's `german` configuration does the word forms: „Häuser“ and „Haus“ have one stem, without umlauts. What it
does not know is done on both sides: Sorbian letters lose their marks, and what joins words in file names and file
references parts them („Beschluss_Stadtrat-2023.pdf“). A typed „ae“ is also looked for as „ä“.

A model that is searched has an index on `Words(…)` of its fields; `matching` finds with exactly that expression.
"""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, QuerySet, TextField, Value
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Letters of Sorbian (and of the neighbours) that a German keyboard lacks, and what is typed instead.
_MARKED, _PLAIN = "ćčěłńóřŕšśžźýáéíúůďťňĆČĚŁŃÓŘŔŠŚŽŹÝÁÉÍÚŮĎŤŇ", "ccelnorrsszzyaeiuudtnCCELNORRSSZZYAEIUUDTN"
_JOINING = "_-./\\:;,@#+&()[]„“”\"'"
_FROM, _TO = _MARKED + _JOINING, _PLAIN + " " * len(_JOINING)
_TABLE = str.maketrans(_FROM, _TO)
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_PLAIN_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_WORD = re.compile(r"\w+")
# Nobody types more; each further word is one more condition.
MOST_WORDS, LONGEST = 8, 60
# How much of a text is shown around what was found.
EXCERPT = "StartSel=\x02, StopSel=\x03, MaxWords=22, MinWords=10, MaxFragments=1"


class Words(Func):
    """The searchable words of text fields: what is indexed, and what is asked."""

    template = f"to_tsvector('german', translate(%(expressions)s, '{_FROM.replace(chr(39), chr(39) * 2)}', '{_TO}'))"
    output_field = SearchVectorField()

    # Texts of ours are empty rather than NULL.
    arg_joiner = " || ' ' || "

    def __init__(self, *fields: str) -> None:
        super().__init__(*fields)
        self.fields = fields

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        return "core.searching.Words", self.fields, {}


class _Contains(Func):
    """Whether the words hold what is asked for."""

    arity = 2
    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


class _Wanted(Func):
    """What is asked for: every word, in one of its forms; a word without meaning („der“) asks for nothing."""

    def __init__(self, words: Sequence["Word"]) -> None:
        super().__init__(*[Value(text, output_field=TextField()) for word in words for text in word.asked])
        self.word_count = len(words)

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override] # takes no more
        one = (
            "(CASE WHEN numnode(to_tsquery('german', %s)) = 0 THEN ''::tsquery "
            "ELSE to_tsquery('german', %s) || to_tsquery('simple', %s) END)"
        )
        values = [source.value for source in self.get_source_expressions()]
        return f"({' && '.join([one] * self.word_count)})", values


@dataclass(frozen=True)
class Word:
    """One typed word with the spellings it may stand for."""

    typed: str

    @property
    def spellings(self) -> list[str]:
        other = self.typed
        for digraph, letter in _UMLAUTS:
            other = other.replace(digraph, letter)
        return list(dict.fromkeys([self.typed, other]))

    @property
    def asked(self) -> tuple[str, str, str]:
        """Twice for the stem, once for words that begin so, as their stems stand in the index: without umlauts."""
        stems = " | ".join(self.spellings)
        begun = " | ".join(f"{form.translate(_PLAIN_UMLAUTS)}:*" for form in self.spellings)
        return stems, stems, begun


@dataclass(frozen=True)
class Query:
    """What somebody typed."""

    text: str
    # Only the name of a kind of thing was typed: everything of that kind is meant.
    is_everything: bool = False
    words: list[Word] = field(init=False)

    def __post_init__(self) -> None:
        plain = unicodedata.normalize("NFC", self.text).translate(_TABLE).lower()
        typed = dict.fromkeys(word[:LONGEST] for word in _WORD.findall(plain))
        object.__setattr__(self, "words", [Word(word) for word in list(typed)[:MOST_WORDS]])

    @property
    def is_empty(self) -> bool:
        return not self.words

    def beside(self, *names: str) -> "Query":
        """The query without what a kind of thing is called: „Beratung Graffiti“ among consultations is „Graffiti“."""
        left = [word.typed for word in self.words if word.typed not in names]
        if len(left) == len(self.words):
            return self
        return Query(" ".join(left), is_everything=not left)

    @cached_property
    def _wanted(self) -> _Wanted:
        return _Wanted(self.words)

    def matching(self, rows: Any, *fields: str) -> Any:
        """The rows whose fields hold every word; the model has an index on `Words` of the same fields."""
        if self.is_empty:
            return rows if self.is_everything else rows.none()
        return rows.filter(_Contains(Words(*fields), self._wanted))

    def with_excerpt(self, rows: Any, *fields: str) -> Any:
        """Annotated with `excerpt`, for `marked`; for the few rows that are shown."""
        if self.is_empty:
            return rows.annotate(excerpt=Value("", output_field=TextField()))
        return rows.annotate(excerpt=_Excerpt(_Joined(*fields), self._wanted))


class _Joined(Func):
    """Texts one after the other."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' … ' || "
    output_field = TextField()


class _Excerpt(Func):
    """The part of a text around what was found."""

    template = f"ts_headline('german', %(expressions)s, '{EXCERPT}')"
    output_field = TextField()


def marked(excerpt: str) -> SafeString:
    """An excerpt as HTML: escaped, what was found between <mark>."""
    text = escape(excerpt).replace("\x02", "<mark>").replace("\x03", "</mark>")
    return mark_safe(text)  # noqa: S308 -- escaped before the only tags go in


# --- What is searched ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """Something found: its name, where it leads, small notes and an excerpt below."""

    label: str
    url: str
    notes: Sequence[str] = ()
    excerpt: SafeString | str = ""

    @property
    def shown_notes(self) -> list[str]:
        return [note for note in (*self.notes, self.excerpt) if note]


class Source(ABC):
    """One kind of thing that is searched; one instance each, named in `portal/searching.py` or by a block."""

    key: str
    label: str
    glyph: str
    # Who may open what a hit leads to.
    functions: Sequence[str]

    @abstractmethod
    def found(self, query: Query, user: Any, as_: Collection[str]) -> QuerySet[Any, Any]:
        """The rows this person may read by these functions, the most wanted first; lazily."""

    @abstractmethod
    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        """How rows found are shown."""

    def shown(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The rows of one page with what `hits` needs."""
        return rows
