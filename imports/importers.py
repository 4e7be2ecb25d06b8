"""The kinds of import there are; upper apps add theirs at start, this app knows them only through this list."""

from imports.contract import Importer

_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Offer a kind of import; registering it again does nothing (start-up may run twice)."""
    _importers.setdefault(importer.key, importer)


def registered() -> tuple[Importer, ...]:
    return tuple(_importers.values())


def get(key: str) -> Importer | None:
    return _importers.get(key)
