"""The moves of an agreement's life, done through its pages as people do them."""

import io
import re

from pypdf import PdfWriter

from tests.factories import PASSWORD

SIGNER = "Name der unterzeichnenden Person"


def sign_in(visitor, email, password=PASSWORD):
    visitor.go("/konto/anmelden/").fill("E-Mail-Adresse", email).fill("Passwort", password)
    visitor.press("Anmelden")
    assert visitor.path == "/"
    return visitor


def draft(visitor, towns, file_reference, *, typing=True):
    """Draft an agreement; with `typing` the long list is narrowed before each tick. Ends on the agreement's page."""
    visitor.go("/vereinbarungen/neu/")
    for town in towns:
        if typing:
            narrow_list(visitor, town.name[:6])
        visitor.page.get_by_label(label_of(town), exact=True).check()
    visitor.fill("Aktenzeichen", file_reference).press("Entwurf anlegen")
    assert re.fullmatch(r"/vereinbarungen/\d+/", visitor.path)
    return visitor.path


def narrow_list(visitor, letters, *, label="Kommunen"):
    visitor.field(f"{label} eingrenzen").fill("")
    visitor.field(f"{label} eingrenzen").press_sequentially(letters)


def label_of(town):
    """Always with the district: two towns are called Bernsdorf."""
    return f"{town.name} ({town.district.display_name})"


def move(visitor, address, words):
    """A move with a page of its own: its link, then its button, which say the same."""
    visitor.go(address).follow(words).press(words)
    assert visitor.path == address


def record_consent(visitor, address, party, note):
    visitor.go(address).follow(f"Eintragen: Zustimmung {party}")
    visitor.fill("Nachweis", note).press("Zustimmung eintragen")
    assert visitor.message == f"Die Zustimmung ist eingetragen: {party}."


def give_consent(visitor, address, party):
    """The party itself agrees."""
    visitor.go(address).follow(f"Zustimmen: Zustimmung {party}").press("Diesem Text zustimmen")
    assert visitor.message == f"Die Zustimmung ist eingetragen: {party}."


def name_the_signer(visitor):
    """Where the text names only the function, the page asks who signed."""
    if visitor.page.get_by_label(SIGNER).count():
        visitor.fill(SIGNER, "Erika Beispiel")
    return visitor


def enter_signature(visitor, address, signatory, *, video=False, place=None, deputy_note=""):
    """Enter one signature of today; returns what the page says afterwards."""
    visitor.go(address).follow(f"Eintragen: Unterschrift {signatory}")
    name_the_signer(visitor)
    if video:
        visitor.choose("Art der Unterzeichnung", "per Videokonferenz")
    if place is not None:
        visitor.fill("Ort", place)
    visitor.fill("Vertretungsvermerk", deputy_note).press("Unterschrift eintragen")
    assert visitor.path == address
    return visitor.message


def scan_of(pages):
    """A scanned paper with that many pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def upload(visitor, name, content, media_type="application/pdf", *, status=200):
    file = {"name": name, "mimeType": media_type, "buffer": content}
    visitor.field("Unterzeichnete Ausfertigung").set_input_files(file)
    visitor.press("Ausfertigung ablegen", status=status)
