"""What every row about towns says of them."""

from typing import Any

from core import formats


class WithTowns:
    """For a model with `municipalities`, none, one or several: the towns in German order."""

    municipalities: Any

    @property
    def towns(self) -> list[Any]:
        """Uses prefetched rows."""
        return sorted(self.municipalities.all(), key=lambda town: (town.sort_key, town.ags))

    @property
    def towns_label(self) -> str:
        """„Meerane und Werdau“; empty where there is none."""
        return formats.listed(str(town) for town in self.towns)
