"""Where each text stands, and under which word its address is known."""

from django.urls import reverse

from notices.models import Notice

# The word in the address of the pages on which the office edits.
WORDS = {
    "impressum": Notice.Kind.IMPRINT,
    "datenschutz": Notice.Kind.PRIVACY,
    "barrierefreiheit": Notice.Kind.ACCESSIBILITY,
}
PAGES = {
    Notice.Kind.IMPRINT: "notices:imprint",
    Notice.Kind.PRIVACY: "notices:privacy",
    Notice.Kind.ACCESSIBILITY: "notices:accessibility",
}


def word_of(kind: str) -> str:
    return next(word for word, known in WORDS.items() if known == kind)


def page_of(kind: str) -> str:
    return reverse(PAGES[Notice.Kind(kind)])
