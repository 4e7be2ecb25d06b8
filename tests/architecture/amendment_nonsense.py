"""Nonsense about Nachträge, terms and notices that the database refuses; part of agreement_nonsense.py."""

from datetime import date

from django.db.models import F

from agreements.models import Amendment, Notice, Party, Reminder, Replacement, Term
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker

TODAY = date(2023, 4, 25)


def amendment(**values):
    row = Amendment.objects.create(
        document=AgreementFactory(kind="amendment"), amends=AgreementFactory(signed=True), number=1, kind="change"
    )
    Amendment.objects.filter(pk=row.pk).update(**values)
    return row


def second_of_the_same_number():
    Amendment.objects.create(
        document=AgreementFactory(kind="amendment"), amends=amendment().amends, number=1, kind="change"
    )


def party(**values):
    row = AgreementFactory(signed=True)
    Party.objects.filter(agreement=row, kind="municipality").update(**values)


def term(**values):
    Term.objects.create(agreement=AgreementFactory(), **values)


def notice(**values):
    row = AgreementFactory(signed=True)
    return Notice.objects.create(
        **{
            "agreement": row, "party": row.parties.get(kind="municipality"), "effect": "ends", "received_on": TODAY,
            "earliest_on": TODAY, "ends_on": TODAY, "entered_by": caseworker(),
        } | values
    )  # fmt: skip


def noticed_twice():
    first = notice()
    notice(agreement=first.agreement, party=first.party)


def replaced_by_itself():
    row = AgreementFactory(signed=True)
    Replacement.objects.create(old=row, new=row)


def reminded_twice():
    row = AgreementFactory(signed=True)
    for _ in range(2):
        Reminder.objects.create(agreement=row, kind="end", due_on=TODAY, days_before=30, sent_on=TODAY)


AMENDMENT_NONSENSE = {
    "amendment_number_once": [second_of_the_same_number],
    "amendment_names_who_comes_or_goes": [
        lambda: amendment(kind="joining"),
        lambda: amendment(kind="leaving"),
        lambda: amendment(joining=MunicipalityFactory()),
    ],
    "amendment_amends_another_document": [lambda: amendment(amends=F("document"))],
    "party_joined_has_day": [
        lambda: party(starts_on=TODAY),
        lambda: party(joined_by=amendment()),
    ],
    "party_left_has_day": [lambda: party(left_by=amendment())],
    "party_ends_after_start": [lambda: party(starts_on=TODAY, joined_by=amendment(), ends_on=date(2023, 4, 24))],
    "term_has_what_its_kind_needs": [
        lambda: term(kind="fixed"),
        lambda: term(kind="renewing"),
        lambda: term(kind="renewing", years=0),
        lambda: term(kind="unlimited", ends_on=TODAY),
    ],
    "term_notice_within_reason": [lambda: term(notice_months=61)],
    "notice_once_per_party": [noticed_twice],
    "notice_ends_after_it_came": [lambda: notice(ends_on=date(2023, 4, 24), earliest_on=date(2023, 4, 24))],
    "notice_on_another_day_has_reason": [lambda: notice(ends_on=date(2023, 4, 30)), lambda: notice(earliest_on=None)],
    "notice_taken_back_with_reason": [
        lambda: notice(taken_back_on=TODAY),
        lambda: notice(taken_back_reason="Ein Versehen."),
    ],
    "replacement_of_another": [replaced_by_itself],
    "reminder_once": [reminded_twice],
}  # fmt: skip
