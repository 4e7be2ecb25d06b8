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
_GAPS = re.compile(r"\s*…[\s…]*")
# Nobody types more; each further word is one more condition.
MOST_WORDS, LONGEST = 8, 60
# How many of the newest rows are looked through before the index is asked; a hundred short notes take some 4 ms.
LOOKED_THROUGH, LOOKED_THROUGH_PER_HIT = 100, 4
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
    # Between texts of which one is empty stood two of them.
    told = _GAPS.sub(" … ", excerpt).strip(" …")
    text = escape(told).replace("\x02", "<mark>").replace("\x03", "</mark>")
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
    # Where the pages of one kind end; None: nowhere.
    most_listed: int | None = None

    @abstractmethod
    def found(self, query: Query, user: Any, as_: Collection[str]) -> QuerySet[Any, Any]:
        """The rows this person may read by these functions, the most wanted first; lazily."""

    @abstractmethod
    def hits(self, rows: Iterable[Any], query: Query) -> list[Hit]:
        """How rows found are shown."""

    def shown(self, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The rows of one page with what `hits` needs."""
        return rows

    def first(self, query: Query, user: Any, as_: Collection[str], count: int) -> list[Any]:
        """The most wanted rows with what `hits` needs, so many at most."""
        return list(self.shown(self.found(query, user, as_))[:count])

    def listed(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """What the pages of this kind alone go through."""
        return self.shown(self.found(query, user, as_))


class Written(Source):
    """Things with texts, any number of them, the newest first.

    PostgreSQL takes a word it has no figures of for a common one, walks the rows by day and meets half a million of
    them before it knows that a word is rare. Therefore the newest are looked through first; where they do not hold
    enough, the word is rare enough for the index to name all rows, and the order must not tempt to walk again.
    """

    # Fields of the order, all falling.
    newest: Sequence[str]
    # Words that name the kind: „Beratung Graffiti“ among consultations is „Graffiti“.
    names: Sequence[str] = ()
    is_excerpted = False
    # So many of them that the newest are looked through first.
    is_many = False
    most_listed = 200

    @abstractmethod
    def readable(self, user: Any, as_: Collection[str]) -> QuerySet[Any, Any]:
        """Everything of this kind that this person may read."""

    @abstractmethod
    def fields(self, as_: Collection[str]) -> Sequence[str]:
        """The texts by which whoever has these functions finds; there is an index on `Words` of them."""

    def found(self, query: Query, user: Any, as_: Collection[str]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = self._matching(self.readable(user, as_), query, as_)
        return rows.order_by(*self._falling)

    def first(self, query: Query, user: Any, as_: Collection[str], count: int) -> list[Any]:
        readable = self.readable(user, as_)
        found = self._among_newest(readable, query, as_, count) if self.is_many else []
        if len(found) == count:
            return found
        unwalked = self._matching(readable, query, as_).order_by(_Together(*self.newest).desc())
        return list(self.shown(unwalked)[:count])

    def _among_newest(self, readable: Any, query: Query, as_: Collection[str], count: int) -> list[Any]:
        near = readable.order_by(*self._falling)[: max(LOOKED_THROUGH, LOOKED_THROUGH_PER_HIT * count)]
        rows = self._matching(readable.filter(pk__in=near.values("pk")), query, as_)
        return list(self.shown(rows.order_by(*self._falling))[:count])

    def listed(self, query: Query, user: Any, as_: Collection[str]) -> Any:
        """The newest; counting all that a common word finds would take longer than anybody reads."""
        return self.first(query, user, as_, self.most_listed)

    @property
    def _falling(self) -> list[str]:
        return [f"-{name}" for name in self.newest]

    def _matching(self, rows: Any, query: Query, as_: Collection[str]) -> Any:
        query, fields = query.beside(*self.names), self.fields(as_)
        rows = query.matching(rows, *fields)
        return query.with_excerpt(rows, *fields) if self.is_excerpted else rows


class _Together(Func):
    """Fields compared as one: the order of all of them, for which there is no index."""

    function = "ROW"
    # Compared, never read; Django asks for a type all the same.
    output_field = BooleanField()
