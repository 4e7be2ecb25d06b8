"""Publishing a text of the operator."""

from django.db import transaction

from accounts.models import User
from audit.actions import record, snapshot
from core import prose
from core.exceptions import Conflict
from notices.models import Notice


@transaction.atomic
def publish_notice(kind: str, *, by: User | None, text: str, process: str = "") -> Notice:
    """The next version of a text; the same text again is no new version.

    Conflict while something in square brackets is still to be filled in.
    """
    wording = text.replace("\r\n", "\n").strip()
    if open_gaps := prose.gaps(wording):
        raise Conflict(f"Bitte zuerst ausfüllen: {', '.join(open_gaps)}.")
    newest: Notice | None = Notice.objects.select_for_update().filter(kind=kind).order_by("version").last()
    if newest and newest.text == wording:
        return newest
    row: Notice = Notice.objects.create(
        kind=Notice.Kind(kind), version=newest.version + 1 if newest else 1, text=wording, published_by=by
    )
    record(
        "publish_notice", row, by=by, process=process, label=f"{row.get_kind_display()} veröffentlicht",
        after=snapshot(row, ("version", "text")),
    )  # fmt: skip
    return row
