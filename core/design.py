"""The closed sets of the design: signs, icons, tones. A component never renders a value nobody designed."""

from collections.abc import Collection

from core.blocks import State

# Signs of the programme, drawn in static/img/glyphs.svg.
GLYPHS = {
    "b": "Beratung",
    "k": "Präventionsrat",
    "v": "Vereinbarung",
    "c": "Coaching",
    "a": "Sicherheitsanalyse",
    "f": "Förderung",
    "n": "Nähe",
    "t": "Termin",
    "d": "Dokument",
    "p": "Telefon",
    "m": "E-Mail",
    "s": "Maßnahme",
    "l": "Anhang",
    "w": "Presse",
}
# The icons KERN ships; another name would show an empty square.
ICONS = frozenset(
    [
        "account-circle",
        "add",
        "arrow-back",
        "arrow-down",
        "arrow-forward",
        "arrow-up",
        "autorenew",
        "brightness-medium",
        "calendar-today",
        "check",
        "checklist",
        "chevron-left",
        "chevron-right",
        "close",
        "content-copy",
        "danger",
        "dark-mode",
        "dehaze",
        "delete",
        "download",
        "draft",
        "drive-folder-upload",
        "edit",
        "help",
        "home",
        "info",
        "keyboard-double-arrow-left",
        "keyboard-double-arrow-right",
        "language",
        "light-mode",
        "logout",
        "mail",
        "more-vert",
        "open-in-new",
        "question-mark",
        "search",
        "success",
        "visibility",
        "visibility-off",
        "warning",
    ]
)
ICON_SIZES = ("small", "default", "large")
TONES = ("neutral", "info", "success", "warning", "danger")
BUTTON_KINDS = ("primary", "secondary", "tertiary")
STEP_STATES = ("done", "current", "open", "off")
# How much ink a block's mark gets: 1 filled, 2 outlined, 0 a dot.
BLOCK_LEVELS = {"present": 1, "in_progress": 2, "none": 0}


def one_of(value: str, allowed: Collection[str], what: str) -> str:
    """`value` if it is in the set; ValueError names the set otherwise."""
    if value not in allowed:
        raise ValueError(f"Unknown {what} {value!r}; known: {', '.join(sorted(allowed))}.")
    return value


def glyph_or_none(name: str) -> str:
    return one_of(name, GLYPHS, "glyph") if name else ""


def icon_or_none(name: str) -> str:
    return one_of(name, ICONS, "icon") if name else ""


def block_level(state: State | str) -> int:
    """Level of a block's state, given as `core.blocks.State` or by its name in small letters."""
    key = state.name.lower() if isinstance(state, State) else one_of(state, BLOCK_LEVELS, "block state")
    return BLOCK_LEVELS[key]
