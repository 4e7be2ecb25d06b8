"""Agreements signed earlier: recorded with what is known, corrected, taken back; their numbers are reserved."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.actions import numbering, recording, signing
from agreements.earlier import Earlier, KnownSignatory
from agreements.models import CooperationAgreement, RegisterCounter
from agreements.models.agreement import ordinal
from agreements.numbers import far_ahead
from agreements.ordinals import places
from audit.models import AuditEvent
from core import dates
from core.dates import Span
from core.exceptions import Conflict
from tests.factories import (
    AgreementFactory,
    AssociationFactory,
    MunicipalityFactory,
    caseworker,
)
from tests.files import scan
from tests.life import REASON

pytestmark = pytest.mark.django_db
SOURCE = "ASSKomm, Meldung vom 25. Mai 2021"


def known(*towns, day="2021-05-25", **values):
    return Earlier(span=Span.parse(day), source=SOURCE, municipalities=list(towns), **values)


def record(*towns, **values):
    return recording.record_earlier(by=caseworker(), known=known(*towns, **values))


def fresh(row):
    return CooperationAgreement.objects.for_detail().get(pk=row.pk)


# --- Recording -------------------------------------------------------------------------------------------------------


def test_it_is_signed_and_says_that_it_was_recorded_afterwards(meerane, pd_zwickau):
    row = fresh(record(meerane, police_directorate=pd_zwickau, number=21))
    assert (row.get_status_display(), row.signed_on, row.number_label) == (
        "unterzeichnet (nacherfasst)", date(2021, 5, 25), "21"
    )  # fmt: skip
    assert (row.final_document, row.approved_on, row.text_hash, row.signed_copy) == (None, None, "", None)
    assert [party.name for party in row.sorted_parties] == [
        "Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau",
    ]  # fmt: skip
    assert not any(party.agreed_on for party in row.sorted_parties)


def test_record_tells_what_is_known(meerane):
    people = [KnownSignatory(meerane, "Erika Beispiel", ""), KnownSignatory(None, "", "Geschäftsführer")]
    row = record(meerane, day="2021", signatories=people)
    event = AuditEvent.objects.about(row).get()
    assert event.after == {
        "Art": "Kooperationsvereinbarung", "Parteien": "Meerane", "Polizeidirektion": "ohne Polizei",
        "Tag der Unterzeichnung": "2021", "Registernummer": "unbekannt", "Quelle": SOURCE, "Aktenzeichen": "",
        "Unterzeichnende": "LPR: –, Geschäftsführer; Meerane: Erika Beispiel, –",
    }  # fmt: skip
    assert event.municipality_ids == [meerane.pk]


def test_day_known_to_the_year_is_shown_as_known_and_counts_from_its_end(meerane):
    row = record(meerane, day="2021")
    assert (row.signed_on, row.signed_span.label) == (date(2021, 12, 31), "2021")


def test_scan_is_kept_with_it(meerane):
    row = recording.record_earlier(by=caseworker(), known=known(meerane), scan=scan())
    assert fresh(row).signed_copy.sha256 == scan().sha256


def test_association_covers_who_was_its_member_on_the_day(meerane, werdau, loessnitz):
    union = AssociationFactory(members=[meerane, werdau])
    union.memberships.filter(municipality=werdau).update(ends_on=date(2022, 1, 1))
    union.memberships.create(municipality=loessnitz, starts_on=date(2022, 1, 2))
    row = record(associations=[union])
    assert {town.name for town in fresh(row).municipalities} == {"Meerane", "Werdau"}


def test_one_town_signs_for_others(meerane, werdau):
    row = record(
        meerane, werdau, represented={werdau: meerane}, signatories=[KnownSignatory(meerane, "", "Bürgermeister")]
    )
    signed_for = {party.name: party.represented_by and party.represented_by.name for party in fresh(row).bearers}
    assert signed_for == {"Stadt Meerane": None, "Stadt Werdau": "Stadt Meerane"}


def test_the_very_same_twice_is_one(meerane):
    first, second = record(meerane, number=21), record(meerane, number=21)
    assert (first, CooperationAgreement.objects.count(), AuditEvent.objects.about(first).count()) == (second, 1, 1)


def test_same_towns_within_a_month_have_to_be_confirmed(meerane, werdau):
    record(meerane)
    record(werdau, day="2021-06-01")
    with pytest.raises(Conflict, match=r"gibt es schon: .*Meerane, unterzeichnet 25\. Mai 2021"):
        record(meerane, day="2021-06")
    recording.record_earlier(by=caseworker(), known=known(meerane, day="2021-06"), is_another=True)
    record(meerane, day="2022-06-28")
    assert CooperationAgreement.objects.covering_any([meerane.pk]).count() == 3


def test_preliminary_one_has_no_number(meerane):
    row = record(meerane, kind="preliminary")
    assert (row.title, row.number_label, ordinal(row, on=dates.today())) == ("Vorvereinbarung", "–", None)


REFUSED = [
    ({"number": 0}, "liegt zwischen 1 und 9999"),
    ({"number": -1}, "liegt zwischen 1 und 9999"),
    ({"number": 10**9}, "liegt zwischen 1 und 9999"),
    ({"number": 5, "kind": "preliminary"}, "Vorvereinbarung hat keine Registernummer"),
    ({"day": "2023-04-26"}, "liegt in der Zukunft"),
    ({"day": "2019-02-05"}, "Das Programm begann erst am 6. Februar 2019"),
    ({"source": "  "}, "Bitte die Quelle angeben"),
    ({"municipalities": []}, "mindestens eine Kommune"),
]


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_cannot_be_true_is_refused(wrong, sentence, meerane):
    values = {**wrong, "span": Span.parse(wrong.get("day", "2021-05-25"))}
    values.pop("day", None)
    with pytest.raises(Conflict, match=sentence):
        recording.record_earlier(by=caseworker(), known=replace(known(meerane), **values))
    assert not CooperationAgreement.objects.exists()


def test_towns_that_cannot_have_signed_are_refused(meerane):
    gone = MunicipalityFactory(name="Altstadt", dissolved_on=date(2021, 1, 1))
    for towns, sentence in [
        ([meerane, meerane], "Meerane steht zweimal da"),
        ([meerane, MunicipalityFactory(is_example=True)], "erfundene und wirkliche"),
        ([gone], "Altstadt wurde am 1. Januar 2021 aufgelöst, also vor dem 25. Mai 2021"),
        ([MunicipalityFactory(exists_from=date(2022, 1, 1))], "bestand am 25. Mai 2021 noch nicht"),
    ]:
        with pytest.raises(Conflict, match=sentence):
            record(*towns)


# --- Numbers ---------------------------------------------------------------------------------------------------------


def test_reserved_number_is_never_given_and_the_others_have_no_gap(meerane, werdau, loessnitz):
    record(meerane, number=2)
    given = [AgreementFactory(signed=True, towns=[town]).register_number for town in (werdau, loessnitz)]
    assert given == [1, 3]
    assert RegisterCounter.objects.get().last_number == 3


def test_expected_number_leaves_out_what_is_reserved(meerane, werdau):
    record(meerane, number=1)
    assert AgreementFactory(finalised=True, towns=[werdau]).expected_number() == 2


def test_number_taken_is_refused_with_whose_it_is(meerane, werdau, loessnitz):
    record(meerane, number=21)
    given = AgreementFactory(signed=True, towns=[loessnitz])
    for number, holder in [(21, "Meerane"), (given.register_number, "Lößnitz")]:
        with pytest.raises(Conflict, match=f"Die Registernummer {number} gehört schon zu: .*{holder}"):
            record(werdau, number=number)


def test_number_far_ahead_is_warned_of(meerane):
    assert far_ahead(50) == ""
    assert far_ahead(51).startswith("Die Registernummer 51 liegt weit voraus (bisher gibt es keine).")
    record(meerane, number=40)
    assert far_ahead(90) == ""
    assert "die höchste ist bisher 40" in far_ahead(91)


def test_numbering_begins_where_the_office_says_until_one_was_given(meerane, werdau):
    numbering.begin_numbering(50, by=caseworker(), reason="49 gab es schon vorher.")
    numbering.begin_numbering(50, by=caseworker(), reason="49 gab es schon vorher.")
    counter = RegisterCounter.objects.get()
    assert AuditEvent.objects.about(counter).count() == 1
    assert AgreementFactory(signed=True, towns=[meerane]).register_number == 50
    with pytest.raises(Conflict, match="schon Registernummern vergeben"):
        numbering.begin_numbering(60, by=caseworker(), reason="Anders überlegt.")


@pytest.mark.parametrize(("number", "reason"), [(0, "Grund"), (10**9, "Grund"), (50, " ")])
def test_beginning_without_sense_is_refused(number, reason):
    with pytest.raises(Conflict, match=r"^Bitte "):
        numbering.begin_numbering(number, by=caseworker(), reason=reason)


# --- Number and place ------------------------------------------------------------------------------------------------


def test_place_follows_the_days_and_the_reason_is_told(meerane, werdau, loessnitz):
    nameless = record(meerane, day="2021")
    first = AgreementFactory(signed=True, towns=[werdau], signed_on=date(2022, 3, 1))
    second = AgreementFactory(signed=True, towns=[loessnitz], signed_on=date(2022, 2, 1))
    found = places(dates.today(), {nameless.pk, first.pk, second.pk})
    assert [(found[row.pk].number, found[row.pk].ordinal) for row in (nameless, second, first)] == [
        (None, 1), (2, 2), (1, 3)
    ]  # fmt: skip
    assert found[first.pk].sentence == (
        "Nr.\N{NO-BREAK SPACE}1, nach dem Tag der Unterzeichnung die 3.: 1 früher unterzeichnete hat keine bekannte "
        "Nummer; Nr.\N{NO-BREAK SPACE}2 wurde früher unterzeichnet."
    )
    assert found[second.pk].sentence == ""
    assert found[nameless.pk].sentence == "Nummer unbekannt, nach dem Tag der Unterzeichnung die 1."
    assert {pk: place.ordinal for pk, place in found.items()} == {
        row.pk: ordinal(row, on=dates.today()) for row in (nameless, first, second)
    }


def test_numbers_nobody_has_are_part_of_the_reason(meerane, werdau):
    record(meerane, number=4, day="2022")
    row = AgreementFactory(signed=True, towns=[werdau], signed_on=date(2022, 5, 1), register_number=6)
    assert places(dates.today(), {row.pk})[row.pk].reason == (
        "Nr.\N{NO-BREAK SPACE}4 wurde später unterzeichnet; zu 4 kleineren Nummern ist keine unterzeichnete "
        "Vereinbarung erfasst. Ein Tag, der nur ungefähr bekannt ist, zählt ab dem letzten möglichen."
    )


# --- Correcting and taking back --------------------------------------------------------------------------------------


def correct(row, **values):
    return recording.correct_recorded(row, by=caseworker(), reason=REASON, **values)


def test_correction_changes_what_is_known_and_keeps_who_stays(meerane, werdau):
    row = record(meerane, day="2021")
    party = row.parties.get(municipality=meerane)
    row = fresh(correct(row, known=known(meerane, werdau, number=21)))
    assert (row.signed_span.label, row.number_label, row.version) == ("25. Mai 2021", "21", 2)
    assert [town.name for town in row.municipalities] == ["Meerane", "Werdau"]
    assert row.parties.get(municipality=meerane) == party
    event = AuditEvent.objects.about(row).filter(action="correct_recorded").get()
    assert (event.before["Tag der Unterzeichnung"], event.after["Tag der Unterzeichnung"]) == ("2021", "25. Mai 2021")
    assert event.municipality_ids == sorted([meerane.pk, werdau.pk])


def test_correction_with_the_same_values_changes_nothing(meerane):
    row = record(meerane, number=3)
    correct(row, known=known(meerane, number=3))
    assert (fresh(row).version, AuditEvent.objects.about(row).count()) == (1, 1)


def test_correction_of_an_old_page_is_refused(meerane):
    row = record(meerane)
    correct(row, known=known(meerane, number=3), version=1)
    with pytest.raises(Conflict, match="inzwischen selbst geändert"):
        correct(row, known=known(meerane, number=4), version=1)


def test_only_what_was_recorded_is_corrected_or_taken_back(meerane):
    row = AgreementFactory(signed=True, towns=[meerane])
    for act in (lambda: correct(row, known=known(meerane)), lambda: withdraw(row)):
        with pytest.raises(Conflict, match="wurde hier geschlossen"):
            act()


def withdraw(row):
    return recording.withdraw_recorded(row, by=caseworker(), reason=REASON)


def test_taken_back_it_counts_nowhere_and_its_number_is_free(meerane, werdau):
    row = record(meerane, number=21)
    withdraw(row)
    withdraw(row)
    row = fresh(row)
    assert (row.get_status_display(), row.register_number, row.signed_on) == ("Erfassung zurückgenommen", None, None)
    assert not CooperationAgreement.objects.concluded(on=dates.today()).exists()
    assert record(werdau, number=21).register_number == 21
    assert AuditEvent.objects.about(row).filter(action="withdraw_recorded").count() == 1


def test_it_ends_like_any_other(meerane):
    row = record(meerane)
    signing.end(row, by=caseworker(), ended_on=date(2022, 5, 1), reason=REASON)
    row = fresh(row)
    assert row.get_status_display() == "beendet (nacherfasst)"
    with pytest.raises(Conflict, match=r"endete am 1\. Mai 2022"):
        correct(row, known=known(meerane, day="2022-06"))
