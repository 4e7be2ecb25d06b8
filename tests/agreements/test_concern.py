"""Whose consent a change reopens: everybody's, unless it is said why it does not concern somebody."""

import pytest

from agreements.actions import drafting, review, wording
from agreements.concern import Concern
from agreements.models import CarriedConsent, CooperationAgreement
from agreements.readiness import blocking, outdated_consents, text_hash_of
from core.exceptions import Conflict
from tests.agreements.asking import clauses, fresh, said, text, url, versioned
from tests.factories import caseworker, lead
from tests.life import REASON, agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]
WHY = "Ändert nur, was die Polizei beiträgt."


@pytest.fixture
def agreed(meerane, pd_zwickau):
    agreement = agreement_in("consultation", towns=[meerane], police=pd_zwickau)
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=agreement.consultation_on)
    return fresh(agreement)


def standing(agreement):
    return [(party.kind, party.agreed_version) for party in fresh(agreement).sorted_parties]


def police_of(agreement):
    return next(party for party in agreement.sorted_parties if party.kind == "police")


def change(agreement, words, **values):
    clause = clauses(agreement)[-2]
    return wording.edit_text(agreement, by=caseworker(), texts={clause.pk: words}, **values)


def test_change_that_concerns_the_police_alone_leaves_the_others_consent(agreed):
    concern = Concern(frozenset({police_of(agreed).pk}), WHY)
    row = change(agreed, "Die Polizei hilft mehr.", concern=concern)
    assert row.voided_consents == ("Polizeidirektion Zwickau",)
    assert standing(agreed) == [("state_office", 1), ("municipality", 1), ("police", None)]
    carried = CarriedConsent.objects.get(party__kind="municipality")
    assert (carried.agreed_version, carried.version, carried.reason, carried.decided_by) == (1, 2, WHY, caseworker())
    assert carried.hash_after == text_hash_of(agreed) != carried.hash_before
    assert outdated_consents(fresh(agreed)) == []
    review.consent(police_of(fresh(agreed)), by=caseworker(), agreed_on=agreed.consultation_on, version=2)
    assert blocking(fresh(agreed)) == []
    assert review.approve(agreed, by=lead(), version=2).status == "approved"


def test_without_a_word_it_concerns_everybody(agreed):
    change(agreed, "Anders.")
    assert standing(agreed) == [("state_office", None), ("municipality", None), ("police", None)]
    assert CarriedConsent.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "kurz", "         "])
def test_nobody_is_left_alone_without_a_reason(agreed, reason):
    with pytest.raises(Conflict, match="Bitte begründen"):
        change(agreed, "Anders.", concern=Concern(frozenset(), reason))
    assert (fresh(agreed).version, standing(agreed)[1]) == (1, ("municipality", 1))


def test_consent_out_of_date_goes_on_nowhere(agreed, meerane):
    """A fact changed since: nobody agreed to the text the editorial change starts from."""
    meerane.name = "Meerane in Sachsen"
    meerane.save()
    assert len(outdated_consents(fresh(agreed))) == 3
    row = change(agreed, "Ein Komma, mehr nicht.", concern=Concern(frozenset(), "Nur ein Komma gesetzt."))
    assert (len(row.voided_consents), CarriedConsent.objects.count()) == (3, 0)


def test_chain_of_changes_and_another_file_reference(agreed, meerane, pd_zwickau):
    for number in (1, 2):
        change(agreed, f"Änderung {number}.", concern=Concern(frozenset({police_of(agreed).pk}), WHY))
    town = fresh(agreed).sorted_parties[1]
    assert [row.version for row in town.goes_on] == [2, 3]
    drafting.edit_parties(
        agreed, by=caseworker(), municipalities=[meerane], police_directorate=pd_zwickau, file_reference="LPR-neu"
    )
    town = fresh(agreed).sorted_parties[1]
    assert ([row.version for row in town.goes_on], town.agreed_version) == ([2, 3, 4], 1)
    assert outdated_consents(fresh(agreed)) == []
    change(agreed, "Jetzt für alle.")
    assert fresh(agreed).sorted_parties[1].goes_on == []


def test_page_asks_whom_it_concerns_and_says_what_goes_on(
    client_of, sachbearbeitung, leitung, beigeordnete_meerane, koordination_meerane, agreed
):
    office, police, clause = client_of(sachbearbeitung), police_of(agreed), clauses(agreed)[-2]
    data = versioned(agreed, **{f"clause-{clause.pk}": "Die Polizei hilft mehr.", "concerns": "einige"})
    refused = office.post(url("text", agreed), data)
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"concern_reason", "concerned"})
    assert office.post(url("text", agreed), data | {"concerned": [police.pk], "concern_reason": WHY}).status_code == 302
    page = text(client_of(koordination_meerane).get(agreed.get_absolute_url()))
    assert ["gilt fort für Fassung 2" in page, WHY in page] == [True, True]
    review.consent(police_of(fresh(agreed)), by=caseworker(), agreed_on=agreed.consultation_on)
    approving = text(client_of(leitung).get(url("approve", agreed)))
    assert [words in approving for words in (WHY, "Stadt Meerane: gilt fort für Fassung 2")] == [True, True]


def test_clash_keeps_what_was_said_about_the_concern(client_of, sachbearbeitung, agreed):
    clause = clauses(agreed)[-2]
    wording.edit_text(agreed, by=lead(), texts={clause.pk: "Von der Leitung."})
    data = {"version": 1, f"clause-{clause.pk}": "Von mir.", "concerns": "redaktionell", "concern_reason": WHY}
    page = client_of(sachbearbeitung).post(url("text", agreed), data)
    assert (page.status_code, WHY in text(page)) == (409, True)


def test_editor_of_a_draft_is_not_asked(client_of, sachbearbeitung, drafted):
    page = client_of(sachbearbeitung).get(url("text", drafted))
    assert "Wen betrifft die Änderung?" not in text(page)
    clause = clauses(drafted)[1]
    data = versioned(drafted, **{f"clause-{clause.pk}": "Neu.", "concerns": "einige"})
    assert client_of(sachbearbeitung).post(url("text", drafted), data).status_code == 302


def test_party_of_another_agreement_is_no_party_here(agreed, werdau):
    other = agreement_in("consultation", towns=[werdau]).parties.first()
    with pytest.raises(Conflict, match="gehört nicht mehr dazu"):
        change(agreed, "Anders.", concern=Concern(frozenset({other.pk}), WHY))


def test_double_consent_is_one_and_both_tabs_are_answered(client_of, beigeordnete_meerane, meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    town, browser = agreement.sorted_parties[1], client_of(beigeordnete_meerane)
    answers = [browser.post(url("consent", agreement, party_id=town.pk), versioned(agreement, note="")) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert ("success", "Die Zustimmung ist eingetragen: Stadt Meerane.") in said(answers[1])
    assert fresh(agreement).sorted_parties[1].agreed_version == 1


def test_reopened_text_carries_nothing_on(agreed):
    change(agreed, "Anders.", concern=Concern(frozenset({police_of(agreed).pk}), WHY))
    review.return_to_draft(agreed, by=caseworker(), reason=REASON)
    assert [party.goes_on for party in fresh(agreed).sorted_parties] == [[], [], []]
    assert CooperationAgreement.objects.get(pk=agreed.pk).status == "draft"
