"""Deciding on the pages: consent for the own body alone, moves with their reasons."""

from datetime import date

import pytest

from agreements.actions import drafting, proposals, review, wording
from agreements.models import ChangeProposal, CooperationAgreement
from audit.models import AuditEvent
from tests.agreements.asking import DAY, fresh, said, text, url, versioned
from tests.factories import lead
from tests.life import REASON, agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]


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
        signature = {"signed_on": DAY, "mode": "in_person", "place": "Meerane", "signed_name": "Erika Beispiel"}
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
        # Not without saying on whose behalf: tests/agreements/test_comments.py.
        ("koordination_meerane", 1, 422),
        ("koordination_meerane", 2, 403),
        ("mitarbeit_meerane", 1, 403),
        ("leserecht", 1, 403),
        ("coach", 1, 403),
        ("koordination_werdau", 1, 404),
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


def test_lead_reads_notes_and_open_wishes_before_she_signs(
    client_of, leitung, sachbearbeitung, koordination_meerane, meerane
):
    agreement = agreement_in("consultation", towns=[meerane])
    office, town = agreement.sorted_parties
    for party, note in ((office, ""), (town, "Mit Bauchschmerzen wegen § 4.")):
        data = versioned(agreement, agreed_on=DAY, note=note)
        client_of(sachbearbeitung).post(url("consent", agreement, party_id=party.pk), data)
    proposals.propose_change(town, by=koordination_meerane, text="§ 3: halbjährlich <b>", version=1)
    proposals.propose_change(town, by=koordination_meerane, text="Schon erledigt.", version=1)
    proposals.settle_proposal(ChangeProposal.objects.order_by("pk").last(), by=sachbearbeitung, answer="Ja.")
    page = text(client_of(leitung).get(url("approve", agreement)))
    assert [words in page for words in ("Mit Bauchschmerzen wegen § 4.", "§ 3: halbjährlich &lt;b&gt;")] == [True, True]
    assert "Schon erledigt." not in page
    assert client_of(leitung).post(url("approve", agreement), versioned(agreement)).status_code == 302
    finalise = text(client_of(sachbearbeitung).get(url("finalise", agreement)))
    assert "Mit Bauchschmerzen" not in finalise


def test_page_says_with_whom_the_agreed_text_lies(client_of, leserecht, sachbearbeitung, koordination_meerane, meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    office, town = agreement.sorted_parties
    with_lead, first = "liegt bei der Leitung zur Schlusszeichnung", "Bevor die Leitung schlusszeichnen kann"

    def told(person):
        page = text(client_of(person).get(url("detail", agreement)))
        return with_lead in page, first in page

    review.consent(office, by=sachbearbeitung, agreed_on=date(2023, 4, 25))
    assert told(sachbearbeitung) == (False, False)
    review.consent(town, by=sachbearbeitung, agreed_on=date(2023, 4, 25))
    assert [told(person) for person in (sachbearbeitung, leserecht)] == [(True, False)] * 2
    assert told(koordination_meerane) == (False, False)
    CooperationAgreement.objects.update(file_reference="")
    assert told(sachbearbeitung) == (False, True)


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
    wording.edit_text(agreement, by=lead(), texts={agreement.clauses.all()[1].pk: "Anders."})
    for name in ("open_consultation", "withdraw"):
        response = client_of(sachbearbeitung).post(url(name, agreement), seen)
        assert response.status_code == 409, name
    assert fresh(agreement).status == "draft"


def test_moves_are_offered_to_those_who_may_make_them(
    client_of, leitung, sachbearbeitung, leserecht, koordination_meerane, meerane
):
    agreement = agreement_in("approved", towns=[meerane])
    agreement = review.reopen(agreement, by=lead(), reason=REASON)
    consents = {party.pk for party in agreement.parties.all()}
    unready = client_of(leitung).get(url("detail", agreement)).context
    assert [move.name for move in unready["moves"]] == ["return_to_draft", "withdraw"]
    assert unready["consentable"] == consents
    for party in agreement.parties.all():
        review.consent(party, by=lead(), agreed_on=date(2023, 4, 25))
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
