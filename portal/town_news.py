"""What is new about one town, as a page lists it."""

from dataclasses import dataclass, field

from municipalities.models import Municipality
from portal.told_lines import Told

SHOWN_PER_TOWN = 5


@dataclass
class TownNews:
    """What is new about one town, the newest first; `keys` says which lines stood there when the page was made."""

    town: Municipality
    lines: list[Told] = field(default_factory=list)
    is_linked: bool = True

    @property
    def shown(self) -> list[Told]:
        return self.lines[:SHOWN_PER_TOWN]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.lines) - SHOWN_PER_TOWN)

    @property
    def keys(self) -> str:
        return ",".join(line.key for line in self.lines if line.key)
