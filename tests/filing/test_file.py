"""The package „Für die E-Akte“: what is in it, what was filed, what came later."""

import hashlib
import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from lxml import etree
from pypdf import PdfReader

from advice.actions import references
from agreements.actions import copies
from agreements.models import CooperationAgreement
from audit.models import ReadEvent
from core import dates
from core.exceptions import Conflict
from documents.actions import content_of
from filing import bundle, sheets
from filing.actions.filing import file_record
from filing.contents import NEW, contents_of
from filing.models import Filing, FilingRules
from filing.records import kind_named
from filing.sheets import Part, Sheet
from tests.factories import CallFactory, ConsultationFactory
from tests.files import scan
from tests.filing.filed import filed, handed_out
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


def url(row, name="file", **extra):
    word = {"CooperationAgreement": "vereinbarung", "Consultation": "beratung", "Contact": "kontakt"}
    kind = word[type(row).__name__]
    return reverse(f"filing:{name}", kwargs={"record_kind": kind, "record_id": row.pk, **extra})


def loaded(row):
    kind = next(kind for kind in map(kind_named, ("vereinbarung", "beratung", "kontakt")) if kind.model is type(row))
    return kind.load(kind.model.objects.all()).get(pk=row.pk)


@pytest.fixture
def signed(meerane, pd_zwickau, sachbearbeitung):
    row = agreement_in("signed", towns=[meerane], police=pd_zwickau, file_reference="LPR-0144.5/50/2023")
    copies.attach_signed_copy(row, by=sachbearbeitung, file=scan("Ausfertigung.png"))
    return loaded(row)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_zip_holds_every_paper_in_order_with_cover_and_metadata(signed, client_of, sachbearbeitung):
    answer = client_of(sachbearbeitung).get(url(signed, "file_package", extent="neu"))
    files = unpacked(answer.content)
    assert list(files) == [
        "01_Deckblatt.pdf",
        "02_Endfassung_Meerane_2023-04-25.pdf",
        "03_Unterzeichnete_Ausfertigung_Meerane_2023-04-25.png",
        "04_Unterzeichnungsprotokoll_Meerane_2023-04-25.pdf",
        "05_Registerblatt_Meerane_2023-04-25.pdf",
        "06_Zustimmungen_Meerane.pdf",
        "07_Fassungen_Meerane.pdf",
        "08_Protokoll_Meerane.pdf",
        "metadaten.xml",
        "metadaten.xsd",
    ]
    assert files["02_Endfassung_Meerane_2023-04-25.pdf"] == content_of(signed.final_document)
    assert files["03_Unterzeichnete_Ausfertigung_Meerane_2023-04-25.png"] == content_of(signed.signed_copy)
    cover = "".join(text_of(files["01_Deckblatt.pdf"]).split())
    for name in list(files)[1:8]:
        assert hashlib.sha256(files[name]).hexdigest() in cover
    assert "LPR-0144.5/50/2023" in cover
    read = ReadEvent.objects.get(label="Paket für die E-Akte (Akte)")
    assert read.details["SHA-256"] == hashlib.sha256(answer.content).hexdigest()


def test_metadata_obey_their_schema_and_name_every_file(signed, sachbearbeitung):
    files = unpacked(bundle.build(contents_of(signed).of(NEW), by=sachbearbeitung, on=dates.today()))
    document = etree.fromstring(files["metadaten.xml"])
    schema = etree.XMLSchema(etree.fromstring(files["metadaten.xsd"]))
    schema.assertValid(document)
    space = {"a": "urn:asskomm:e-akte:1"}
    listed = {
        node.findtext("a:Dateiname", namespaces=space): node.findtext("a:Hashwert", namespaces=space)
        for node in document.iterfind(".//a:Primaerdokument", space)
    }
    assert listed == {name: hashlib.sha256(files[name]).hexdigest() for name in list(files)[1:8]}
    document.find(".//a:Hashwert", space).text = "keiner"
    assert not schema.validate(document)


def test_the_same_content_gives_the_same_bytes(signed, sachbearbeitung):
    first, second = (
        bundle.build(contents_of(loaded(signed)).of(NEW), by=sachbearbeitung, on=dates.today()) for _ in range(2)
    )
    assert first == second


def test_filed_then_an_addition_goes_into_a_supplement(signed, client_of, sachbearbeitung):
    browser = client_of(sachbearbeitung)
    browser.get(url(signed, "file_package", extent="neu"))
    form = browser.get(url(signed, "confirm")).context["form"]
    data = {"filed_on": "2023-04-25", "external_number": " VIS  17 ", "is_stored": "on", **form.initial}
    assert browser.post(url(signed, "confirm"), data).status_code == 302
    filing = Filing.objects.get()
    assert (filing.number, filing.filed_by, filing.external_number, len(filing.items)) == (
        0, sachbearbeitung, "VIS 17", 7,
    )  # fmt: skip
    assert "veraktet am 25. April 2023 durch Sachbearbeitung" in browser.get(url(signed)).content.decode()
    assert contents_of(loaded(signed)).is_filed

    old = signed.signed_copy.pk
    copies.replace_signed_copy(signed, by=sachbearbeitung, file=scan("besser.png", "green"), reason="Seite 2 fehlte.")
    contents = contents_of(loaded(signed))
    # The protocol of the signing names the scan with its check value.
    assert [paper.item.label for paper in contents.additions] == [
        "Unterzeichnete Ausfertigung", "Unterzeichnungsprotokoll",
    ]  # fmt: skip
    assert f"document-{old}" in {entry["key"] for entry in filing.items}
    answer = browser.get(url(signed, "file_package", extent="neu"))
    files = unpacked(answer.content)
    assert [name[:6] for name in files] == ["01_Dec", "03_Unt", "04_Unt", "05_Reg", "09_Pro", "metada", "metada"]
    assert "Deckblatt zur 1. Ergänzung" in text_of(files["01_Deckblatt.pdf"])
    assert "1._Ergänzung" in bundle.filename(contents.of(NEW))
    second = file_record(signed, by=sachbearbeitung, check_value=contents.of(NEW).check_value, filed_on=dates.today())
    assert (second.number, second.title, len(second.items)) == (1, "1. Ergänzung", 4)
    assert contents_of(loaded(signed)).is_filed


def test_filing_twice_is_filing_once(signed, sachbearbeitung):
    value = handed_out(signed, by=sachbearbeitung)
    first, second = (
        file_record(signed, by=sachbearbeitung, check_value=value, filed_on=dates.today()) for _ in range(2)
    )
    assert first == second


def test_refusals_say_what_to_do(signed, sachbearbeitung):
    value = contents_of(signed).of(NEW).check_value

    def refused(row=signed, check_value=value, filed_on=date(2023, 4, 25)):
        with pytest.raises(Conflict) as refusal:
            file_record(row, by=sachbearbeitung, check_value=check_value, filed_on=filed_on)
        return str(refusal.value)

    assert refused().startswith("Bitte zuerst das Paket herunterladen")
    handed_out(signed, by=sachbearbeitung)
    assert refused(check_value="0" * 64).startswith("Seit Sie die Seite geöffnet haben")
    assert refused(filed_on=date(2023, 4, 26)).startswith("Der Tag der Veraktung liegt in der Zukunft")
    assert refused(row=CallFactory()).startswith("Ohne Aktenzeichen lässt sich nicht verakten")
    filed(signed, by=sachbearbeitung)
    assert refused(check_value="0" * 64) == (
        "Alles ist schon veraktet, zuletzt am 25. April 2023 durch Sachbearbeitung ASSKomm."
    )


def test_a_missing_file_stops_the_package_with_clear_words(signed, client_of, sachbearbeitung):
    signed.signed_copy.file.storage.delete(signed.signed_copy.file.name)
    answer = client_of(sachbearbeitung).get(url(signed, "file_package", extent="neu"))
    assert answer.status_code == 409
    assert "„Unterzeichnete Ausfertigung“ lässt sich nicht lesen" in answer.content.decode()


def test_only_the_office_opens_the_file(signed, client_of, koordination_meerane, koordination_werdau, leserecht):
    for name, extra in (("file", {}), ("file_package", {"extent": "neu"}), ("confirm", {}), ("reference", {})):
        for person in (koordination_meerane, koordination_werdau):
            assert client_of(person).get(url(signed, name, **extra)).status_code == 403
    reader = client_of(leserecht)
    assert reader.get(url(signed)).status_code == 200
    assert reader.get(url(signed, "confirm")).status_code == 403
    assert reader.post(url(signed)).status_code == 405
    assert reader.get("/akte/kommune/1/").status_code == 404
    assert reader.get(url(signed, "file_package", extent="halb")).status_code == 404


def test_a_draft_and_the_advice_have_files_too(meerane, sachbearbeitung):
    draft = loaded(agreement_in("draft", towns=[meerane]))
    assert next(iter(contents_of(draft).papers)).name == "02_Entwurf_Meerane_2023-04-25.pdf"
    talk = ConsultationFactory(towns=[meerane], internal_note="Nur für uns \N{ROCKET}.", result="Ein Rat.")
    call = CallFactory(towns=[meerane])
    for row, first in ((talk, "02_Gesprächsvermerk_Meerane"), (call, "02_Telefonvermerk_Meerane")):
        references.set_file_reference(row, by=sachbearbeitung, file_reference="LPR-1")
        extent = contents_of(loaded(row)).of(NEW)
        files = unpacked(bundle.build(extent, by=sachbearbeitung, on=dates.today()))
        assert list(files)[1].startswith(first)
    extent = contents_of(loaded(talk)).of(NEW)
    note = next(item for item in bundle.read(extent) if item.label == "Interner Vermerk")
    assert "Nur für uns [U+1F680]." in text_of(note.content)


def test_another_text_is_another_fingerprint(meerane, sachbearbeitung):
    draft = loaded(agreement_in("draft", towns=[meerane]))
    before = contents_of(draft).of(NEW).check_value
    CooperationAgreement.objects.get(pk=draft.pk).clauses.update(text="Anders.")
    assert contents_of(loaded(draft)).of(NEW).check_value != before


# --- Aktenzeichen -------------------------------------------------------------------------------------------------


@pytest.fixture
def patterns():
    return FilingRules.objects.create(
        pk=1, patterns={"beratung": "LPR-0144.8/{lfd}/{jahr}", "vereinbarung": "LPR-0144.5/{lfd}/{jahr}"}
    )


def test_reference_is_proposed_checked_and_found(patterns, client_of, sachbearbeitung, meerane):
    ConsultationFactory(file_reference="LPR-0144.8/4/2023")
    row = ConsultationFactory(towns=[meerane])
    browser = client_of(sachbearbeitung)
    page = browser.get(url(row, "reference"))
    assert page.context["form"]["file_reference"].value() == "LPR-0144.8/5/2023"
    answer = browser.post(url(row, "reference"), {"file_reference": "LPR 5"})
    assert answer.status_code == 422
    assert "zum Beispiel LPR-0144.8/7/2023" in answer.context["form"].errors["file_reference"][0]
    assert browser.post(url(row, "reference"), {"file_reference": "LPR-0144.8/5/2023"}).status_code == 302
    found = browser.get(reverse("advice:list"), {"q": "lpr-0144.8 / 5 / 2023"}).context["page"]
    assert [item.pk for item in found] == [row.pk]


def test_days_stay_whole_beside_a_check_value():
    """Where every cell may break anywhere, the columns of days shrink to two digits."""
    rows = [("09.11.2021", "Unterzeichnende geändert", "Sachbearbeitung ASSKomm", "a" * 64)]
    sheet = Sheet("Protokoll", "Meerane", "", (), [Part("Vorgänge", (), ("Tag", "Was", "Wer", "Wert"), rows)])
    words = text_of(sheets.render(sheet)).split()
    assert {"09.11.2021", "Unterzeichnende", "Sachbearbeitung"} <= set(words)
    assert "a" * 64 not in words


def test_an_old_deviating_one_stays_and_is_marked(patterns, client_of, sachbearbeitung):
    row = ConsultationFactory(file_reference="alt 17")
    browser = client_of(sachbearbeitung)
    assert "weicht vom Muster ab" in browser.get(url(row)).content.decode()
    assert browser.post(url(row, "reference"), {"file_reference": "alt 17"}).status_code == 302


def test_agreement_form_proposes_and_checks(patterns, client_of, sachbearbeitung, meerane):
    agreement_in("draft", towns=[meerane], file_reference="LPR-0144.5/8/2023")
    browser = client_of(sachbearbeitung)
    assert browser.get(reverse("agreements:create")).context["form"]["file_reference"].value() == "LPR-0144.5/9/2023"
    data = {"kind": "agreement", "municipalities": [meerane.pk], "police": "none", "file_reference": "falsch"}
    errors = browser.post(reverse("agreements:create"), data).context["form"].errors
    assert errors["file_reference"][0].startswith("Bitte das Aktenzeichen nach dem Muster LPR-0144.5/{lfd}/{jahr}")


def test_agreements_are_found_however_it_is_spelt(client_of, sachbearbeitung, meerane):
    row = agreement_in("draft", towns=[meerane], file_reference="LPR-0144.5 / 8 / 2023")
    found = client_of(sachbearbeitung).get(reverse("agreements:list"), {"q": "lpr-0144.5/8/2023"}).context["page"]
    assert [item.pk for item in found] == [row.pk]


def test_a_fixed_agreement_without_one_gets_it_once(client_of, sachbearbeitung, meerane):
    row = agreement_in("finalised", towns=[meerane])
    browser = client_of(sachbearbeitung)
    answer = browser.post(url(row, "reference"), {"file_reference": "LPR-anders"})
    assert answer.status_code == 409
    CooperationAgreement.objects.filter(pk=row.pk).update(file_reference="")
    assert browser.post(url(row, "reference"), {"file_reference": "LPR-neu"}).status_code == 302


# --- Rules --------------------------------------------------------------------------------------------------------


def test_rules_are_the_leitungs(client_of, leitung, sachbearbeitung):
    address = reverse("filing:rules")
    assert client_of(sachbearbeitung).get(address).status_code == 403
    browser = client_of(leitung)
    good = {"variant": "pdf/a-2a", "remind_after": 10, "keep_packages": 7, "version": 1, "muster_beratung": "B/{lfd}"}
    bad = browser.post(address, good | {"muster_beratung": "B"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["muster_beratung"])
    assert browser.post(address, good).status_code == 302
    rules = FilingRules.objects.get()
    assert (rules.patterns, rules.variant, rules.version) == ({"beratung": "B/{lfd}"}, "pdf/a-2a", 2)
    stale = browser.post(address, good | {"keep_packages": 8})
    assert stale.status_code == 409


# --- List and due -------------------------------------------------------------------------------------------------


def test_the_list_tells_and_filters_for_the_office_alone(
    signed, client_of, sachbearbeitung, koordination_meerane, meerane
):
    browser, address = client_of(sachbearbeitung), reverse("agreements:list")
    other = agreement_in("signed", towns=[meerane], file_reference="LPR-offen")
    filed(signed, by=sachbearbeitung)
    assert "veraktet am 25. April 2023" in browser.get(address).content.decode()
    for chosen, row in (("veraktet", signed), ("offen", other)):
        assert [item.pk for item in browser.get(address, {"akte": chosen}).context["page"]] == [row.pk]
    own = client_of(koordination_meerane).get(address, {"akte": "offen"})
    assert "veraktet" not in own.content.decode()
    assert len(own.context["page"]) == 2


def test_what_is_over_for_long_is_due(signed, client_of, sachbearbeitung):
    def told():
        return (
            "1 unterzeichnete Vereinbarung noch nicht veraktet" in client_of(sachbearbeitung).get("/").content.decode()
        )

    with dates.at(date(2023, 5, 24)):
        assert not told()
    with dates.at(date(2023, 5, 26)):
        assert told()
        filed(signed, by=sachbearbeitung)
        assert not told()
