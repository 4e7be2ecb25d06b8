"""The pages of an agreement: who may open them, what wrong input gets, and that nothing typed is lost."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.actions import drafting
from agreements.models import AgreementTemplate, CooperationAgreement
from audit.models import AuditEvent
from tests import files
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker, lead
from tests.life import REASON, agreement_in, prints_once

pytestmark = pytest.mark.django_db

DAY = "25.04.2023"


def url(name, agreement=None, **arguments):
    if agreement:
        arguments["agreement_id"] = agreement.pk
    return reverse(f"agreements:{name}", kwargs=arguments)


def text(response):
    return response.content.decode()


def said(response):
    return [(message.tags, message.message) for message in get_messages(response.wsgi_request)]


def fresh(agreement):
    return CooperationAgreement.objects.for_detail().get(pk=agreement.pk)


def versioned(agreement, **values):
    return {"version": fresh(agreement).version, **values}


@pytest.fixture(autouse=True)
def _papers_from_the_cache():
    with prints_once():
        yield


# --- Who may open what --------------------------------------------------------------------------------------------

WRITERS_PAGES = (
    "text", "parties", "signatories", "open_consultation", "return_to_draft", "finalise", "reopen", "withdraw", "end",
    "guests", "signed_copy",
)  # fmt: skip
READERS_PAGES = ("detail", "pdf")


@pytest.mark.parametrize("name", WRITERS_PAGES)
def test_writers_pages_open_for_writers_alone(
    name, client_of, leitung, sachbearbeitung, leserecht, koordination_meerane, beigeordnete_meerane, polizei_zwickau,
    coach, meerane, pd_zwickau
):  # fmt: skip
    agreement = agreement_in("consultation", towns=[meerane], police=pd_zwickau)
    people = (leitung, sachbearbeitung, leserecht, koordination_meerane, beigeordnete_meerane, polizei_zwickau, coach)
    answers = [client_of(person).get(url(name, agreement)).status_code for person in people]
    assert answers == [200, 200, 403, 403, 403, 403, 403]


def test_lead_alone_opens_the_approval(client_of, leitung, sachbearbeitung, leserecht, beigeordnete_meerane, meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    people = (leitung, sachbearbeitung, leserecht, beigeordnete_meerane)
    assert [client_of(person).get(url("approve", agreement)).status_code for person in people] == [200, 403, 403, 403]


@pytest.mark.parametrize("name", READERS_PAGES)
def test_readers_pages_open_for_those_whose_agreement_it_is(
    name, client_of, leserecht, koordination_meerane, mitarbeit_meerane, koordination_werdau, polizei_zwickau,
    polizei_chemnitz, coach, meerane, pd_zwickau
):  # fmt: skip
    agreement = agreement_in("consultation", towns=[meerane], police=pd_zwickau)
    people = (
        leserecht,
        koordination_meerane,
        mitarbeit_meerane,
        polizei_zwickau,
        koordination_werdau,
        polizei_chemnitz,
        coach,
    )
    answers = [client_of(person).get(url(name, agreement)).status_code for person in people]
    assert answers == [200, 200, 200, 200, 404, 404, 403]


@pytest.mark.parametrize("name", [*READERS_PAGES, "log"])
def test_pages_that_only_read_take_no_post(name, client_of, leitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    assert client_of(leitung).post(url(name, agreement)).status_code == 405


@pytest.mark.parametrize("name", WRITERS_PAGES)
def test_other_methods_are_refused(name, client_of, leitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    for method in ("put", "delete", "patch"):
        assert getattr(client_of(leitung), method)(url(name, agreement)).status_code == 405


def test_page_of_an_agreement_that_does_not_exist(client_of, leitung):
    for number in (4711, 99999999999999999999):
        assert client_of(leitung).get(reverse("agreements:detail", args=[number])).status_code == 404


def test_draft_does_not_exist_for_town_and_police(
    client_of, koordination_meerane, beigeordnete_meerane, polizei_zwickau, meerane, pd_zwickau
):
    draft = agreement_in("draft", towns=[meerane], police=pd_zwickau)
    for person in (koordination_meerane, beigeordnete_meerane, polizei_zwickau):
        assert client_of(person).get(url("detail", draft)).status_code == 404
        assert draft.file_reference not in text(client_of(person).get(url("list")))


# --- The list -----------------------------------------------------------------------------------------------------


def rows(response):
    return [row.towns_label for row in response.context["page"].object_list]


def test_list_is_filtered_and_sorted(client_of, leserecht, meerane, werdau, loessnitz):
    AgreementFactory(signed=True, towns=[meerane], file_reference="LPR-A", register_number=12)
    AgreementFactory(signed=True, towns=[werdau, loessnitz], file_reference="LPR-B", register_number=3)
    AgreementFactory(towns=[loessnitz], file_reference="LPR-C")
    browser = client_of(leserecht)
    answers = {
        query: rows(browser.get(f"{url('list')}?{query}"))
        for query in (
            "", "sortierung=nummer", "sortierung=kommune", "sortierung=unsinn", "q=loessnitz", "q=lpr-b", "q=12",
            "zustand=draft", "zustand=unsinn", "landkreis=14521", "landkreis=unsinn", "q=%00", "q=+",
        )
    }  # fmt: skip
    newest_first = ["Lößnitz", "Meerane", "Werdau und Lößnitz"]
    assert answers == {
        "": newest_first,
        "sortierung=nummer": ["Lößnitz", "Werdau und Lößnitz", "Meerane"],
        "sortierung=kommune": ["Lößnitz", "Werdau und Lößnitz", "Meerane"],
        "sortierung=unsinn": newest_first,
        "q=loessnitz": ["Lößnitz", "Werdau und Lößnitz"],
        "q=lpr-b": ["Werdau und Lößnitz"],
        "q=12": ["Meerane"],
        "zustand=draft": ["Lößnitz"],
        "zustand=unsinn": newest_first,
        "landkreis=14521": ["Lößnitz", "Werdau und Lößnitz"],
        "landkreis=unsinn": newest_first,
        "q=%00": newest_first,
        "q=+": newest_first,
    }


def test_empty_list_says_so(client_of, koordination_werdau):
    assert "Keine Vereinbarung gefunden" in text(client_of(koordination_werdau).get(url("list")))


def query_count(browser, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("person", ["leserecht", "koordination_meerane", "polizei_zwickau"])
def test_list_costs_the_same_for_one_row_and_for_thirty(
    person, request, client_of, meerane, pd_zwickau, django_assert_max_num_queries
):
    browser = client_of(request.getfixturevalue(person))
    AgreementFactory(consultation=True, towns=[meerane], towns__police=pd_zwickau)
    one = query_count(browser, url("list"), django_assert_max_num_queries)
    for _ in range(29):
        AgreementFactory(consultation=True, towns=[meerane, MunicipalityFactory()], towns__police=pd_zwickau)
    assert query_count(browser, url("list"), django_assert_max_num_queries) == one


def test_page_costs_the_same_for_one_town_and_for_five(client_of, leserecht, django_assert_max_num_queries):
    browser = client_of(leserecht)
    one = agreement_in("signed", towns=[MunicipalityFactory()])
    five = agreement_in("signed", towns=[MunicipalityFactory() for _ in range(5)])
    counts = [query_count(browser, url("detail", row), django_assert_max_num_queries) for row in (one, five)]
    assert counts[0] == counts[1]


def test_long_list_has_pages(client_of, leserecht, meerane):
    for _ in range(51):
        AgreementFactory(towns=[meerane])
    browser = client_of(leserecht)
    assert [len(rows(browser.get(f"{url('list')}?seite={page}"))) for page in ("1", "2", "99", "x")] == [50, 1, 1, 50]


# --- Drafting -----------------------------------------------------------------------------------------------------


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
    drafting.edit_text(agreement, by=lead(), texts={clause.pk: "Von der Leitung."})
    data[f"clause-{clause.pk}"] = "Mühsam getippt <b>und nicht verloren</b>."
    response = client_of(sachbearbeitung).post(url("text", agreement), data)
    assert response.status_code == 409
    assert "wurde inzwischen von jemand anderem geändert" in text(response)
    assert "Mühsam getippt &lt;b&gt;und nicht verloren&lt;/b&gt;." in text(response)
    assert dict(response.context["typed"])[clause.label] == "Mühsam getippt <b>und nicht verloren</b>."
    clause.refresh_from_db()
    assert clause.text == "Von der Leitung."


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


# --- Deciding -----------------------------------------------------------------------------------------------------


def test_whole_way_by_the_pages(
    client_of, sachbearbeitung, leitung, beigeordnete_meerane, polizei_zwickau, meerane, pd_zwickau
):
    """From draft to signature, each step by the person who may take it."""
    agreement = agreement_in("draft", towns=[meerane], police=pd_zwickau)
    casework, lead_ = client_of(sachbearbeitung), client_of(leitung)
    casework.post(url("open_consultation", agreement), versioned(agreement))
    office, town, police = fresh(agreement).sorted_parties
    consented = {"agreed_on": DAY, "note": "E-Mail"}
    casework.post(url("consent", agreement, party_id=office.pk), versioned(agreement, **consented))
    client_of(beigeordnete_meerane).post(url("consent", agreement, party_id=town.pk), versioned(agreement, note=""))
    client_of(polizei_zwickau).post(url("consent", agreement, party_id=police.pk), versioned(agreement, note=""))
    assert [party.agreed_by for party in fresh(agreement).sorted_parties] == [
        sachbearbeitung, beigeordnete_meerane, polizei_zwickau,
    ]  # fmt: skip
    lead_.post(url("approve", agreement), versioned(agreement))
    casework.post(url("finalise", agreement), versioned(agreement))
    assert fresh(agreement).status == "finalised"
    for signatory in fresh(agreement).signatories:
        signature = {"signed_on": DAY, "mode": "in_person", "place": "Meerane"}
        response = casework.post(url("sign", agreement, signatory_id=signatory.pk), signature)
    assert (response.status_code, response.url) == (302, agreement.get_absolute_url())
    assert said(response)[-1] == (
        "success", "Alle haben unterzeichnet: Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}1.",
    )  # fmt: skip
    assert "Nr.\N{NO-BREAK SPACE}1" in text(casework.get(url("detail", agreement)))


@pytest.mark.parametrize(
    ("who", "which", "status"),
    [
        ("beigeordnete_meerane", 1, 302),
        ("beigeordnete_meerane", 0, 403),
        ("beigeordnete_meerane", 2, 403),
        ("polizei_zwickau", 2, 302),
        ("polizei_zwickau", 1, 403),
        ("polizei_zwickau", 0, 403),
        ("koordination_meerane", 1, 403),
        ("mitarbeit_meerane", 1, 403),
        ("leserecht", 1, 403),
        ("coach", 1, 403),
        ("koordination_werdau", 1, 403),
        ("polizei_chemnitz", 2, 404),
        ("sachbearbeitung", 0, 302),
    ],
)
def test_everybody_agrees_for_the_own_body_alone(who, which, status, request, client_of, meerane, pd_zwickau):
    agreement = agreement_in("consultation", towns=[meerane], police=pd_zwickau)
    party = agreement.sorted_parties[which]
    browser = client_of(request.getfixturevalue(who))
    response = browser.post(url("consent", agreement, party_id=party.pk), versioned(agreement, note="", agreed_on=DAY))
    assert response.status_code == status
    party.refresh_from_db()
    assert bool(party.agreed_on) == (status == 302)


def test_mayor_of_one_town_does_not_agree_for_the_other(client_of, beigeordnete_meerane, meerane, werdau):
    joint = agreement_in("consultation", towns=[meerane, werdau])
    own, other = joint.sorted_parties[1:]
    browser = client_of(beigeordnete_meerane)
    refused = browser.post(url("consent", joint, party_id=other.pk), versioned(joint, note="Mühsam getippt"))
    assert refused.status_code == 403
    assert "Sie können nur für die eigene Stelle zustimmen." in text(refused)
    assert "Mühsam getippt" in text(refused)
    assert browser.post(url("consent", joint, party_id=own.pk), versioned(joint, note="")).status_code == 302


def test_day_of_consent_in_the_portal_is_today_whatever_is_sent(client_of, beigeordnete_meerane, meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    town = agreement.sorted_parties[1]
    data = versioned(agreement, note="", agreed_on="01.01.2023")
    client_of(beigeordnete_meerane).post(url("consent", agreement, party_id=town.pk), data)
    town.refresh_from_db()
    assert town.agreed_on.isoformat() == "2023-04-25"


def test_party_of_another_agreement_does_not_exist_here(client_of, sachbearbeitung, meerane, werdau):
    mine, other = agreement_in("consultation", towns=[meerane]), agreement_in("consultation", towns=[werdau])
    address = url("consent", mine, party_id=other.sorted_parties[1].pk)
    assert client_of(sachbearbeitung).get(address).status_code == 404


def test_lead_sees_why_she_may_not_approve_her_own_draft(client_of, leitung, meerane, samples):
    agreement = drafting.create(by=leitung, municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    browser = client_of(leitung)
    browser.post(url("open_consultation", agreement), versioned(agreement))
    response = browser.post(url("approve", agreement), versioned(agreement))
    assert response.status_code == 403
    assert "Die Schlusszeichnung braucht eine zweite Person." in text(response)


@pytest.mark.parametrize("name", ["return_to_draft", "reopen", "withdraw", "end"])
def test_move_without_a_reason_is_not_made(name, client_of, sachbearbeitung, meerane):
    status = {"return_to_draft": "consultation", "reopen": "approved", "withdraw": "draft", "end": "signed"}[name]
    agreement = agreement_in(status, towns=[meerane])
    response = client_of(sachbearbeitung).post(url(name, agreement), versioned(agreement, reason="kurz", ended_on=DAY))
    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": ["Bitte etwas ausführlicher: mindestens 10 Zeichen."]}
    assert fresh(agreement).status == status


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("return_to_draft", "consultation", "draft"),
        ("reopen", "finalised", "consultation"),
        ("withdraw", "partly_signed", "withdrawn"),
        ("end", "signed", "ended"),
    ],
)
def test_move_with_a_reason(name, before, after, client_of, sachbearbeitung, meerane):
    agreement = agreement_in(before, towns=[meerane])
    response = client_of(sachbearbeitung).post(url(name, agreement), versioned(agreement, reason=REASON, ended_on=DAY))
    assert (response.status_code, fresh(agreement).status) == (302, after)
    assert AuditEvent.objects.about(agreement).latest("pk").reason == REASON


def test_impossible_move_is_a_conflict_that_keeps_the_reason(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("draft", towns=[meerane])
    response = client_of(sachbearbeitung).post(url("end", agreement), versioned(agreement, reason=REASON, ended_on=DAY))
    assert response.status_code == 409
    assert "„Vereinbarung beenden“ ist im Zustand „Entwurf“ nicht möglich." in text(response)
    assert REASON in text(response)


def test_move_for_an_older_text_is_a_conflict(client_of, leitung, sachbearbeitung, meerane):
    """Whoever gives a text away has seen it: every page of a move carries the version."""
    agreement = agreement_in("draft", towns=[meerane])
    seen = versioned(agreement, reason=REASON)
    drafting.edit_text(agreement, by=lead(), texts={agreement.clauses.all()[1].pk: "Anders."})
    for name in ("open_consultation", "withdraw"):
        response = client_of(sachbearbeitung).post(url(name, agreement), seen)
        assert response.status_code == 409, name
    assert fresh(agreement).status == "draft"


def test_moves_are_offered_to_those_who_may_make_them(
    client_of, leitung, sachbearbeitung, leserecht, koordination_meerane, meerane
):
    agreement = agreement_in("consultation", towns=[meerane])
    offered = {
        person.name: [move.name for move in client_of(person).get(url("detail", agreement)).context["moves"]]
        for person in (leitung, sachbearbeitung, leserecht, koordination_meerane)
    }
    assert offered == {
        leitung.name: ["approve", "return_to_draft", "withdraw"],
        sachbearbeitung.name: ["return_to_draft", "withdraw"],
        leserecht.name: [],
        koordination_meerane.name: [],
    }


# --- Signing ------------------------------------------------------------------------------------------------------


@pytest.fixture
def fixed(meerane, pd_zwickau):
    return agreement_in("finalised", towns=[meerane], police=pd_zwickau)


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
        ({"mode": "brief"}, {"mode": ["Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."]}),
    ],
)
def test_wrong_signature_is_answered_with_a_sentence(client_of, sachbearbeitung, fixed, data, errors):
    good = {"signed_on": DAY, "mode": "in_person", "place": "Meerane"}
    response = client_of(sachbearbeitung).post(url("sign", fixed, signatory_id=fixed.signatories[0].pk), good | data)
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert fresh(fixed).status == "finalised"


def test_second_window_with_other_words_gets_them_back(client_of, sachbearbeitung, fixed):
    browser, address = client_of(sachbearbeitung), url("sign", fixed, signatory_id=fixed.signatories[0].pk)
    signature = {"signed_on": DAY, "mode": "in_person", "place": "Meerane"}
    browser.post(address, signature)
    assert browser.post(address, signature).status_code == 302
    response = browser.post(address, signature | {"place": "Dresden", "deputy_note": "i. V. Erste Beigeordnete"})
    assert response.status_code == 409
    assert dict(response.context["typed"]) == {
        "Tag der Unterschrift": DAY, "Ort": "Dresden", "Vertretungsvermerk": "i. V. Erste Beigeordnete",
    }  # fmt: skip
    assert fresh(fixed).signatories[0].place == "Meerane"


def test_signature_is_corrected_and_taken_back(client_of, sachbearbeitung, meerane):
    concluded = agreement_in("signed", towns=[meerane])
    browser, signatory = client_of(sachbearbeitung), concluded.signatories[-1]
    correct = url("correct_signature", concluded, signatory_id=signatory.pk)
    assert browser.get(correct).context["form"].initial["place"] == "Rathaus"
    data = {"signed_on": DAY, "mode": "in_person", "place": "Dresden", "reason": REASON}
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
    assert "Im Beisein von Armin Schuster, Staatsminister des Innern; Presse" in text(browser.get(url("detail", fixed)))
    refused = browser.post(url("guests", fixed), {"guests": "x" * 151})
    assert refused.status_code == 422
    assert "ist zu lang" in text(refused)


# --- The signed copy ----------------------------------------------------------------------------------------------


def upload(client, agreement, name="ausfertigung.pdf", content=None):
    return client.post(url("signed_copy", agreement), {"file": SimpleUploadedFile(name, content or files.pdf(4))})


@pytest.fixture
def concluded(meerane, pd_zwickau):
    return agreement_in("signed", towns=[meerane], police=pd_zwickau)


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


# --- The sample text ----------------------------------------------------------------------------------------------


def test_office_edits_the_sample_and_old_drafts_keep_theirs(client_of, sachbearbeitung, meerane):
    draft = agreement_in("draft", towns=[meerane])
    sample = AgreementTemplate.objects.get(kind="agreement")
    address = reverse("agreements:template", args=[sample.pk])
    clauses = list(sample.clauses.all())
    data = {"version": sample.version}
    for clause in clauses:
        data |= {f"heading-{clause.pk}": clause.heading, f"text-{clause.pk}": clause.text}
    data[f"text-{clauses[1].pk}"] = "Neuer Mustertext."
    response = client_of(sachbearbeitung).post(address, data)
    assert (response.status_code, response.url) == (302, address)
    assert "Neuer Mustertext." not in [clause.text for clause in draft.clauses.all()]
    again = drafting.create(by=caseworker(), municipalities=[meerane], police_directorate=None)
    assert again.clauses.get(position=1).text == "Neuer Mustertext."
    stale = client_of(sachbearbeitung).post(address, data | {f"text-{clauses[1].pk}": "Veraltet."})
    assert stale.status_code == 409
    assert "Veraltet." in text(stale)


def test_log_tells_the_office_what_changed(client_of, leserecht, koordination_meerane, meerane):
    concluded = agreement_in("signed", towns=[meerane])
    page = client_of(leserecht).get(url("log", concluded))
    assert "Letzte Unterschrift eintragen" in text(page)
    assert client_of(koordination_meerane).get(url("log", concluded)).status_code == 403
