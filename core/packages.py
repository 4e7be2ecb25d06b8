"""Office files are ZIP packages; packed anew without moments, the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Callable

# The first moment a ZIP knows.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


def repacked(content: bytes, changed: Callable[[str, bytes], bytes] = lambda name, part: part) -> bytes:
    """The package with its parts in their order and no time of packing; `changed` may put another part in place."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            part = changed(name, packed.read(name))
            again.writestr(zipfile.ZipInfo(name, date_time=NO_MOMENT), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
