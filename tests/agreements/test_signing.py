"""Signatures one by one: double entries, corrections, take-backs, the number that stays, guests, end and withdrawal."""

from datetime import date, timedelta

import pytest

from agreements.actions import review, signing
from agreements.actions.signing import Signature
from agreements.models import CooperationAgreement, RegisterCounter, Signatory
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from documents.actions import content_of
from documents.models import Document
from tests.factories import caseworker
from tests.life import REASON, agreement_in, lead_on, sign_as

pytestmark = pytest.mark.django_db


def fresh(agreement):
    return CooperationAgreement.objects.get(pk=agreement.pk)


def events(agreement):
    return list(AuditEvent.objects.about(agreement).order_by("pk").values_list("action", flat=True))


# --- Entering -----------------------------------------------------------------------------------------------------


def test_last_signature_concludes_and_takes_the_number(fixed):
    office, town, police = fixed.signatories
    assert sign_as(office).status == "partly_signed"
    assert sign_as(town).register_number is None
    row = sign_as(police)
    assert (row.status, row.register_number, row.signed_on) == ("signed", 1, date(2023, 4, 25))
    assert row.title == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}1"


def test_agreement_is_signed_on_the_day_of_the_latest_signature_in_whatever_order_they_are_entered(meerane, pd_zwickau):
    with dates.at(date(2023, 4, 3)):
        fixed = agreement_in("finalised", towns=[meerane], police=pd_zwickau)
    office, town, police = fixed.signatories
    sign_as(office, signed_on=date(2023, 4, 20))
    sign_as(town, signed_on=date(2023, 4, 12))
    assert sign_as(police, signed_on=date(2023, 4, 5)).signed_on == date(2023, 4, 20)


def test_signature_keeps_day_place_mode_and_deputy(fixed):
    _, town, police = fixed.signatories
    sign_as(town, place=" Neues Rathaus ", deputy_note=" i. V. Erste Beigeordnete ")
    sign_as(police, mode="video", place="")
    town.refresh_from_db()
    police.refresh_from_db()
    assert (town.signed_on, town.mode, town.place) == (date(2023, 4, 25), "in_person", "Neues Rathaus")
    assert town.deputy_note == "i. V. Erste Beigeordnete"
    assert (police.get_mode_display(), police.place) == ("per Videokonferenz", "")


def test_very_same_signature_twice_changes_nothing(fixed):
    town = fixed.signatories[1]
    sign_as(town, deputy_note="i. V.")
    before = events(fixed)
    row = sign_as(town, deputy_note="i. V.")
    assert row.status == "partly_signed"
    assert events(fixed) == before


def test_last_signature_twice_takes_one_number(fixed):
    for signatory in fixed.signatories:
        sign_as(signatory)
    again = sign_as(fixed.signatories[-1])
    assert (again.status, again.register_number) == ("signed", 1)
    assert RegisterCounter.objects.get().last_number == 1
    assert events(fixed).count("complete") == 1


@pytest.mark.parametrize(
    "other",
    [{"signed_on": date(2023, 4, 24)}, {"place": "Bahnhof"}, {"mode": "video"}, {"deputy_note": "i. V."}],
    ids=lambda values: next(iter(values)),
)
def test_different_signature_of_the_same_person_is_a_conflict(other, meerane):
    with dates.at(date(2023, 4, 20)):
        fixed = agreement_in("finalised", towns=[meerane])
    town = fixed.signatories[1]
    sign_as(town)
    before = events(fixed)
    with pytest.raises(Conflict, match="schon mit anderen Angaben eingetragen"):
        sign_as(town, **other)
    town.refresh_from_db()
    assert (town.signed_on, town.place, town.mode, town.deputy_note) == (date(2023, 4, 25), "Rathaus", "in_person", "")
    assert events(fixed) == before


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"signed_on": date(2023, 4, 26)}, "liegt in der Zukunft"),
        ({"signed_on": date(2023, 4, 24)}, "erst am 25. April 2023 festgeschrieben"),
        ({"place": "  "}, "Bitte den Ort der Unterschrift angeben"),
        ({"signed_name": " "}, "Bitte den Namen der Person eintragen, die unterschrieben hat"),
    ],
)
def test_impossible_signature_is_refused(fixed, values, sentence):
    with pytest.raises(Conflict, match=sentence):
        sign_as(fixed.signatories[0], **values)
    assert fresh(fixed).status == "finalised"


def test_one_party_may_have_several_signatories_and_waits_for_all_of_them(meerane):
    from_office = agreement_in("draft", towns=[meerane])
    town = from_office.parties.get(municipality=meerane)
    Signatory.objects.create(party=town, office="Erster Beigeordneter", position=5)
    fixed = lead_on(from_office, "finalised")
    first, second, third = fixed.signatories
    sign_as(first)
    sign_as(second)
    assert not town.is_signed
    assert fresh(fixed).status == "partly_signed"
    assert sign_as(third).status == "signed"


# --- The number ---------------------------------------------------------------------------------------------------


def test_preliminary_agreement_takes_no_number(meerane, werdau):
    preliminary = agreement_in("signed", towns=[meerane], kind="preliminary")
    assert (preliminary.register_number, preliminary.signed_on) == (None, date(2023, 4, 25))
    assert preliminary.title == "Vorvereinbarung"
    assert preliminary.expected_number() is None
    assert agreement_in("signed", towns=[werdau]).register_number == 1


def test_joint_agreement_takes_one_number(meerane, werdau, loessnitz):
    joint = agreement_in("signed", towns=[meerane, werdau])
    assert joint.register_number == 1
    assert agreement_in("signed", towns=[loessnitz]).register_number == 2


def test_expected_number_is_the_next_one_until_the_number_is_given(meerane, werdau, pd_zwickau):
    assert [agreement_in(early, towns=[werdau]).expected_number() for early in ("draft", "approved")] == [None, None]
    agreement_in("signed", towns=[werdau])
    fixed = agreement_in("finalised", towns=[meerane], police=pd_zwickau)
    assert fixed.expected_number() == 2
    assert agreement_in("withdrawn", towns=[werdau]).expected_number() is None
    for signatory in fixed.signatories:
        sign_as(signatory)
    assert (fresh(fixed).register_number, fresh(fixed).expected_number()) == (2, None)


# --- Correcting ---------------------------------------------------------------------------------------------------


def correct(signatory, *, reason=REASON, **values):
    entered = {"signed_on": dates.today(), "place": "Rathaus", "signed_name": "Erika Beispiel"} | values
    return signing.correct_signature(signatory, by=caseworker(), signature=Signature(**entered), reason=reason)


def test_corrected_last_signature_keeps_the_number_and_moves_the_day(meerane, werdau):
    with dates.at(date(2023, 4, 20)):
        concluded = agreement_in("signed", towns=[meerane])
    agreement_in("signed", towns=[werdau])
    row = correct(concluded.signatories[-1], signed_on=date(2023, 4, 24), place="Dresden")
    assert (row.status, row.register_number, row.signed_on) == ("signed", 1, date(2023, 4, 24))
    assert RegisterCounter.objects.get().last_number == 2
    assert Signatory.objects.get(pk=concluded.signatories[-1].pk).place == "Dresden"


def test_correction_is_recorded_with_both_values_and_the_reason(concluded):
    town = concluded.signatories[1]
    correct(town, place="Dresden")
    event = AuditEvent.objects.about(concluded).get(action="correct_signature_entry")
    assert event.changes == [("Ort", "Rathaus", "Dresden")]
    assert event.reason == REASON
    assert (event.actor, event.actor_label) == (caseworker(), "Sachbearbeitung ASSKomm")


def test_correction_of_what_was_never_entered_is_refused(fixed):
    with pytest.raises(Conflict, match="noch keine Unterschrift"):
        correct(fixed.signatories[0])


def test_correction_obeys_the_rules_of_signing(concluded):
    with pytest.raises(Conflict, match="liegt in der Zukunft"):
        correct(concluded.signatories[0], signed_on=date(2023, 4, 26))
    with pytest.raises(Conflict, match="Bitte den Ort"):
        correct(concluded.signatories[0], place="")


def test_taken_back_last_signature_keeps_the_number_for_this_agreement(concluded, werdau):
    last = concluded.signatories[-1]
    row = signing.take_back_signature(last, by=caseworker(), reason=REASON)
    assert (row.status, row.register_number, row.signed_on) == ("partly_signed", 1, None)
    last.refresh_from_db()
    assert (last.signed_on, last.mode, last.place, last.deputy_note) == (None, "", "", "")
    assert agreement_in("signed", towns=[werdau]).register_number == 2
    again = sign_as(last)
    assert (again.status, again.register_number) == ("signed", 1)


def test_only_signature_taken_back_leads_to_the_fixed_text(fixed):
    sign_as(fixed.signatories[0])
    row = signing.take_back_signature(fixed.signatories[0], by=caseworker(), reason=REASON)
    assert row.status == "finalised"
    with pytest.raises(Conflict, match="keine Unterschrift eingetragen"):
        signing.take_back_signature(fixed.signatories[0], by=caseworker(), reason=REASON)


# --- Giving up ----------------------------------------------------------------------------------------------------


def test_numbered_agreement_can_neither_be_withdrawn_nor_reopened(concluded):
    for signatory in concluded.signatories:
        signing.take_back_signature(signatory, by=caseworker(), reason=REASON)
    assert (fresh(concluded).status, fresh(concluded).register_number) == ("finalised", 1)
    with pytest.raises(Conflict, match="schon eine Registernummer"):
        signing.withdraw(concluded, by=caseworker(), reason=REASON)
    with pytest.raises(Conflict, match="schon eine Registernummer"):
        review.reopen(concluded, by=caseworker(), reason=REASON)
    assert fresh(concluded).status == "finalised"


def test_withdrawal_keeps_reason_and_day(fixed):
    row = signing.withdraw(fixed, by=caseworker(), reason=f" {REASON} ")
    assert (row.status, row.withdrawn_on, row.closing_reason) == ("withdrawn", date(2023, 4, 25), REASON)
    event = AuditEvent.objects.about(fixed).get(action="withdraw")
    assert ("Zustand", "festgeschrieben", "zurückgezogen") in event.changes


def test_ended_agreement_keeps_its_number(concluded):
    with dates.at(date(2024, 1, 31)):
        row = signing.end(concluded, by=caseworker(), ended_on=date(2023, 12, 31), reason=REASON)
    assert (row.status, row.register_number, row.ended_on) == ("ended", 1, date(2023, 12, 31))
    assert row.is_concluded


@pytest.mark.parametrize(
    ("distance", "sentence"), [(-1, "nicht vor dem Tag ihrer Unterzeichnung"), (1, "liegt in der Zukunft")]
)
def test_end_lies_between_signature_and_today(concluded, distance, sentence):
    day = date(2023, 4, 25) + timedelta(days=distance)
    with pytest.raises(Conflict, match=sentence):
        signing.end(concluded, by=caseworker(), ended_on=day, reason=REASON)
    assert fresh(concluded).status == "signed"


# --- What belongs to the record -----------------------------------------------------------------------------------


def test_guests_are_recorded_and_replaced(fixed):
    signing.record_guests(
        fixed, by=caseworker(), guests=[("Armin Schuster", "Staatsminister des Innern"), ("", "Presse")]
    )
    assert [str(guest) for guest in fresh(fixed).guests.all()] == [
        "Armin Schuster, Staatsminister des Innern",
        "Presse",
    ]
    signing.record_guests(fixed, by=caseworker(), guests=[("Armin Schuster", "Staatsminister des Innern")])
    event = AuditEvent.objects.about(fixed).latest("pk")
    assert event.before == {"Gäste": "Armin Schuster, Staatsminister des Innern; Presse"}
    assert event.after == {"Gäste": "Armin Schuster, Staatsminister des Innern"}
    count = AuditEvent.objects.count()
    signing.record_guests(fixed, by=caseworker(), guests=[("Armin Schuster", "Staatsminister des Innern")])
    assert AuditEvent.objects.count() == count


def test_signature_guests_and_number_do_not_touch_the_fixed_file(fixed):
    document = Document.objects.get(pk=fixed.final_document_id)
    before = (document.sha256, content_of(document), fixed.text_hash)
    signing.record_guests(fixed, by=caseworker(), guests=[("Armin Schuster", "Staatsminister")])
    for signatory in fixed.signatories:
        sign_as(signatory)
    document = Document.objects.get(pk=fresh(fixed).final_document_id)
    assert (document.sha256, content_of(document), fresh(fixed).text_hash) == before
