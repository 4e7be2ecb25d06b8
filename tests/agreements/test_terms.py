"""Term and notice as days, in the text, on the start pages and by mail; notice and replacement."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from agreements import daily
from agreements.actions import notices, replacing
from agreements.actions import term as term_actions
from agreements.actions.notices import NoticeEntry
from agreements.actions.term import TermEntry
from agreements.due import due
from agreements.due_kinds import COMES_UP
from agreements.models import CooperationAgreement, Reminder, Term
from agreements.placeholders import facts_of
from agreements.terms import add_months, earliest_end, last_day, last_notice
from audit.models import OutgoingMail
from core import dates
from core.exceptions import Conflict
from tests.agreements.amended import fresh
from tests.factories import AgreementFactory, caseworker
from tests.life import REASON, agreement_in, lead_on

pytestmark = pytest.mark.django_db

TODAY = date(2023, 4, 25)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def term(**values):
    return Term(**{"kind": "unlimited", "notice_months": 6, "notice_to": "any_day"} | values)


# --- Days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "received", "ends"),
    [
        ({}, date(2023, 8, 31), date(2024, 2, 29)),
        ({"notice_to": "month"}, date(2023, 4, 25), date(2023, 10, 31)),
        ({"notice_to": "quarter"}, date(2023, 4, 25), date(2023, 12, 31)),
        ({"notice_to": "year", "notice_months": 3}, date(2023, 10, 1), date(2024, 12, 31)),
        ({"kind": "fixed", "ends_on": date(2023, 6, 30)}, date(2023, 4, 25), date(2023, 6, 30)),
        ({"kind": "renewing", "years": 2}, date(2024, 10, 24), date(2025, 4, 24)),
        ({"kind": "renewing", "years": 2}, date(2024, 10, 25), date(2027, 4, 24)),
    ],
)
def test_notice_leads_to_a_last_day(values, received, ends):
    assert earliest_end(term(**values), TODAY, received) == ends


@given(end=DAYS, months=st.integers(0, 24))
def test_the_last_day_for_notice_is_the_last_one(end, months):
    day = last_notice(term(notice_months=months), end)
    assert add_months(day, months) <= end < add_months(day + timedelta(days=1), months)


@given(begins=DAYS, on=DAYS, years=st.integers(1, 5))
def test_a_term_that_renews_never_ends_before_the_day_it_is_asked_on(begins, on, years):
    end = last_day(term(kind="renewing", years=years), begins, on)
    assert end >= on or end == add_months(begins, 12 * years) - timedelta(days=1)


# --- In the text --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "runs", "period"),
    [
        ({}, "ohne befristet zu sein", "mit einer Frist von sechs Monaten"),
        (
            {"kind": "fixed", "ends_on": date(2025, 12, 31), "notice_months": 1, "notice_to": "month"},
            "befristet bis zum 31. Dezember 2025", "mit einer Frist von einem Monat zum Ende eines Monats",
        ),
        (
            {"kind": "renewing", "years": 1, "notice_months": 0},
            "zunächst für die Dauer von einem Jahr, und verlängert sich jeweils um ein weiteres Jahr, "
            "wenn niemand kündigt",
            "ohne Frist zum Ende der laufenden Dauer",
        ),
    ],
)  # fmt: skip
def test_the_text_says_what_was_agreed(values, runs, period):
    agreement = AgreementFactory()
    if values:
        term_actions.set_term(agreement, by=caseworker(), entry=TermEntry(**values))
    words = facts_of(fresh(agreement)).values
    assert (words["Laufzeit"], words["Kündigungsfrist"]) == (runs, period)


def test_another_term_counts_a_version_and_the_same_again_does_not():
    agreement = AgreementFactory()
    entry = TermEntry("renewing", years=2)
    assert term_actions.set_term(agreement, by=caseworker(), entry=entry, version=1).version == 2
    assert term_actions.set_term(agreement, by=caseworker(), entry=entry, version=2).version == 2


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (TermEntry("fixed", ends_on=TODAY), "nicht enden, bevor sie beginnt"),
        (TermEntry("fixed"), "Bitte den Tag angeben"),
        (TermEntry("renewing"), "auf wie viele Jahre"),
    ],
)
def test_a_term_that_makes_no_sense_is_refused(entry, sentence):
    with pytest.raises(Conflict, match=sentence):
        term_actions.set_term(AgreementFactory(), by=caseworker(), entry=entry)


def test_a_term_is_fixed_with_the_text_unless_the_text_is_not_here(meerane, no_paper):
    with pytest.raises(Conflict, match="nur durch einen Nachtrag"):
        term_actions.set_term(agreement_in("signed", towns=[meerane]), by=caseworker(), entry=TermEntry())
    recorded = AgreementFactory(signed=True)
    term_actions.set_term(recorded, by=caseworker(), entry=TermEntry())
    assert (fresh(recorded).term.kind, fresh(recorded).version) == ("unlimited", 1)


# --- Reminders ----------------------------------------------------------------------------------------------------


@pytest.fixture
def running_out(meerane):
    """Meerane's, limited to 31 August 2023."""
    row = AgreementFactory(signed=True, towns=[meerane])
    Term.objects.create(agreement=row, kind="fixed", ends_on=date(2023, 8, 31))
    return row


def round_on(day):
    with dates.at(day):
        daily.terms_ended()
        return daily.reminders_sent()


def test_each_reminder_goes_out_once_however_often_the_round_runs(running_out, koordination_meerane, mailoutbox):
    days = [date(2023, 6, 1), date(2023, 6, 2), date(2023, 6, 2), date(2023, 6, 9), date(2023, 8, 1), date(2023, 8, 5)]
    told = [round_on(day) for day in days]
    assert told == [
        "0 Erinnerungen abgegeben", "1 Erinnerung abgegeben", "0 Erinnerungen abgegeben", "0 Erinnerungen abgegeben",
        "1 Erinnerung abgegeben", "0 Erinnerungen abgegeben",
    ]  # fmt: skip
    sent = Reminder.objects.order_by("sent_on").values_list("kind", "days_before", "sent_on")
    assert list(sent) == [("end", 90, date(2023, 6, 2)), ("end", 30, date(2023, 8, 1))]


def test_a_round_that_was_missed_is_made_up_for(running_out):
    assert round_on(date(2023, 6, 12)) == "1 Erinnerung abgegeben"
    assert Reminder.objects.get().days_before == 90


def test_who_is_party_and_the_office_are_written_to_and_nobody_else(
    running_out, koordination_meerane, koordination_werdau, sachbearbeitung, mailoutbox
):
    round_on(date(2023, 6, 2))
    written = {mail.recipient for mail in OutgoingMail.objects.all()} | {to for mail in mailoutbox for to in mail.to}
    # The letter says where to read on, and not which town it is about.
    assert all(f"\n{settings.SITE_ADDRESS}/\n" in mail.body and "Meerane" not in mail.body for mail in mailoutbox)
    assert {koordination_meerane.email, sachbearbeitung.email} <= written
    assert koordination_werdau.email not in written


def test_the_start_pages_say_so_within_90_days(running_out, koordination_meerane, koordination_werdau):
    def told(user, day):
        with dates.at(day):
            return [item.label for item in due(user, {"coordination"}) if item.kind == COMES_UP]

    label = "Meerane: Ende der Vereinbarung"
    assert told(koordination_meerane, date(2023, 6, 1)) == []
    assert told(koordination_meerane, date(2023, 6, 2)) == [label]
    assert told(koordination_werdau, date(2023, 6, 2)) == []


def test_what_has_run_out_is_ended_on_the_day_after(running_out):
    round_on(date(2023, 8, 31))
    assert fresh(running_out).status == "signed"
    round_on(date(2023, 9, 8))
    row = fresh(running_out)
    assert (row.status, row.ended_on, row.closing_reason) == (
        "ended", date(2023, 8, 31), "Ablauf der vereinbarten Laufzeit"
    )  # fmt: skip


# --- Notice -------------------------------------------------------------------------------------------------------


@pytest.fixture
def joint(meerane, werdau):
    row = AgreementFactory(signed=True, towns=[meerane, werdau])
    Term.objects.create(agreement=row)
    return row


def entered(party, **values):
    entry = NoticeEntry(**{"received_on": TODAY, "effect": "leaves"} | values)
    return notices.give_notice(party, by=caseworker(), entry=entry)


def test_one_of_two_leaves_on_the_day_the_period_leads_to(joint, werdau):
    notice = entered(joint.parties.get(municipality=werdau))
    assert (notice.earliest_on, notice.ends_on) == (date(2023, 10, 25), date(2023, 10, 25))
    present = [
        [party.name for party in fresh(joint).parties_on(day)][1:] for day in (notice.ends_on, date(2023, 10, 26))
    ]
    assert present == [["Stadt Meerane", "Stadt Werdau"], ["Stadt Meerane"]]
    assert entered(joint.parties.get(municipality=werdau)) == notice


def test_the_agreement_ends_for_all_where_that_follows(joint, werdau):
    entered(joint.parties.get(municipality=werdau), effect="ends")
    round_on(date(2023, 10, 26))
    row = fresh(joint)
    assert (row.status, row.ended_on, row.closing_reason) == ("ended", date(2023, 10, 25), "Kündigung: Stadt Werdau")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"received_on": date(2023, 4, 24)}, "Unterzeichnet wurde erst am 25. April 2023"),
        ({"received_on": date(2023, 4, 26)}, "liegt in der Zukunft"),
        ({"ends_on": date(2023, 4, 24)}, "nicht wirken, bevor sie eingegangen ist"),
        ({"ends_on": date(2023, 5, 31)}, "Nach der Frist wirkt die Kündigung zum 25. Oktober 2023. Bitte begründen"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(joint, werdau, values, sentence):
    with pytest.raises(Conflict, match=sentence):
        entered(joint.parties.get(municipality=werdau), **values)


def test_the_only_town_does_not_leave_but_ends_it(meerane):
    row = AgreementFactory(signed=True, towns=[meerane])
    with pytest.raises(Conflict, match="Vereinbarung beenden"):
        entered(row.parties.get(municipality=meerane), ends_on=date(2023, 5, 31), reason=REASON)


def test_a_notice_taken_back_is_without_effect(joint, werdau):
    notice = entered(joint.parties.get(municipality=werdau))
    notices.take_back_notice(notice, by=caseworker(), reason=REASON)
    assert fresh(joint).parties.get(municipality=werdau).ends_on is None
    assert notices.take_back_notice(notice, by=caseworker(), reason=REASON).taken_back_on == TODAY
    assert entered(joint.parties.get(municipality=werdau)).pk != notice.pk


# --- Replacement --------------------------------------------------------------------------------------------------


def test_the_old_one_ends_on_the_day_the_new_one_is_signed(meerane, no_paper):
    old = AgreementFactory(signed=True, kind="preliminary", towns=[meerane])
    new = agreement_in("finalised", towns=[meerane])
    replacement = replacing.replace(old, by=caseworker(), new=new)
    assert replacing.replace(old, by=caseworker(), new=new) == replacement
    assert fresh(old).status == "signed"
    with dates.at(date(2023, 5, 3)):
        signed = lead_on(new, "signed")
    row = fresh(old)
    assert (row.status, row.ended_on, row.closing_reason) == (
        "ended",
        date(2023, 5, 3),
        f"Ersetzt durch: {signed.title}",
    )
    assert [item.old for item in signed.replacements.all()] == [old]


def test_only_an_agreement_of_one_of_its_towns_replaces_it(meerane, werdau):
    old, foreign = (AgreementFactory(signed=True, towns=[town]) for town in (meerane, werdau))
    with pytest.raises(Conflict, match="keine Kommune gemeinsam"):
        replacing.replace(old, by=caseworker(), new=foreign)
    withdrawn = AgreementFactory(withdrawn=True, towns=[meerane])
    with pytest.raises(Conflict, match="kann keine andere ersetzen"):
        replacing.replace(old, by=caseworker(), new=withdrawn)
    assert CooperationAgreement.objects.filter(replacement__isnull=False).count() == 0
