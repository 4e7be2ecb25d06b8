"""The office's day: drafted, talked about by town and police, agreed to, fixed, signed by video on two days, filed."""

import hashlib
import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from agreements.models import CooperationAgreement, Signatory
from documents.actions import content_of
from tests.journeys import steps, world
from tests.journeys import test_agreeing as agreeing
from tests.journeys import test_signing_by_video as signing

pytestmark = pytest.mark.needs("chromium")
REFERENCE = "LPR-0144.5/50/2023"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


def test_from_the_draft_to_the_file_of_record(visit, saxony):
    office, mayor = visit(saxony.sachbearbeitung), visit(saxony.beigeordnete_meerane)
    police, lead = visit(saxony.polizei_zwickau), visit(saxony.leitung)
    address = drafted(office, saxony)
    steps.move(office, address, "In die Abstimmung geben")
    agreed(office, mayor, police, address)
    steps.move(lead, address, "Schlusszeichnen")
    steps.move(office, address, "Endfassung festschreiben")
    row = signed_on_two_days(office, address)
    files = filed(office, address)
    holds_every_paper(files, row)
    # The town finds it signed, and nothing of the file.
    assert "Für die E-Akte" not in mayor.go(address).look().text
    mayor.watch.intended = {403}
    mayor.go(f"/akte/vereinbarung/{row.pk}/", status=403)


def read(address):
    return CooperationAgreement.objects.for_detail().get(pk=int(address.strip("/").rsplit("/", 1)[1]))


def drafted(office, saxony):
    address = steps.draft(office, [saxony.meerane], REFERENCE)
    office.look()
    town = read(address).signatories[1]
    Signatory.objects.filter(pk=town.pk).update(name="Jörg Beispiel", office="Bürgermeister")
    return address


def agreed(office, mayor, police, address):
    """Comments of both, one wording taken over for the police alone; the town's consent goes on."""
    agreeing.comments(mayor, police, address, read(address))
    steps.record_consent(office, address, agreeing.LPR, "Vermerk der Geschäftsführung")
    agreeing.agree_in_the_text(mayor, address)
    steps.give_consent(police, address, agreeing.POLICE)
    agreeing.take_over_for_the_police_alone(office, address)
    agreeing.goes_on_for_the_town(mayor, address)
    steps.give_consent(police, address, agreeing.POLICE)


def signed_on_two_days(office, address):
    row = read(address)
    # Fixed some days ago, so that it can be signed on two of them.
    CooperationAgreement.objects.filter(pk=row.pk).update(finalised_on=date(2023, 4, 20))
    signing.another_person(office, address)
    signing.signatures(office, address, row)
    signing.signed_file(office, address, content_of(row.final_document))
    office.go(address).follow("Ausfertigung ablegen")
    steps.upload(office, "Ausfertigung.pdf", steps.scan_of(4))
    return read(address)


def filed(office, address):
    """The package as the page hands it out, confirmed as veraktet; what is in it by name."""
    office.go(address).follow("Für die E-Akte").look()
    content, name = office.download("Für die E-Akte (ZIP)")
    assert name == "E-Akte_LPR-0144.5-50-2023_Meerane.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    office.follow("Veraktung eintragen")
    office.page.get_by_label("Ich habe das Paket in der E-Akte abgelegt.").check()
    office.press("Veraktung eintragen").look()
    assert "Akte: veraktet am 25. April 2023 durch Sachbearbeitung ASSKomm" in office.text
    return files


def holds_every_paper(files, row):
    assert list(files) == [
        "01_Deckblatt.pdf",
        "02_Endfassung_Meerane_2023-04-20.pdf",
        "03_Unterzeichnete_Ausfertigung_Meerane_2023-04-25.pdf",
        "04_Elektronisch_signierte_Fassung_Meerane_2023-04-25.pdf",
        "05_Unterzeichnungsprotokoll_Meerane_2023-04-25.pdf",
        "06_Registerblatt_Meerane_2023-04-25.pdf",
        "07_Zustimmungen_Meerane.pdf",
        "08_Anmerkungen_und_Änderungswünsche_Meerane.pdf",
        "09_Fassungen_Meerane.pdf",
        "10_Protokoll_Meerane.pdf",
        "metadaten.xml",
        "metadaten.xsd",
    ]
    papers = list(files.values())
    assert papers[1] == content_of(row.final_document)
    assert papers[3].startswith(papers[1])
    assert hashlib.sha256(papers[2]).hexdigest() == row.signed_copy.sha256
    for place, sentences in {
        0: (REFERENCE, hashlib.sha256(papers[4]).hexdigest()),
        4: ("Anna Beispiel", "anstelle von Jörg Beispiel", "24. April 2023", "25. April 2023", "per Videokonferenz"),
        5: ("Registernummer1", "unterzeichnet 25. April 2023"),
        6: ("Vermerk der Geschäftsführung", "Ändert nur, was die Polizei beiträgt."),
        7: (agreeing.KEPT, agreeing.OPEN, "übernommen am 25. April 2023"),
        8: ("Fassung 1", "Fassung 2"),
        9: ("Von allen unterzeichnet",),
    }.items():
        told = words(papers[place])
        assert [sentence for sentence in sentences if squeezed(sentence) not in told] == [], list(files)[place]
    root = ElementTree.fromstring(files["metadaten.xml"])
    listed = [node.text for node in root.iter("{urn:asskomm:e-akte:1}Dateiname")]
    assert listed == list(files)[1:10]


def words(content):
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def squeezed(text):
    """Without spaces and hyphens: where a line breaks is no matter."""
    return "".join(text.split()).replace("-", "")
