"""What of the operator's texts everybody reads, signed in or not."""

from notices.models import Notice


def published(kind: str) -> Notice | None:
    """The newest version; None while there is none."""
    newest: Notice | None = Notice.objects.of(kind).first()
    return newest
