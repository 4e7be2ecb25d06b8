"""Drafting on the pages: what wrong input gets, and that nothing typed is lost."""

import pytest

from agreements.actions import wording
from agreements.models import CooperationAgreement, Signatory
from tests.agreements.asking import fresh, said, text, url, versioned
from tests.factories import lead
from tests.life import agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]


# --- Drafting ---------------------------------------------------------------------------------------------------------


def test_drafting_leads_to_the_page_of_the_draft(client_of, sachbearbeitung, meerane, pd_zwickau, samples):
    browser = client_of(sachbearbeitung)
    page = browser.get(f"{url('create')}?kommune={meerane.pk}")
    assert page.context["form"].initial["municipalities"] == [str(meerane.pk)]
    data = {
        "kind": "agreement",
        "municipalities": [meerane.pk],
        "police": "derived",
        "file_reference": "LPR-0144.5/50/2023",
    }
    response = browser.post(url("create"), data)
    agreement = CooperationAgreement.objects.get()
    assert (response.status_code, response.url) == (302, agreement.get_absolute_url())
    assert (agreement.police_directorate, agreement.created_by) == (pd_zwickau, sachbearbeitung)
    assert said(response) == [("success", "Der Entwurf ist angelegt. Bitte Unterzeichnende und Text prüfen.")]


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"municipalities": []}, "municipalities", "Bitte mindestens eine Kommune auswählen."),
        ({"municipalities": [4711]}, "municipalities", "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."),
        ({"kind": "unsinn"}, "kind", "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."),
        ({"police": "unsinn"}, "police", "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."),
        ({"file_reference": "x" * 61}, "file_reference", "Bitte kürzen: höchstens 60 Zeichen, jetzt sind es 61."),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(client_of, sachbearbeitung, meerane, samples, data, field, sentence):
    good = {"kind": "agreement", "municipalities": [meerane.pk], "police": "none", "file_reference": "LPR-1"}
    response = client_of(sachbearbeitung).post(url("create"), good | data)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [sentence]}
    assert sentence in text(response)
    assert not CooperationAgreement.objects.exists()


def test_invented_and_real_towns_do_not_mix(client_of, sachbearbeitung, meerane, musterstadt, samples):
    data = {"kind": "agreement", "municipalities": [meerane.pk, musterstadt.pk], "police": "none"}
    response = client_of(sachbearbeitung).post(url("create"), data)
    assert response.status_code == 422
    assert "nicht in einer Vereinbarung mischen" in text(response)


def test_text_is_saved_and_shown_beside_it(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    browser = client_of(sachbearbeitung)
    texts = {f"clause-{clause.pk}": clause.text for clause in agreement.clauses.all()}
    clause = agreement.clauses.get(position=1)
    texts[f"clause-{clause.pk}"] = "Ein ganz anderer Zweck {Kommune_kurz_Genitiv}.\r\nZweiter Absatz."
    response = browser.post(url("text", agreement), versioned(agreement, **texts))
    assert (response.status_code, response.url) == (302, url("text", agreement))
    clause.refresh_from_db()
    assert clause.text == "Ein ganz anderer Zweck {Kommune_kurz_Genitiv}.\nZweiter Absatz."
    assert "Ein ganz anderer Zweck der Stadt." in text(browser.get(url("text", agreement)))


def test_text_typed_for_an_older_version_is_on_the_page_of_the_conflict(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    clause = agreement.clauses.get(position=1)
    data = versioned(agreement, **{f"clause-{row.pk}": row.text for row in agreement.clauses.all()})
    wording.edit_text(agreement, by=lead(), texts={clause.pk: "Von der Leitung."})
    data[f"clause-{clause.pk}"] = "Mühsam getippt <b>und nicht verloren</b>."
    response = client_of(sachbearbeitung).post(url("text", agreement), data)
    assert response.status_code == 409
    assert "Inzwischen geändert hat" in text(response)
    assert "Mühsam getippt &lt;b&gt;und nicht verloren&lt;/b&gt;." in text(response)
    saved = {"version": fresh(agreement).version, f"clause-{clause.pk}": "Beides zusammen."}
    assert client_of(sachbearbeitung).post(url("text", agreement), saved).status_code == 302
    clause.refresh_from_db()
    assert clause.text == "Beides zusammen."


def test_form_without_version_is_incomplete(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    response = client_of(sachbearbeitung).post(
        url("parties", agreement), {"municipalities": [meerane.pk], "police": "none"}
    )
    assert response.status_code == 422
    assert "Bitte die Seite neu laden" in text(response)


def test_parties_are_changed(client_of, sachbearbeitung, meerane, werdau):
    agreement = agreement_in("draft", towns=[meerane])
    data = versioned(agreement, municipalities=[meerane.pk, werdau.pk], police="zwickau", file_reference="LPR-2")
    response = client_of(sachbearbeitung).post(url("parties", agreement), data)
    assert response.status_code == 302
    row = fresh(agreement)
    assert (row.towns_label, row.police_directorate.key, row.file_reference) == (
        "Meerane und Werdau",
        "zwickau",
        "LPR-2",
    )


def people(agreement, *entries):
    data = {"personen-TOTAL_FORMS": len(entries), "personen-INITIAL_FORMS": 0}
    for index, (party, name, office) in enumerate(entries):
        data |= {
            f"personen-{index}-party_id": party.pk,
            f"personen-{index}-name": name,
            f"personen-{index}-office": office,
        }
    return versioned(agreement, **data)


@pytest.mark.parametrize("written", ["LPR-1", " lpr-1 "])
def test_file_reference_belongs_to_one_agreement(client_of, sachbearbeitung, meerane, werdau, written):
    first = agreement_in("draft", towns=[meerane], file_reference="LPR-1")
    browser = client_of(sachbearbeitung)
    data = {"kind": "agreement", "municipalities": [werdau.pk], "police": "none", "file_reference": written}
    response = browser.post(url("create"), data)
    sentence = f"Das Aktenzeichen {written.strip()} ist schon vergeben: Kooperationsvereinbarung Meerane."
    assert (response.status_code, response.context["form"].errors) == (422, {"file_reference": [sentence]})
    second = agreement_in("draft", towns=[werdau])
    assert browser.post(url("parties", second), versioned(second, **data)).status_code == 422
    own = versioned(first, municipalities=[meerane.pk], police="none", file_reference="LPR-1")
    assert browser.post(url("parties", first), own).status_code == 302
    for _ in range(2):
        assert browser.post(url("create"), data | {"file_reference": ""}).status_code == 302


def test_emptied_row_is_not_removed_without_saying_so(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    office, town = agreement.sorted_parties
    Signatory.objects.create(party=town, office="Erster Beigeordneter", position=5)
    entries = ((office, "", "Leitung"), (town, "", "Bürgermeister"), (town, "Erika Beispiel", ""))
    data = people(agreement, *entries[:2], (town, "", ""))
    response = client_of(sachbearbeitung).post(url("signatories", agreement), data)
    assert response.context["formset"].forms[2].errors == {
        "office": ["Bitte die Funktion angeben, oder „Diese Zeile entfernen“ ankreuzen."]
    }
    assert response.status_code == 422
    removed = people(agreement, *entries) | {"personen-2-remove": "on"}
    assert client_of(sachbearbeitung).post(url("signatories", agreement), removed).status_code == 302
    assert [row.label for row in fresh(agreement).signatories] == ["Leitung", "Bürgermeister"]


def test_last_row_of_a_party_is_not_removed(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    office, town = agreement.sorted_parties
    data = people(agreement, (office, "", "Leitung"), (town, "", "Bürgermeister")) | {"personen-1-remove": "on"}
    response = client_of(sachbearbeitung).post(url("signatories", agreement), data)
    assert (response.status_code, "Es fehlt: Stadt Meerane." in text(response)) == (422, True)
    assert len(fresh(agreement).signatories) == 2


def test_signatories_are_replaced(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    office, town = agreement.sorted_parties
    data = people(agreement, (office, "Sven Forkert", "Geschäftsführer"), (town, "", "Bürgermeister"), (town, "", ""))
    response = client_of(sachbearbeitung).post(url("signatories", agreement), data)
    assert response.status_code == 302
    assert [row.label for row in fresh(agreement).signatories] == ["Sven Forkert, Geschäftsführer", "Bürgermeister"]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([(0, "Sven Forkert", "Geschäftsführer")], "Es fehlt: Stadt Meerane."),
        ([(0, "", "Leitung"), (1, "Jörg Schmeißer", "")], "Bitte die Funktion angeben"),
    ],
)
def test_incomplete_signatories_are_refused(client_of, sachbearbeitung, meerane, entries, sentence):
    agreement = agreement_in("draft", towns=[meerane])
    parties = agreement.sorted_parties
    data = people(agreement, *[(parties[party], name, office) for party, name, office in entries])
    response = client_of(sachbearbeitung).post(url("signatories", agreement), data)
    assert response.status_code == 422
    assert sentence in text(response)
