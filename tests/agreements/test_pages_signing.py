"""Signing on the pages: signatures, corrections, guests and the signed copy."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Signatory
from tests import files
from tests.agreements.asking import DAY, fresh, said, text, url
from tests.life import REASON, agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]
SIGNATURE = {"signed_on": DAY, "mode": "in_person", "place": "Meerane", "signed_name": "Erika Beispiel"}


# --- Signing ----------------------------------------------------------------------------------------------------------


def test_expected_number_is_announced(client_of, sachbearbeitung, koordination_meerane, fixed):
    assert "voraussichtlich die 1." in text(client_of(sachbearbeitung).get(url("detail", fixed)))


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (
            {"signed_on": "26.04.2023"},
            {"signed_on": ["Der Tag liegt in der Zukunft. Bitte den tatsächlichen Tag eintragen."]},
        ),
        ({"signed_on": "32.04.2023"}, {"signed_on": ["Bitte ein Datum wie 25.04.2023 eingeben."]}),
        ({"signed_on": ""}, {"signed_on": ["Bitte „Tag der Unterschrift“ ausfüllen."]}),
        ({"place": ""}, {"place": ["Bitte den Ort angeben, an dem unterschrieben wurde."]}),
        ({"signed_name": " "}, {"signed_name": ["Bitte „Name der unterzeichnenden Person“ ausfüllen."]}),
        ({"mode": "brief"}, {"mode": ["Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."]}),
    ],
)
def test_wrong_signature_is_answered_with_a_sentence(client_of, sachbearbeitung, fixed, data, errors):
    response = client_of(sachbearbeitung).post(
        url("sign", fixed, signatory_id=fixed.signatories[0].pk), SIGNATURE | data
    )
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert fresh(fixed).status == "finalised"


def test_place_is_not_called_optional_and_is_the_last_one(client_of, sachbearbeitung, fixed):
    browser = client_of(sachbearbeitung)
    first, second, _ = (url("sign", fixed, signatory_id=row.pk) for row in fixed.signatories)
    browser.post(first, SIGNATURE | {"place": "Altes Rathaus"})
    page = browser.get(second)
    assert page.context["form"].initial["place"] == "Altes Rathaus"
    assert [("Ort" in label, "Optional" in label) for label in labels(page) if "Ort" in label] == [(True, False)]
    assert ["Optional" in label for label in labels(page) if "Vertretungsvermerk" in label] == [True]
    assert browser.post(second, SIGNATURE | {"mode": "video", "place": ""}).status_code == 302


def labels(response):
    return re.findall(r"<label[^>]*>(.*?)</label>", text(response), re.DOTALL)


def test_who_signed_is_asked_only_where_the_text_does_not_name_her(client_of, sachbearbeitung, fixed):
    signatory = fixed.signatories[1]
    address = url("sign", fixed, signatory_id=signatory.pk)
    assert "signed_name" in client_of(sachbearbeitung).get(address).context["form"].fields
    Signatory.objects.filter(pk=signatory.pk).update(name="Jörg Schmeißer")
    assert "signed_name" not in client_of(sachbearbeitung).get(address).context["form"].fields
    unnamed = SIGNATURE | {"signed_name": ""}
    assert client_of(sachbearbeitung).post(address, unnamed).status_code == 302
    assert fresh(fixed).signatories[1].signed_name == ""


def test_signature_is_told_once_on_the_page_and_wholly_in_the_log(client_of, sachbearbeitung, fixed):
    browser, signatory = client_of(sachbearbeitung), fixed.signatories[0]
    browser.post(url("sign", fixed, signatory_id=signatory.pk), SIGNATURE)
    told = [event.label for event in browser.get(url("detail", fixed)).context["events"]]
    assert told[:2] == [f"Unterschrift: {signatory.label}", "Endfassung festgeschrieben"]
    assert "Teilweise unterzeichnet" in text(browser.get(url("log", fixed)))


def test_second_window_with_other_words_gets_them_back(client_of, sachbearbeitung, fixed):
    browser, address = client_of(sachbearbeitung), url("sign", fixed, signatory_id=fixed.signatories[0].pk)
    browser.post(address, SIGNATURE)
    assert browser.post(address, SIGNATURE).status_code == 302
    response = browser.post(address, SIGNATURE | {"place": "Dresden", "deputy_note": "i. V. Erste Beigeordnete"})
    assert response.status_code == 409
    assert dict(response.context["typed"]) == {
        "Name der unterzeichnenden Person": "Erika Beispiel", "Tag der Unterschrift": DAY, "Ort": "Dresden",
        "Vertretungsvermerk": "i. V. Erste Beigeordnete",
    }  # fmt: skip
    assert fresh(fixed).signatories[0].place == "Meerane"


def test_signature_is_corrected_and_taken_back(client_of, sachbearbeitung, meerane):
    concluded = agreement_in("signed", towns=[meerane])
    browser, signatory = client_of(sachbearbeitung), concluded.signatories[-1]
    correct = url("correct_signature", concluded, signatory_id=signatory.pk)
    assert browser.get(correct).context["form"].initial["place"] == "Rathaus"
    data = SIGNATURE | {"place": "Dresden", "reason": REASON}
    assert browser.post(correct, data).status_code == 302
    assert (fresh(concluded).signatories[-1].place, fresh(concluded).register_number) == ("Dresden", 1)
    take_back = url("take_back_signature", concluded, signatory_id=signatory.pk)
    assert browser.post(take_back, {"zuruecknehmen-reason": REASON}).status_code == 302
    assert (fresh(concluded).status, fresh(concluded).register_number) == ("partly_signed", 1)
    assert browser.post(take_back, {"zuruecknehmen-reason": REASON}).status_code == 409


def test_signatory_of_another_agreement_does_not_exist_here(client_of, sachbearbeitung, fixed, werdau):
    other = agreement_in("finalised", towns=[werdau])
    address = url("sign", fixed, signatory_id=other.signatories[0].pk)
    assert client_of(sachbearbeitung).get(address).status_code == 404


def test_guests_are_entered_line_by_line(client_of, sachbearbeitung, fixed):
    browser = client_of(sachbearbeitung)
    lines = "Armin Schuster, Staatsminister des Innern\r\n\r\nPresse\r\n"
    assert browser.post(url("guests", fixed), {"guests": lines}).status_code == 302
    assert "Im Beisein von: Armin Schuster, Staatsminister des Innern; Presse" in text(
        browser.get(url("detail", fixed))
    )
    refused = browser.post(url("guests", fixed), {"guests": "x" * 151})
    assert refused.status_code == 422
    assert "ist zu lang" in text(refused)


# --- The signed copy --------------------------------------------------------------------------------------------------


def upload(client, agreement, name="ausfertigung.pdf", content=None):
    return client.post(url("signed_copy", agreement), {"file": SimpleUploadedFile(name, content or files.pdf(4))})


def test_scan_with_all_pages_is_kept_without_a_word(client_of, sachbearbeitung, koordination_meerane, concluded):
    pages = concluded.final_document.page_count
    content = files.pdf(pages)
    response = upload(client_of(sachbearbeitung), concluded, content=content)
    assert response.status_code == 302
    assert said(response) == [("success", "Die unterzeichnete Ausfertigung ist abgelegt.")]
    copy = fresh(concluded).signed_copy
    served = client_of(koordination_meerane).get(copy.get_absolute_url())
    assert (served.content, served["Content-Disposition"]) == (content, 'attachment; filename="ausfertigung.pdf"')


def test_scan_with_other_number_of_pages_warns(client_of, sachbearbeitung, concluded):
    pages = concluded.final_document.page_count
    browser = client_of(sachbearbeitung)
    response = upload(browser, concluded, content=files.pdf(pages - 1))
    expected = f"Der Scan hat {pages - 1} statt {pages} Seiten. Bitte prüfen, ob er vollständig ist."
    assert said(response)[-1] == ("warning", expected)
    assert "Seitenzahl weicht ab" in text(browser.get(url("detail", concluded)))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ausfertigung.docx", files.pdf(), "Bitte eine Datei der Art PDF, JPG, JPEG oder PNG auswählen."),
        ("ausfertigung.pdf", files.picture(), "Der Inhalt der Datei passt nicht zur Endung „.pdf“."),
        ("ausfertigung.pdf", files.pdf(password="x"), "Das PDF ist mit einem Passwort geschützt."),
    ],
)
def test_unsuitable_scan_is_refused(client_of, sachbearbeitung, concluded, name, content, sentence):
    response = upload(client_of(sachbearbeitung), concluded, name, content)
    assert response.status_code == 422
    assert sentence in text(response)
    assert fresh(concluded).signed_copy is None


def test_second_scan_is_a_conflict_the_same_one_is_not(client_of, sachbearbeitung, concluded):
    browser, content = client_of(sachbearbeitung), files.pdf(4)
    upload(browser, concluded, content=content)
    first = fresh(concluded).signed_copy
    assert upload(browser, concluded, content=content).status_code == 302
    refused = upload(browser, concluded, content=files.pdf(5))
    assert refused.status_code == 409
    assert "schon eine unterzeichnete Ausfertigung" in text(refused)
    assert fresh(concluded).signed_copy == first


def test_scan_waits_for_the_last_signature(client_of, sachbearbeitung, fixed):
    response = upload(client_of(sachbearbeitung), fixed)
    assert response.status_code == 409
    assert fresh(fixed).signed_copy is None


def test_page_of_an_entered_signature_leads_to_its_correction(client_of, sachbearbeitung, fixed):
    browser, who = client_of(sachbearbeitung), fixed.signatories[0].pk
    browser.post(url("sign", fixed, signatory_id=who), SIGNATURE)
    response = browser.get(url("sign", fixed, signatory_id=who))
    assert (response.status_code, response["Location"]) == (302, url("correct_signature", fixed, signatory_id=who))
