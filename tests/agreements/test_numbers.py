"""Register numbers under parallel signing and rollbacks, on real connections to PostgreSQL.

The same race is run twice: with the lock on the counter it leaves neither gaps nor doubles, without it the very same
run goes wrong – so the first result is owed to the lock and to nothing else.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.actions import recording
from agreements.earlier import Earlier
from agreements.models import CooperationAgreement, RegisterCounter
from audit.models import AuditEvent
from core.dates import Span
from core.exceptions import Conflict
from core.scoping import ScopedQuerySet
from tests.factories import MunicipalityFactory, caseworker
from tests.life import agreement_in, sign_as

WRITERS = 12
# Every fourth signing is undone after its number was taken.
ROLLED_BACK = 4


class Undone(Exception):
    """Something after the signature failed, so that all of it is rolled back."""


def all_but_the_last_signed():
    agreement = agreement_in("finalised", towns=[MunicipalityFactory(name="Musterort")])
    *others, last = agreement.signatories
    for signatory in others:
        sign_as(signatory)
    return last


def in_parallel(jobs):
    """Run the jobs at the same moment, each on its own connection; return their results or exceptions."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(timeout=30)
            return job()
        except (Undone, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def race():
    """Sign WRITERS last signatures at once, some of them in transactions that fail afterwards."""
    last_signatures = [all_but_the_last_signed() for _ in range(WRITERS)]

    def job(index, signatory):
        with transaction.atomic():
            row = sign_as(signatory)
            if index % ROLLED_BACK == 0:
                raise Undone
        return row.register_number

    return in_parallel([lambda pair=pair: job(*pair) for pair in enumerate(last_signatures)])


@pytest.fixture
def slow_counter(monkeypatch):
    """Time between reading and writing the counter, so that the others have every chance to come in between."""
    save = RegisterCounter.save

    def slow_save(self, *args, **kwargs):
        time.sleep(0.03)
        save(self, *args, **kwargs)

    monkeypatch.setattr(RegisterCounter, "save", slow_save)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_neither_gaps_nor_doubles(slow_counter):
    results = race()
    undone = [item for item in results if isinstance(item, Undone)]
    numbers = sorted(item for item in results if isinstance(item, int))
    assert len(undone) == WRITERS // ROLLED_BACK
    assert numbers == list(range(1, WRITERS - len(undone) + 1))
    stored = CooperationAgreement.objects.exclude(register_number=None).values_list("register_number", flat=True)
    assert sorted(stored) == numbers
    assert RegisterCounter.objects.get().last_number == len(numbers)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_same_race_goes_wrong(slow_counter, monkeypatch):
    lock = ScopedQuerySet.select_for_update

    def plain_read(self, *args, **kwargs):
        return self.all() if self.model is RegisterCounter else lock(self, *args, **kwargs)

    monkeypatch.setattr(ScopedQuerySet, "select_for_update", plain_read)
    results = race()
    doubles = [item for item in results if isinstance(item, IntegrityError)]
    assert doubles, "without the lock several signings take the same number, and the database refuses all but one"
    assert all("register_number" in str(item) for item in doubles)


@pytest.mark.django_db(transaction=True)
def test_same_signature_from_two_windows_at_once_is_entered_once():
    signatory = all_but_the_last_signed()
    results = in_parallel([lambda: sign_as(signatory).register_number] * 4)
    assert results == [1, 1, 1, 1]
    agreement = CooperationAgreement.objects.get()
    assert AuditEvent.objects.about(agreement).filter(action="complete").count() == 1
    assert AuditEvent.objects.about(agreement).filter(action="enter_signature").count() == 2
    assert RegisterCounter.objects.get().last_number == 1


@pytest.mark.django_db(transaction=True)
def test_last_two_signatures_at_once_conclude_once(pd_zwickau, meerane):
    """Neither of them may find the other one missing, or the agreement would never be concluded."""
    agreement = agreement_in("partly_signed", towns=[meerane], police=pd_zwickau)
    missing = [row for row in agreement.signatories if not row.signed_on]
    statuses = in_parallel([lambda row=row: sign_as(row).status for row in missing])
    assert sorted(statuses) == ["partly_signed", "signed"]
    row = CooperationAgreement.objects.get()
    assert (row.status, row.register_number) == ("signed", 1)


def earlier(town, number):
    known = Earlier(span=Span.parse("2021-05-25"), source="Akte", municipalities=[town], number=number)
    return recording.record_earlier(by=caseworker(), known=known)


@pytest.mark.django_db(transaction=True)
def test_two_people_reserve_the_same_number_and_one_of_them_is_told_whose_it_is():
    towns = [MunicipalityFactory(name=name) for name in ("Altdorf", "Neudorf")]
    caseworker()

    def job(town):
        try:
            return earlier(town, 7).register_number
        except Conflict as refused:
            return str(refused)

    results = in_parallel([lambda town=town: job(town) for town in towns])
    assert sorted(str(item)[:30] for item in results) == ["7", "Die Registernummer 7 gehört sc"]


@pytest.mark.django_db(transaction=True)
def test_double_click_records_once():
    town = MunicipalityFactory(name="Altdorf")
    caseworker()
    results = in_parallel([lambda: earlier(town, None).pk] * 4)
    assert (len(set(results)), CooperationAgreement.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_last_signature_and_reservation_of_the_next_number_at_once(slow_counter):
    """Whoever is first has it: the signature takes the one after, or the reservation is refused."""
    last, town = all_but_the_last_signed(), MunicipalityFactory(name="Altdorf")

    def reserve():
        try:
            return earlier(town, 1).register_number
        except Conflict:
            return None

    signed, reserved = in_parallel([lambda: sign_as(last).register_number, reserve])
    assert (signed, reserved) in {(1, None), (2, 1)}
