"""The second pair of eyes with deputies: every combination of who drafted, who edited in whose stead, who approves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements.actions import drafting, review, wording
from agreements.models import CooperationAgreement
from agreements.second_pair import authors, in_stead_of, is_own, leads_for
from audit.models import AuditEvent, ReadEvent
from core import dates
from core.exceptions import NotPermitted
from tests.factories import AbsenceFactory, ContactFactory, caseworker, lead, person
from tests.life import REASON, agreement_in
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

MONDAY = date(2023, 5, 2)


@pytest.fixture(autouse=True)
def coordination(meerane):
    """Without a coordinator no text is ready."""
    ContactFactory(municipality=meerane, coordination=True)


@pytest.fixture
def other_lead(db):
    return person("stellvertretung@lpr.example", "state_lead", name="Stellvertretende Leitung")


@pytest.fixture
def draft(meerane, samples):
    """A text of the Sachbearbeitung."""
    return drafting.create(by=caseworker(), municipalities=[meerane], police_directorate=None, file_reference="LPR-1")


def fresh(agreement):
    return CooperationAgreement.objects.get(pk=agreement.pk)


def edit(agreement, by, text):
    wording.edit_text(agreement, by=by, texts={agreement.clauses.get(position=1).pk: text})


def all_agree(agreement):
    if fresh(agreement).status == "draft":
        review.open_consultation(agreement, by=caseworker())
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=dates.today(), note="E-Mail")


def approves(agreement, by, **values):
    """Whether somebody may; an approval that went through is seen in the row."""
    all_agree(agreement)
    try:
        review.approve(agreement, by=by, **values)
    except NotPermitted:
        return False
    return fresh(agreement).approved_by == by


def last_event(agreement):
    return AuditEvent.objects.about(agreement).latest("pk")


# --- Whose text it is ---------------------------------------------------------------------------------------------


def test_editing_in_somebodys_stead_counts_as_hers_too(draft, other_lead):
    AbsenceFactory(user=caseworker(), deputy=other_lead)
    edit(draft, other_lead, "In Vertretung geändert.")
    row = fresh(draft)
    assert (row.edited_by, row.edited_for, authors(row)) == (other_lead, caseworker(), {caseworker().pk, other_lead.pk})
    event = last_event(draft)
    assert (event.actor, event.on_behalf_of) == (other_lead, caseworker())
    assert event.who == "Stellvertretende Leitung in Vertretung für Sachbearbeitung ASSKomm"


def test_second_change_by_the_deputy_is_still_in_her_stead(meerane, samples, other_lead):
    """Whoever edits twice stands before herself as the last editor; the draft is somebody else's."""
    third = person("dritte@lpr.example", "state_casework")
    draft = drafting.create(by=third, municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    edit(draft, caseworker(), "Eins.")
    AbsenceFactory(user=caseworker(), deputy=other_lead)
    edit(draft, other_lead, "Zwei.")
    edit(draft, other_lead, "Drei.")
    assert fresh(draft).edited_for == caseworker()


def test_later_change_in_ones_own_name_ends_it(draft, other_lead):
    AbsenceFactory(user=caseworker(), deputy=other_lead, ends_on=date(2023, 4, 28))
    edit(draft, other_lead, "In Vertretung.")
    with dates.at(MONDAY):
        edit(draft, lead(), "Im eigenen Namen.")
        assert (fresh(draft).edited_for, in_stead_of(draft, other_lead)) == (None, None)


def test_own_draft_is_edited_in_ones_own_name(meerane, samples, other_lead):
    own = drafting.create(by=other_lead, municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    edit(own, caseworker(), "Von der Sachbearbeitung.")
    AbsenceFactory(user=caseworker(), deputy=other_lead)
    edit(own, other_lead, "Wieder ich.")
    assert fresh(own).edited_for is None


# --- Who approves -------------------------------------------------------------------------------------------------


def test_deputy_of_the_lead_approves_in_her_stead(draft, leitung, other_lead):
    AbsenceFactory(user=leitung, deputy=other_lead)
    assert approves(draft, other_lead)
    event = last_event(draft)
    assert (event.action, event.on_behalf_of, event.reason) == ("approve", leitung, "")


def test_deputy_never_approves_her_own_draft_in_the_leads_stead(meerane, samples, leitung, other_lead):
    own = drafting.create(by=other_lead, municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    third = person("dritte@lpr.example", "state_lead")
    AbsenceFactory(user=leitung, deputy=other_lead)
    assert not approves(own, other_lead)
    assert not approves(own, other_lead, alone_reason=REASON)
    assert approves(own, third)


def test_deputy_never_approves_what_she_edited_in_somebodys_stead(draft, leitung, other_lead):
    AbsenceFactory(user=caseworker(), deputy=other_lead)
    edit(draft, other_lead, "In Vertretung geändert.")
    assert not approves(draft, other_lead)
    assert approves(draft, leitung)


def test_nobody_approves_after_coming_back_what_was_edited_in_her_stead(draft, leitung, other_lead):
    """The lead had edited the text last, her deputy went on with it: it is the lead's text all the same."""
    edit(draft, leitung, "Von der Leitung.")
    AbsenceFactory(user=leitung, deputy=other_lead, ends_on=date(2023, 4, 28))
    edit(draft, other_lead, "In Vertretung für die Leitung.")
    with dates.at(MONDAY):
        assert fresh(draft).edited_for == leitung
        assert not approves(draft, leitung)
        assert approves(draft, person("dritte@lpr.example", "state_lead"))


def test_deputy_approves_the_leads_own_text_in_her_own_name(meerane, samples, leitung, other_lead):
    """She is the second person; in the lead's stead it would be the lead approving her own text."""
    own = drafting.create(by=leitung, municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    AbsenceFactory(user=leitung, deputy=other_lead)
    assert leads_for(own, other_lead) is None
    assert approves(own, other_lead)
    assert last_event(own).on_behalf_of is None


def test_deputising_a_lead_makes_no_lead(draft, leitung):
    """No such absence can be entered; if there were one, it would open nothing."""
    AbsenceFactory(user=leitung, deputy=caseworker())
    assert leads_for(draft, caseworker()) is None
    with pytest.raises(NotPermitted, match="nur die Leitung"):
        review.approve(draft, by=caseworker())


@pytest.mark.parametrize("present", [True, False])
@pytest.mark.parametrize("field", ["created_by", "edited_by", "edited_for"])
def test_every_way_a_text_can_be_ones_own(field, present, draft, leitung, other_lead):
    if not present:
        AbsenceFactory(user=other_lead)
    all_agree(draft)
    CooperationAgreement.objects.filter(pk=draft.pk).update(**{field: leitung})
    row = fresh(draft)
    assert is_own(row, leitung)
    with pytest.raises(NotPermitted, match="zweite Person"):
        review.approve(row, by=leitung)
    if present:
        with pytest.raises(NotPermitted, match=r"Heute ist da: Stellvertretende Leitung."):
            review.approve(row, by=leitung, alone_reason=REASON)
        assert fresh(row).status == "consultation"
    else:
        moved = review.approve(row, by=leitung, alone_reason=f" {REASON} ")
        assert (moved.approved_alone_reason, moved.approved_by) == (REASON, leitung)


# --- Alone --------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_text(meerane, samples, leitung):
    """The only lead's own text, agreed to by all."""
    row = drafting.create(by=leitung, municipalities=[meerane], police_directorate=None, file_reference="LPR-1")
    all_agree(row)
    return fresh(row)


def test_a_reason_is_kept_only_where_it_is_needed(draft, leitung):
    assert approves(draft, leitung, alone_reason="Wird nicht gebraucht.")
    assert (fresh(draft).approved_alone_reason, last_event(draft).reason) == ("", "")


def test_closed_accounts_and_ended_functions_are_nobody(own_text, leitung):
    closed, former = person("zu@lpr.example", "state_lead"), person("fort@lpr.example", "state_lead")
    closed.is_active = False
    closed.save()
    former.assignments.update(starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24))
    assert review.approve(own_text, by=leitung, alone_reason=REASON).approved_alone_reason == REASON


def test_taken_back_the_reason_goes_and_the_case_stays_in_the_list(own_text, leitung, client_of, leserecht):
    review.approve(own_text, by=leitung, alone_reason="Frist der Förderung")
    review.reopen(own_text, by=leitung, reason=REASON)
    assert fresh(own_text).approved_alone_reason == ""
    page = Page(client_of(leserecht).get(reverse("agreements:alone")))
    (row,) = [" ".join(" ".join(cell.itertext()).split()) for cell in page.all(".//tbody/tr")]
    assert row == (
        "Kooperationsvereinbarung Meerane 25.04.2023 Leitung der Geschäftsstelle Frist der Förderung Abstimmung"
    )


def test_page_asks_for_the_reason_and_shows_it_afterwards(own_text, leitung, client_of):
    browser, address = client_of(leitung), reverse("agreements:approve", args=[own_text.pk])
    detail = Page(browser.get(own_text.get_absolute_url()))
    assert ("Ohne zweites Augenpaar schlusszeichnen", address) in detail.links()
    assert "Niemand sonst ist da" in browser.get(address).content.decode()
    empty = browser.post(address, {"version": own_text.version, "reason": " "})
    assert (empty.status_code, fresh(own_text).status) == (422, "consultation")
    data = {"version": own_text.version, "reason": "Frist der Förderung"}
    assert browser.post(address, data).status_code == 302
    told = browser.get(own_text.get_absolute_url()).content.decode()
    assert "Begründung: Frist der Förderung" in told


def test_with_somebody_there_it_is_not_offered(own_text, leitung, other_lead, client_of):
    address = reverse("agreements:approve", args=[own_text.pk])
    assert address not in [url for _, url in Page(client_of(leitung).get(own_text.get_absolute_url())).links()]
    response = client_of(leitung).post(address, {"version": own_text.version, "reason": REASON})
    assert (response.status_code, "Heute ist da: Stellvertretende Leitung." in response.content.decode()) == (403, True)


def test_towns_do_not_read_why(own_text, leitung, client_of, koordination_meerane):
    review.approve(own_text, by=leitung, alone_reason="Nur intern gesagt")
    assert "Nur intern gesagt" not in client_of(koordination_meerane).get(own_text.get_absolute_url()).content.decode()


class TestList:
    @pytest.fixture(autouse=True)
    def case(self, own_text, leitung):
        review.approve(own_text, by=leitung, alone_reason="=Frist")

    def test_is_for_those_who_watch_over_it(self, client_of, leitung, leserecht, sachbearbeitung, koordination_meerane):
        for name in ("agreements:alone", "agreements:alone_export"):
            people = (leitung, leserecht, sachbearbeitung, koordination_meerane)
            assert [client_of(user).get(reverse(name)).status_code for user in people] == [200, 200, 403, 403]
            assert client_of(leitung).post(reverse(name)).status_code == 405

    def test_is_taken_out_as_a_file_that_calculates_nothing(self, client_of, leserecht):
        response = client_of(leserecht).get(reverse("agreements:alone_export"))
        head, line = response.content.decode("utf-8-sig").splitlines()
        assert head == "Tag;Vereinbarung;Schlussgezeichnet von;Begründung;Zustand heute"
        assert line.split(";")[2:] == ["Leitung der Geschäftsstelle", "'=Frist", "schlussgezeichnet"]
        assert (ReadEvent.objects.get().actor, ReadEvent.objects.get().details["Zeilen"]) == (leserecht, 1)

    def test_approvals_by_two_are_not_in_it(self, client_of, leitung, werdau):
        agreement_in("approved", towns=[werdau])
        assert "Werdau" not in client_of(leitung).get(reverse("agreements:alone")).content.decode()


def test_absence_of_yesterday_leaves_nobody_out(own_text, leitung, other_lead):
    yesterday = dates.today() - timedelta(days=1)
    AbsenceFactory(user=other_lead, starts_on=yesterday, ends_on=yesterday)
    assert not approves(own_text, leitung, alone_reason=REASON)
