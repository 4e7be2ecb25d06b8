"""Names of files in a ZIP: speaking, in order, and such that Windows takes them."""

import re
import unicodedata

LONGEST = 120
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


def speaking(number: int, label: str, suffix: str, *, digits: int = 2) -> str:
    """„03_Unterzeichnete_Ausfertigung.pdf“; umlauts stay, composed (NFC), because every system of today reads them."""
    return fitted(f"{number:0{digits}}_{label}", suffix)


def fitted(label: str, suffix: str = "") -> str:
    """A label as the name of a file or folder, at most 120 characters with its ending."""
    text = FORBIDDEN.sub("-", unicodedata.normalize("NFC", label))
    printable = "".join(char for char in text if char.isprintable())
    joined = re.sub(r"[\s_]+", "_", printable).strip("_. ")
    return f"{joined[: LONGEST - len(suffix)].rstrip('_. ') or 'Unterlage'}{suffix}"
