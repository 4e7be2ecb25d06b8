"""Who signs as § 60 SächsGemO knows it: another person without a new fixing, by which authority, with what missing."""

from datetime import date

import pytest

from agreements import papers
from agreements.actions import signers, signing
from agreements.actions.signers import Signer
from agreements.actions.signing import Signature
from agreements.authority import usual_note
from agreements.models import Signatory
from agreements.signing_hints import notes_on, open_notes
from audit.models import AuditEvent
from core.exceptions import Conflict
from documents.actions import content_of
from tests.agreements.asking import DAY, fresh, text, url
from tests.factories import caseworker
from tests.life import REASON, agreement_in, sign_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]
DEPUTY = Signer("Anna Beispiel", "Erste Beigeordnete", "alderman")


@pytest.fixture
def mayor(fixed):
    """The signatory of the town, named in the text."""
    row = fixed.signatories[1]
    Signatory.objects.filter(pk=row.pk).update(name="Jörg Beispiel", office="Bürgermeister")
    return fresh(fixed).signatories[1]


def change(signatory, signer=DEPUTY, reason=REASON):
    return signers.change_signatory(signatory, by=caseworker(), signer=signer, reason=reason)


def changed(signatory):
    return Signatory.objects.get(pk=signatory.pk)


# --- Another person -----------------------------------------------------------------------------------------------


def test_another_person_signs_and_the_fixed_text_stays(fixed, mayor):
    before = content_of(fixed.final_document)
    change(mayor)
    row, present = changed(mayor), fresh(fixed)
    assert (row.signer_label, row.instead_of) == ("Anna Beispiel, Erste Beigeordnete", "Jörg Beispiel, Bürgermeister")
    assert (row.name, row.changed_on, present.status) == ("Jörg Beispiel", date(2023, 4, 25), "finalised")
    assert (present.text_hash, present.final_document, present.version) == (
        fixed.text_hash, fixed.final_document, fixed.version,
    )  # fmt: skip
    assert content_of(present.final_document) == before
    assert papers.from_agreement(present, is_draft=False).signatories[1].name == "Jörg Beispiel"
    event = AuditEvent.objects.about(fixed).get(action="change_signatory")
    assert (event.reason, event.after["es unterzeichnet"]) == (REASON, "Anna Beispiel")


def test_same_person_again_changes_nothing_and_whoever_the_text_names_takes_over_again(fixed, mayor):
    change(mayor)
    change(mayor)
    assert AuditEvent.objects.about(fixed).filter(action="change_signatory").count() == 1
    change(mayor, Signer("Jörg Beispiel", "Bürgermeister", "holder"), reason="")
    row = changed(mayor)
    assert (row.acting_name, row.changed_on, row.instead_of, row.authority) == ("", None, "", "holder")


def test_name_for_a_function_without_one_is_nobody_s_stead(fixed):
    signatory = fixed.signatories[2]
    assert not signatory.name
    change(signatory, Signer("Katja Beispiel", signatory.office, "head"))
    assert (changed(signatory).signer_name, changed(signatory).instead_of) == ("Katja Beispiel", "")


@pytest.mark.parametrize(
    ("status", "sentence"), [("approved", "noch nicht festgeschrieben"), ("ended", "ändert sich nicht mehr")]
)
def test_only_between_fixing_and_end(meerane, status, sentence):
    with pytest.raises(Conflict, match=sentence):
        change(agreement_in(status, towns=[meerane]).signatories[1])


@pytest.mark.parametrize(
    ("signer", "reason", "sentence"),
    [(DEPUTY, " ", "Bitte begründen"), (Signer(" ", "Beigeordnete"), REASON, "Bitte Name und Funktion")],
)
def test_change_needs_a_person_and_a_reason(mayor, signer, reason, sentence):
    with pytest.raises(Conflict, match=sentence):
        change(mayor, signer, reason)


def test_substitute_signs_with_the_usual_note_and_page_says_in_whose_stead(client_of, sachbearbeitung, fixed, mayor):
    change(mayor)
    browser, address = client_of(sachbearbeitung), url("sign", fixed, signatory_id=mayor.pk)
    form = browser.get(address).context["form"]
    assert (form.initial["deputy_note"], "signed_name" in form.fields) == ("i. V. Erste Beigeordnete", False)
    data = {"signed_on": DAY, "mode": "in_person", "place": "Meerane", "authority": "alderman", "seal": "affixed",
            "deputy_note": "i. V. Erste Beigeordnete", "medium": "hand"}  # fmt: skip
    assert browser.post(address, data).status_code == 302
    page = text(browser.get(fixed.get_absolute_url()))
    assert "anstelle von Jörg Beispiel, Bürgermeister" in page
    assert "mit Dienstsiegel" in page
    label = "Unterschrift: Anna Beispiel, Erste Beigeordnete (anstelle von Jörg Beispiel, Bürgermeister)"
    assert AuditEvent.objects.about(fixed).get(action="enter_signature").label == label


def test_signature_entered_for_the_wrong_person_is_told_of_its_new_hand(concluded):
    signatory = concluded.signatories[1]
    assert signatory.signed_name == "Erika Beispiel"
    change(signatory)
    row = changed(signatory)
    assert (row.signer_name, row.signed_name, row.signed_on) == ("Anna Beispiel", "", signatory.signed_on)
    assert fresh(concluded).register_number == concluded.register_number


def test_page_asks_for_the_reason_and_for_a_fitting_authority(client_of, sachbearbeitung, leserecht, fixed, mayor):
    browser, address = client_of(sachbearbeitung), url("signer", fixed, signatory_id=mayor.pk)
    data = {"name": "Anna Beispiel", "office": "Beigeordnete", "authority": "alderman"}
    assert browser.post(address, data).context["form"].errors == {
        "reason": ["Bitte begründen, warum jemand anderes unterzeichnet."]
    }
    assert browser.post(address, data | {"reason": REASON, "authority": "chair"}).status_code == 422
    mandate = data | {"reason": REASON, "mandate_on": DAY}
    assert browser.post(address, mandate).context["form"].errors == {
        "authority": ["Bitte „Vollmacht“ auswählen oder die Angaben zur Vollmacht löschen."]
    }
    late = data | {"reason": REASON, "authority": "mandate", "mandate_on": "26.04.2023"}
    assert "mandate_on" in browser.post(address, late).context["form"].errors
    assert browser.post(address, data | {"reason": REASON}).status_code == 302
    assert changed(mayor).acting_name == "Anna Beispiel"
    assert client_of(leserecht).get(address).status_code == 403


# --- Hints --------------------------------------------------------------------------------------------------------


def signatory(**values):
    return Signatory(**{"name": "Jörg Beispiel", "office": "Bürgermeister"} | values)


SIGNED = {"signed_on": date(2023, 4, 25), "mode": "video"}
ACTING = {"acting_name": "Anna Beispiel", "acting_office": "Beigeordnete"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"authority": "holder", **SIGNED}, []),
        (ACTING, ["Befugnis der vertretenden Person eintragen."]),
        ({"authority": "mandate"}, ["Tag und Fundstelle der Vollmacht eintragen."]),
        ({"authority": "mandate", "mandate_on": date(2023, 4, 1), "mandate_reference": "Az. 7"}, []),
        ({"authority": "staff"}, ["Bedienstete vertreten zu zweit: eine zweite Person fehlt."]),
        ({"authority": "deputy"}, []),
        (
            {"authority": "deputy", **SIGNED},
            ["Zusatz neben der Unterschrift eintragen (i. V. oder i. A.)."],
        ),
        ({"authority": "deputy", "deputy_note": "i. V.", **SIGNED}, []),
        ({"authority": "holder", "seal": "missing", **SIGNED}, ["Das Dienstsiegel fehlt noch."]),
        ({"authority": "holder", "seal": "not_needed", **SIGNED}, []),
    ],
)
def test_what_is_worth_a_second_look(values, expected):
    assert notes_on(signatory(**values)) == expected


def test_two_employees_together_are_enough():
    both = [signatory(authority="staff"), signatory(authority="staff")]
    assert [notes_on(row, both) for row in both] == [[], []]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ""),
        ({"authority": "holder"}, ""),
        (ACTING, "i. V. Beigeordnete"),
        (ACTING | {"authority": "by_order"}, "i. A. Beigeordnete"),
        ({"authority": "in_stead", "office": "Leitung des Führungsstabs"}, "i. V. Leitung des Führungsstabs"),
    ],
)
def test_usual_note(values, expected):
    assert usual_note(signatory(**values)) == expected


def test_hints_are_for_the_office_and_never_block(client_of, sachbearbeitung, koordination_meerane, fixed, mayor):
    change(mayor, Signer("Anna Beispiel", "Beigeordnete"))
    assert [row for row, _ in open_notes(fresh(fixed))] == [mayor]
    hint = "Befugnis der vertretenden Person eintragen."
    assert hint in text(client_of(sachbearbeitung).get(fixed.get_absolute_url()))
    assert hint not in text(client_of(koordination_meerane).get(fixed.get_absolute_url()))
    assert sign_as(mayor, signed_name="").status == "partly_signed"


# --- The signature itself -----------------------------------------------------------------------------------------


def test_electronic_signature_has_no_seal(client_of, sachbearbeitung, fixed, mayor):
    data = {"signed_on": DAY, "mode": "video", "place": "", "medium": "electronic", "seal": "affixed"}
    browser, address = client_of(sachbearbeitung), url("sign", fixed, signatory_id=mayor.pk)
    response = browser.post(address, data)
    assert response.context["form"].errors == {
        "seal": ["Neben einer elektronischen Signatur steht kein Dienstsiegel. Bitte leer lassen."]
    }
    assert (
        client_of(sachbearbeitung).post(url("sign", fixed, signatory_id=mayor.pk), data | {"seal": ""}).status_code
        == 302
    )
    assert (changed(mayor).medium, changed(mayor).seal) == ("electronic", "")


def test_taking_back_takes_the_seal_too_and_leaves_the_authority(mayor):
    given = Signature(signed_on=date(2023, 4, 25), place="Meerane", seal="affixed", authority="holder")
    signing.sign(mayor, by=caseworker(), signature=given)
    assert changed(mayor).seal == "affixed"
    signing.take_back_signature(mayor, by=caseworker(), reason=REASON)
    assert (changed(mayor).seal, changed(mayor).authority) == ("", "holder")


def test_signature_without_a_word_of_authority_leaves_what_was_entered(mayor):
    change(mayor, Signer("Jörg Beispiel", "Bürgermeister", "mandate", date(2023, 4, 1), "Az. 7"), reason="")
    sign_as(mayor)
    assert (changed(mayor).authority, changed(mayor).mandate_reference) == ("mandate", "Az. 7")
