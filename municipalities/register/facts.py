"""What the official files say, whatever their format: plain values, and the grammar of the official names."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from municipalities.models import Association, ImportRun, Municipality

Kind = Municipality.Kind
KIND_OF_CODE = {
    "60": Kind.COMMUNITY,
    "61": Kind.URBAN_DISTRICT,
    "62": Kind.URBAN_DISTRICT,
    "63": Kind.TOWN,
    "64": Kind.COMMUNITY,
    "67": Kind.LARGE_DISTRICT_TOWN,
}
# Areas that belong to no municipality (Gutsbezirk, forest): no council, so nobody to work with.
UNINCORPORATED = {"65", "66"}
# In the register every municipality has an association; these are the ones of more than one municipality in Saxony.
ASSOCIATION_KINDS = {"54": Association.Kind.COMMUNITY, "56": Association.Kind.UNION}


class WrongFile(Exception):
    """The file cannot be taken; the message is a German sentence that says what to do."""


@dataclass(frozen=True)
class PlaceName:
    """„Bautzen / Budyšin, Stadt, Hochschulstadt“: the name alone, and what is said beside it."""

    name: str
    name_hsb: str
    additions: tuple[str, ...]

    @property
    def is_town(self) -> bool:
        return "Stadt" in self.additions


@dataclass(frozen=True)
class PlaceFact:
    """One municipality of the file. What the format does not know is None and leaves the stored value alone."""

    line: int
    ars: str
    name: str
    name_hsb: str
    is_cut: bool
    kind: Kind
    area_km2: Decimal | None
    population: int | None
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def ags(self) -> str:
        return ags_of(self.ars)

    @property
    def district_key(self) -> str:
        return self.ars[:5]

    @property
    def association_key(self) -> str:
        return self.ars[:9]


@dataclass(frozen=True)
class DistrictFact:
    line: int
    key: str
    name: str
    seat: str
    is_urban: bool


@dataclass(frozen=True)
class AssociationFact:
    line: int
    key: str
    name: str
    is_cut: bool
    seat: str
    code: str


@dataclass
class Edition:
    """The whole content of a register file, as of one day."""

    kind: ImportRun.Kind
    on: date
    # On which census the file's inhabitants stand, where it says so itself.
    census: str = ""
    districts: list[DistrictFact] = field(default_factory=list)
    associations: list[AssociationFact] = field(default_factory=list)
    places: list[PlaceFact] = field(default_factory=list)
    # Key, name, reason.
    skipped: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class ChangeFact:
    """One line of the list of changes."""

    line: int
    number: str
    kind: str
    from_key: str
    from_name: str
    to_key: str
    to_name: str
    area_m2: int | None
    inhabitants: int | None
    effective_on: date
    counted_on: date

    @property
    def is_place(self) -> bool:
        """Twelve digits: a municipality; nine: an association."""
        return len(self.from_key) == 12


def ags_of(ars: str) -> str:
    return ars[:5] + ars[9:]


def parse_name(official: str) -> PlaceName:
    """German name, Sorbian name and additions; „ / “ with spaces divides the languages, „/“ alone belongs to a name."""
    german, *others = (part.strip() for part in official.split(" / "))
    name, *additions = (part.strip() for part in german.split(", "))
    sorbian = ""
    if others:
        sorbian, *more = (part.strip() for part in others[0].split(", "))
        additions += more
    return PlaceName(name, sorbian, tuple(additions))


def require_unique(keys: list[tuple[str, int]], what: str) -> None:
    """Two lines for one key: two editions in one file, or lines copied twice."""
    seen: dict[str, int] = {}
    for key, line in keys:
        if key in seen:
            raise WrongFile(
                f"{what} {key} steht zweimal in der Datei (Zeilen {seen[key]} und {line}). Bitte die amtliche Datei "
                "unverändert einlesen, nicht mehrere zusammengefügte."
            )
        seen[key] = line
