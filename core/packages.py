"""Office files are ZIP packages; packed anew without moments, the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Callable

# The first moment a ZIP knows.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def member(name: str) -> zipfile.ZipInfo:
    """An entry of a package of ours: readable for everybody, the same on every system, without a moment."""
    info = zipfile.ZipInfo(name, date_time=NO_MOMENT)
    info.external_attr, info.create_system = 0o644 << 16, 3
    return info


def repacked(content: bytes, changed: Callable[[str, bytes], bytes] = lambda name, part: part) -> bytes:
    """The package with its parts in their order and no time of packing; `changed` may put another part in place."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            part = changed(name, packed.read(name))
            again.writestr(zipfile.ZipInfo(name, date_time=NO_MOMENT), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
