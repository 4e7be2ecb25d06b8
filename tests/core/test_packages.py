"""Packing anew: same parts, same order, no moment."""

import io
import zipfile

from core.packages import NO_MOMENT, repacked


def packed(second):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in ("b.xml", "a.xml"):
            package.writestr(zipfile.ZipInfo(name, date_time=(2023, 4, 25, 10, 0, second)), name * 50)
    return target.getvalue()


def test_moment_of_packing_makes_no_difference():
    assert packed(2) != packed(4)
    assert repacked(packed(2)) == repacked(packed(4))


def test_parts_keep_their_order_and_words_unless_changed():
    with zipfile.ZipFile(io.BytesIO(repacked(packed(2), lambda name, part: part + b"!"))) as package:
        assert package.namelist() == ["b.xml", "a.xml"]
        assert package.read("a.xml") == b"a.xml" * 50 + b"!"
        assert {info.date_time for info in package.infolist()} == {NO_MOMENT}
