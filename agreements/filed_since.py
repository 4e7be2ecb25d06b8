"""What the file of an agreement holds of the time after its signing: Nachträge and letters of notice."""

from collections.abc import Iterator
from dataclasses import replace

from agreements.filed_signing import signed_files
from agreements.later import BODIES_OF_LEAVING, BODIES_OF_NOTICE
from agreements.models import Amendment, CooperationAgreement, Notice
from filing.records import Item, of_document


def amendments(row: CooperationAgreement) -> Iterator[Item]:
    """Text and copies of every Nachtrag all have signed; each says which one it is. Its other papers are its own."""
    rows = Amendment.objects.filter(amends=row, document__signed_on__isnull=False).order_by("number")
    bodies = ("joining", *BODIES_OF_LEAVING)
    for amendment in rows.select_related("document__final_document", "document__signed_copy", *bodies):
        document = amendment.document
        name = amendment.label.replace("(", "").replace(")", "")
        if document.final_document:
            yield of_document(document.final_document, label=f"{name} Endfassung", on=document.signed_on)
        if document.signed_copy:
            kind = document.signed_copy.get_kind_display()
            yield of_document(document.signed_copy, label=f"{name} {kind}", on=document.signed_on)
        for item in signed_files(document):
            yield replace(item, label=f"{name} {item.label}")


def notices(row: CooperationAgreement) -> Iterator[Item]:
    """Letters of notice, also of one taken back; whose they are stands in the name."""
    rows = Notice.objects.filter(agreement=row, document__isnull=False).order_by("received_on", "pk")
    for notice in rows.select_related("document", *BODIES_OF_NOTICE):
        yield of_document(notice.document, label=f"Kündigungsschreiben {notice.party.name}", on=notice.received_on)
