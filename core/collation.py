"""German sort keys (DIN 5007-1) and search keys that do not care about umlauts or Sorbian letters.

PostgreSQL's collations differ from machine to machine, and the one of the demo has none of ICU's; keys
made here and stored beside the name sort and search alike everywhere.
"""

import re
import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans({"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower-case letters and digits without any mark, words separated by one space."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_UNDECOMPOSED)
    decomposed = unicodedata.normalize("NFKD", lowered).translate(_UNDECOMPOSED)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain).strip()


def sort_key(text: str) -> str:
    """Key for German alphabetical order: ä sorts as a, ß as ss; equal keys fall back to the text itself."""
    return f"{fold(text)}\x01{unicodedata.normalize('NFC', text)}"


def spellings(query: str) -> list[str]:
    """What may be looked for when somebody types a name: „Ölsnitz“ as „olsnitz“ and „oelsnitz“, never empty."""
    lowered = unicodedata.normalize("NFC", query).casefold()
    return [form for form in dict.fromkeys([fold(query), fold(lowered.translate(_DIGRAPHS))]) if form]


def search_key(*texts: str) -> str:
    """Everything a name may be typed as: with marks dropped, and with ä written ae.

    A query matches when `fold(query)` is a substring of this key.
    """
    forms: dict[str, None] = {}
    for text in filter(None, texts):
        forms[fold(text)] = None
        forms[fold(unicodedata.normalize("NFC", text).casefold().translate(_DIGRAPHS))] = None
    return " | ".join(forms)
