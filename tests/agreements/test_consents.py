"""Around a consent: corrected, taken back, a change proposed instead, and the mail when the consultation opens."""

from datetime import date

import pytest
from django.core import mail
from django.test import override_settings

from accounts.functions import Function
from agreements.actions import consents, proposals, review
from agreements.due import due
from agreements.models import ChangeProposal
from audit.models import AuditEvent
from core.exceptions import Conflict
from tests.agreements.asking import fresh, text, url, versioned
from tests.factories import caseworker, person
from tests.life import REASON, agreement_in
from tests.portal.page import Page
from tests.portal.page import text as words

pytestmark = pytest.mark.django_db
TODAY = date(2023, 4, 25)


@pytest.fixture
def shown(meerane, pd_zwickau):
    return agreement_in("consultation", towns=[meerane], police=pd_zwickau)


@pytest.fixture
def agreed(shown):
    for party in shown.parties.all():
        review.consent(party, by=caseworker(), agreed_on=TODAY, note="Brief")
    return shown


def town_of(agreement):
    return agreement.parties.get(kind="municipality")


def given(agreement):
    return sorted(party.name for party in agreement.parties.exclude(agreed_on=None))


def test_consent_is_corrected_with_a_reason_and_stays_one_to_this_version(agreed):
    party = town_of(agreed)
    values = {"agreed_on": TODAY, "note": "Beschluss 12/2023"}
    consents.correct_consent(party, by=caseworker(), reason=REASON, **values)
    consents.correct_consent(party, by=caseworker(), reason=REASON, **values)
    party.refresh_from_db()
    assert (party.agreed_note, party.agreed_version) == ("Beschluss 12/2023", 1)
    event = AuditEvent.objects.about(agreed).get(action="correct_consent")
    assert (event.reason, event.changes) == (REASON, [("Nachweis", "Brief", "Beschluss 12/2023")])


@pytest.mark.parametrize("day", [date(2023, 4, 24), date(2023, 4, 26)])
def test_consent_is_not_corrected_to_an_impossible_day(agreed, day):
    with pytest.raises(Conflict, match="liegt nicht zwischen"):
        consents.correct_consent(town_of(agreed), by=caseworker(), agreed_on=day, note="", reason=REASON)


def test_text_that_went_out_before_it_was_entered_takes_consents_of_that_time(client_of, sachbearbeitung, shown):
    office, party = client_of(sachbearbeitung), town_of(shown)
    consent, begin = url("consent", shown, party_id=party.pk), url("correct_consultation", shown)
    early = versioned(shown, agreed_on="12.04.2023", note="Brief")
    refused = office.post(consent, early)
    assert (refused.status_code, "Beginn der Abstimmung berichtigen" in str(refused.context["form"].errors)) == (
        422, True,
    )  # fmt: skip
    assert [begin in text(office.get(page)) for page in (shown.get_absolute_url(), consent)] == [True, True]
    wrong = ({"starts_on": "26.04.2023", "reason": REASON}, {"starts_on": "11.04.2023", "reason": "kurz"})
    assert [office.post(begin, data).status_code for data in wrong] == [422, 422]
    assert office.post(begin, {"starts_on": "11.04.2023", "reason": REASON}).status_code == 302
    assert office.post(consent, early).status_code == 302
    row = fresh(shown)
    assert (row.drafted_on, row.consultation_on, town_of(row).agreed_on) == (
        date(2023, 4, 11), date(2023, 4, 11), date(2023, 4, 12),
    )  # fmt: skip
    event = AuditEvent.objects.about(shown).get(action="correct_consultation_day")
    assert (event.reason, event.municipality_ids) == (REASON, [party.municipality_id])


def test_beginning_of_the_consultation_never_lies_after_a_consent(agreed):
    consents.correct_consultation_day(agreed, by=caseworker(), starts_on=date(2023, 4, 1), reason=REASON)
    agreed.parties.update(agreed_on=date(2023, 4, 10))
    with pytest.raises(Conflict, match=r"Eine Zustimmung ist schon vom 10\. April 2023"):
        consents.correct_consultation_day(agreed, by=caseworker(), starts_on=date(2023, 4, 11), reason=REASON)
    for _ in range(2):
        consents.correct_consultation_day(agreed, by=caseworker(), starts_on=date(2023, 4, 10), reason=REASON)
    # The draft does not move forward with it.
    assert (fresh(agreed).drafted_on, len(given(agreed))) == (date(2023, 4, 1), 3)
    assert AuditEvent.objects.about(agreed).filter(action="correct_consultation_day").count() == 2


def test_beginning_of_the_consultation_stands_once_it_is_over(client_of, leserecht, koordination_meerane, fixed):
    with pytest.raises(Conflict, match="„festgeschrieben“ lässt sich der Beginn der Abstimmung nicht berichtigen"):
        consents.correct_consultation_day(fixed, by=caseworker(), starts_on=date(2023, 4, 1), reason=REASON)
    address = url("correct_consultation", fixed)
    assert [client_of(user).get(address).status_code for user in (leserecht, koordination_meerane)] == [403, 403]


def test_one_consent_is_taken_back_the_others_stay(agreed):
    consents.take_back_consent(town_of(agreed), by=caseworker(), reason=REASON)
    assert given(agreed) == ["Landespräventionsrat Sachsen", "Polizeidirektion Zwickau"]
    event = AuditEvent.objects.about(agreed).get(action="take_back_consent")
    assert (event.reason, event.municipality_ids) == (REASON, [town_of(agreed).municipality_id])


def test_nothing_to_correct_and_too_late(shown, fixed):
    with pytest.raises(Conflict, match="keine Zustimmung"):
        consents.correct_consent(town_of(shown), by=caseworker(), agreed_on=TODAY, note="", reason=REASON)
    with pytest.raises(Conflict, match="festgeschrieben"):
        consents.take_back_consent(town_of(fixed), by=caseworker(), reason=REASON)


def test_pages_of_correction(client_of, sachbearbeitung, leserecht, koordination_meerane, agreed):
    address = url("correct_consent", agreed, party_id=town_of(agreed).pk)
    office = client_of(sachbearbeitung)
    assert "zur Fassung 1" in text(office.get(agreed.get_absolute_url()))
    data = {"agreed_on": "25.04.2023", "note": "Neu", "reason": "kurz"}
    assert office.post(address, data).status_code == 422
    assert office.post(address, data | {"reason": REASON}).status_code == 302
    assert [client_of(user).get(address).status_code for user in (leserecht, koordination_meerane)] == [403, 403]
    back = url("take_back_consent", agreed, party_id=town_of(agreed).pk)
    assert office.post(back, {"reason": REASON}).status_code == 302
    assert "Stadt Meerane" not in given(agreed)


def test_who_may_agree_is_asked_at_the_top_others_may_propose(
    client_of, beigeordnete_meerane, koordination_meerane, mitarbeit_meerane, sachbearbeitung, shown
):
    def asked(user):
        page = Page(client_of(user).get(shown.get_absolute_url()))
        alerts = [element for element in page.all(".//div") if "kern-alert" in (element.get("class") or "").split()]
        return [(words(alert.find(".//p")), [label for label, _ in page.links(alert)]) for alert in alerts]

    propose = "Änderung am Text vorschlagen"
    may_agree = ("Ihre Zustimmung steht aus", ["Text prüfen", "Dem Text zustimmen", propose])
    assert [asked(user) for user in (beigeordnete_meerane, koordination_meerane)] == [[may_agree]] * 2
    assert asked(mitarbeit_meerane) == [("Der Text steht zur Abstimmung", ["Text prüfen", propose])]
    assert asked(sachbearbeitung) == []
    consent = url("consent", shown, party_id=town_of(shown).pk)
    assert Page(client_of(beigeordnete_meerane).get(consent)).title == "Dem Text zustimmen"
    assert Page(client_of(sachbearbeitung).get(consent)).title == "Zustimmung eintragen"


# --- Proposals ----------------------------------------------------------------------------------------------------


def test_proposal_waits_for_the_office_until_it_is_answered(
    client_of, sachbearbeitung, koordination_meerane, koordination_werdau, polizei_zwickau, shown
):
    town = client_of(koordination_meerane)
    address = url("propose", shown, party_id=town_of(shown).pk)
    assert address in text(town.get(shown.get_absolute_url()))
    assert town.post(address, versioned(shown, text="  ")).status_code == 422
    for _ in range(2):
        assert town.post(address, versioned(shown, text="§ 3: bitte halbjährlich.")).status_code == 302
    proposal = ChangeProposal.objects.get()
    assert (proposal.version, proposal.made_by, given(shown)) == (1, koordination_meerane, [])
    waiting = [
        item for item in due(sachbearbeitung, sachbearbeitung.functions_held()) if item.kind.key.startswith("ae")
    ]
    assert [(item.label, item.notes) for item in waiting] == [
        ("Meerane: Kooperationsvereinbarung", ("von: Stadt Meerane",))
    ]
    # The other party of the agreement is not told what the town wants; strangers find nothing at all.
    assert "halbjährlich" not in text(client_of(polizei_zwickau).get(shown.get_absolute_url()))
    assert client_of(polizei_zwickau).get(address).status_code == 403
    assert client_of(koordination_werdau).get(address).status_code == 404
    answer = url("answer", shown, proposal_id=proposal.pk)
    office = client_of(sachbearbeitung)
    assert office.post(answer, {"answer": ""}).status_code == 422
    assert office.post(answer, {"answer": "Ist übernommen."}).status_code == 302
    assert office.post(answer, {"answer": "Noch einmal."}).status_code == 409
    assert "Ist übernommen." in text(town.get(shown.get_absolute_url()))
    assert proposals_due(sachbearbeitung) == []


def proposals_due(user):
    waiting = due(user, user.functions_held())
    return [(item.label, item.notes) for item in waiting if item.kind.key == "aenderungswunsch"]


def test_proposal_only_while_the_text_is_in_consultation(fixed, koordination_meerane):
    with pytest.raises(Conflict, match="festgeschrieben"):
        proposals.propose_change(town_of(fixed), by=koordination_meerane, text="Bitte ändern.", version=1)


# --- Mail ---------------------------------------------------------------------------------------------------------


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_parties_are_told_once_each_without_any_content(
    client_of, sachbearbeitung, koordination_meerane, beigeordnete_meerane, koordination_werdau, polizei_zwickau,
    polizei_chemnitz, meerane, pd_zwickau,
):  # fmt: skip
    former = person("frueher@meerane.example", Function.COORDINATION, municipality=meerane,
                    starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24))  # fmt: skip
    draft = agreement_in("draft", towns=[meerane], police=pd_zwickau)
    client_of(sachbearbeitung).post(url("open_consultation", draft), versioned(draft))
    assert fresh(draft).status == "consultation"
    told = [recipient for message in mail.outbox for recipient in message.to]
    assert told == sorted([koordination_meerane.email, beigeordnete_meerane.email, polizei_zwickau.email])
    assert former.email not in told
    for message in mail.outbox:
        assert f"/vereinbarungen/{draft.pk}/" in message.body
        assert ("Meerane" in message.body + message.subject, draft.file_reference in message.body) == (False, False)


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_refused_consultation_sends_nothing(client_of, sachbearbeitung, koordination_meerane, meerane):
    draft = agreement_in("draft", towns=[meerane])
    answer = client_of(sachbearbeitung).post(url("open_consultation", draft), {"version": 7})
    assert (answer.status_code, mail.outbox) == (409, [])
