"""The demo: what is seeded, that it is true where it claims to be, and that seeding can be repeated and interrupted."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from agreements.actions import fixing
from agreements.actions.signing import Signature, sign
from agreements.actions.template import load_samples
from agreements.models import CooperationAgreement, Signatory, SigningGuest
from agreements.models.agreement import ordinal
from agreements.transitions import Status
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from documents.actions import content_of
from documents.models import Document
from municipalities import register
from municipalities.models import ContactPerson, Municipality
from portal.demo import source
from portal.demo.people import CASEWORK, LEAD, ROLES, create_people
from portal.demo.places import create_contacts, create_example_places
from portal.demo.telling import Cast, tell_all

# One seeding serves the whole module; with xdist the group keeps it on one worker.
pytestmark = pytest.mark.xdist_group("demo")

PASSWORD = "vorfuehrung-im-april"
TODAY = date(2023, 4, 25)
PRESS_NAMES = {
    "Anke Sandvoß", "Jörg Schmeißer", "Katja Floß", "Mario Klitsch", "Stefanie Trinks", "Sven Forkert", "Tia Köhler",
}  # fmt: skip
BILATERAL = {"Glauchau", "Verwaltungsverband Wildenstein", "Markkleeberg", "Meißen", "Taucha"}
JOINT = {
    "Aue-Bad Schlema, Lauter-Bernsbach, Lößnitz, Schneeberg und Schwarzenberg/Erzgeb.",
    "Auerbach/Vogtl., Lengenfeld und Rodewisch",
    "Verwaltungsverband Wildenstein",
    "Olbersdorf, Bertsdorf-Hörnitz, Jonsdorf und Oybin",
    "Reichenbach/O.L., Königshain und Vierkirchen",
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The whole demo, seeded once by the command and rolled back after the last test of this module."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        override_settings(DEMO=True, DEMO_TODAY=TODAY),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("seed_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def undone(demo: None) -> Iterator[None]:
    """What the test does to the seeded demo is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def concluded(on: date) -> list[CooperationAgreement]:
    rows = CooperationAgreement.objects.of_saxony().numbered().concluded(on=on)
    return list(rows.for_detail().order_by("register_number"))


def meerane() -> CooperationAgreement:
    return CooperationAgreement.objects.for_detail().get(parties__municipality__name="Meerane")


# --- Untouched: 49 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2023, 4, 24), date(2023, 4, 25)])
def test_forty_nine_are_signed_on_both_days(demo: None, day: date) -> None:
    assert len(concluded(day)) == 49


def test_meerane_stands_ready_to_become_the_fiftieth(demo: None) -> None:
    row = meerane()
    assert (row.status, row.register_number, row.expected_number()) == (Status.FINALISED, None, 50)
    assert [signatory.label for signatory in row.signatories] == [
        "Sven Forkert, Geschäftsführer",
        "Jörg Schmeißer, Bürgermeister",
        "Katja Floß, Kriminaloberrätin, Leiterin des Referats Kriminalitätsbekämpfung",
    ]
    assert not any(signatory.signed_on for signatory in row.signatories)
    assert "Tia Köhler, ASSKomm-Koordinatorin" in row.clauses.get(position=3).text
    assert row.day_note == "Tage vor der Unterzeichnung: Beispiel"


def test_signing_meerane_gives_fifty(undone: None) -> None:
    row = meerane()
    for signatory in row.signatories:
        sign(signatory, by=User.objects.get(email=CASEWORK), signature=Signature(TODAY, place="Meerane"))

    signed = meerane()
    assert (signed.register_number, ordinal(signed, TODAY), ordinal(signed, date(2023, 4, 24))) == (50, 50, None)
    assert [len(concluded(date(2023, 4, day))) for day in (24, 25)] == [49, 50]
    assert place_in_order(signed, [row for row in concluded(TODAY) if in_district(row, "14524")]) == 5


def test_numbers_follow_the_days_of_signing_without_gap(demo: None) -> None:
    rows = concluded(TODAY)
    assert [row.register_number for row in rows] == list(range(1, 50))
    days = [row.signed_on for row in rows]
    assert days == sorted(days)


# --- True where it claims to be --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "towns", "day"),
    [
        (21, "Lohsa", date(2021, 5, 25)),
        (30, "Crimmitschau", date(2021, 12, 1)),
        (42, "Freiberg", date(2022, 11, 28)),
        (47, "Oelsnitz/Erzgeb.", date(2023, 2, 23)),
        (49, "Hartmannsdorf", date(2023, 4, 5)),
    ],
)
def test_published_ordinals_come_out(demo: None, number: int, towns: str, day: date) -> None:
    row = concluded(TODAY)[number - 1]
    assert (row.towns_label, row.signed_on, ordinal(row, TODAY)) == (towns, day, number)


@pytest.mark.parametrize(
    ("town", "keys", "place"),
    [
        ("Niesky", "14626", 8),
        ("Rothenburg/O.L.", "14626", 10),
        ("Olbersdorf", "14625 14626", 8),
        ("Reichenbach/O.L.", "14625 14626", 12),
        ("Bannewitz", "14628", 4),
        ("Hartmannsdorf", "14522", 5),
    ],
)
def test_published_places_within_a_region_come_out(demo: None, town: str, keys: str, place: int) -> None:
    rows = [row for row in concluded(TODAY) if in_district(row, *keys.split())]
    row = next(row for row in rows if town in [place.name for place in row.municipalities])
    assert place_in_order(row, rows) == place


def in_district(row: CooperationAgreement, *keys: str) -> bool:
    return any(town.district.key in keys for town in row.municipalities)


def place_in_order(row: CooperationAgreement, rows: list[CooperationAgreement]) -> int:
    return [other.pk for other in rows].index(row.pk) + 1


def test_joint_and_bilateral_agreements_are_those_documented(demo: None) -> None:
    rows = concluded(TODAY)
    assert {row.towns_label for row in rows if len(row.municipalities) > 1} == JOINT
    assert {row.towns_label for row in rows if row.police_directorate is None} == BILATERAL
    schwarzenberg = [row.towns_label for row in rows if "Schwarzenberg/Erzgeb." in row.towns_label]
    assert len(schwarzenberg) == 2, "once with the Silberberg towns, once of its own"


def test_wildenstein_acts_for_its_members_whose_mayors_were_guests(demo: None) -> None:
    row = CooperationAgreement.objects.for_detail().get(parties__association__name="Wildenstein")
    assert [town.name for town in row.municipalities] == ["Börnichen/Erzgeb.", "Grünhainichen"]
    assert [(party.name, party.kind) for party in row.bearers] == [("Verwaltungsverband Wildenstein", "association")]
    assert [item.office for item in row.signatories] == ["Leitung der Geschäftsstelle", "Verbandsvorsitzende"]
    assert sorted(guest.office for guest in row.guests.all()) == [
        "Amtschef des Innenministeriums",
        "Bürgermeister/in, Gemeinde Börnichen/Erzgeb.",
        "Bürgermeister/in, Gemeinde Grünhainichen",
    ]


def test_one_mayor_signs_for_koenigshain_and_vierkirchen(demo: None) -> None:
    row = CooperationAgreement.objects.for_detail().get(register_number=43)
    represented = {party.name: party.represented_by.name for party in row.bearers if party.represented_by}
    assert represented == dict.fromkeys(["Gemeinde Königshain", "Gemeinde Vierkirchen"], "Stadt Reichenbach/O.L.")
    assert len(row.signatories) == 3
    assert all(party.agreed_on for party in row.sorted_parties)


def test_schwarzenberg_holds_two_agreements_of_one_day(demo: None) -> None:
    town = Municipality.objects.get(ags="14521550")
    rows = CooperationAgreement.objects.covering_any([town.pk]).order_by("register_number").for_list()
    assert [(row.register_number, row.signed_on) for row in rows] == [
        (31, date(2021, 12, 17)), (32, date(2021, 12, 17))
    ]  # fmt: skip


def test_the_police_that_signs_is_the_one_of_the_district(demo: None) -> None:
    for row in concluded(TODAY):
        if row.police_directorate:
            assert {town.district.police_directorate for town in row.municipalities} == {row.police_directorate}


def test_two_were_signed_by_video(demo: None) -> None:
    rows = [row for row in concluded(TODAY) if {item.mode for item in row.signatories} == {Signatory.Mode.VIDEO}]
    assert [row.towns_label for row in rows] == ["Crimmitschau", "Werdau"]


def test_the_preliminary_agreement_takes_no_number(demo: None) -> None:
    row = CooperationAgreement.objects.get(kind="preliminary", parties__municipality__name="Oelsnitz/Erzgeb.")
    assert (row.signed_on, row.register_number, row.expected_number()) == (date(2021, 9, 1), None, None)


def test_invented_days_say_so(demo: None) -> None:
    told = CooperationAgreement.objects.exclude(is_recorded=True).exclude(kind="amendment", is_example=True)
    assert not told.exclude(day_note__contains="Beispiel").exists()
    spans = {row.towns_label: row.day_note for row in concluded(TODAY) if "bekannt ist nur" in row.day_note}
    assert spans == {
        "Verwaltungsverband Wildenstein": "Beispiel, bekannt ist nur September 2020, ein Mittwoch",
        "Großenhain": "Beispiel, bekannt ist nur das Jahr 2021",
        "Meißen": "Beispiel, bekannt ist nur das Jahr 2022",
    }


def test_what_only_a_source_tells_is_recorded_with_what_it_says(demo: None) -> None:
    row = CooperationAgreement.objects.for_detail().get(is_recorded=True, is_example=False)
    assert (row.towns_label, row.title) == ("Görlitz", "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}2")
    assert (str(row.signed_span and row.signed_span.label), row.signed_on) == ("Juli 2020", date(2020, 7, 31))
    assert (row.final_document, row.source.split(",")[0]) == (None, "Wochenkurier")


def test_the_file_names_real_places_and_working_days() -> None:
    names = {row["ags"]: row["name"] for row in register.rows(register.DATA, "municipalities")}
    names |= {row["key"]: row["name"] for row in register.rows(register.DATA, "associations")}
    for row in source.signed_rows():
        towns = [town.split(" ", 1) for town in row["towns"].split(source.SEPARATOR)]
        assert [names[ags] for ags, _ in towns] == [name for _, name in towns]
        assert date.fromisoformat(row["signed_on"]).weekday() < 5, row["towns"]
        assert bool(row["police"]) == bool(row["police_office"]), row["towns"]
    weeks = [
        case.signed_on - case.finalised_on for case in source.read().signed if case.signed_on and case.finalised_on
    ]
    assert {week.days for week in weeks} == {7}


# --- Nobody is named whom the press text does not name ------------------------------------------------------------


def test_only_press_names_appear(demo: None) -> None:
    signed = Signatory.objects.exclude(name="")
    assert set(signed.values_list("name", flat=True)) == {"Sven Forkert", "Jörg Schmeißer", "Katja Floß"}
    assert {item.party.agreement_id for item in signed.select_related("party")} == {meerane().pk}
    assert set(ContactPerson.objects.exclude(person=None).values_list("person__name", flat=True)) == PRESS_NAMES
    # Whoever signed in the past is told by function, and it is said that the name is not known.
    unnamed = Signatory.objects.filter(name="").exclude(signed_on=None)
    assert set(unnamed.values_list("signed_name", flat=True)) == {"Name nicht überliefert"}
    assert not SigningGuest.objects.exclude(name="").exists()


def test_accounts_are_named_by_function(demo: None) -> None:
    surnames = {name.split()[-1] for name in PRESS_NAMES}
    for user in User.objects.all():
        assert not surnames & set(user.name.split())
        assert user.email.endswith(".example")
    assert set(User.objects.values_list("email", flat=True)) == {role.email for role in ROLES}


def test_addresses_cannot_exist_and_press_contacts_name_their_source(demo: None) -> None:
    assert not ContactPerson.objects.exclude(email__endswith=".example").exists()
    for contact in ContactPerson.objects.all():
        assert contact.source == "Beispiel" or (contact.name and "Pressetext vom 25. April 2023" in contact.source)


def test_each_sign_in_holds_its_function_today(demo: None) -> None:
    held = {user.email: user.functions_held() for user in User.objects.all()}
    assert held == {role.email: frozenset({role.function.value}) for role in ROLES}
    deputy = User.objects.get(email="koordination@meerane.example").assignments.get()
    assert (deputy.is_deputy, deputy.municipality.name) == (True, "Meerane")


# --- Went through the ordinary actions ----------------------------------------------------------------------------


def test_every_fixed_agreement_has_its_stored_pdf(demo: None) -> None:
    fixed = CooperationAgreement.objects.for_detail().filter(finalised_on__isnull=False)
    assert fixed.count() == Document.objects.filter(kind=Document.Kind.FINAL_TEXT).count() == 52
    for row in fixed:
        content = content_of(row.final_document)
        assert content.startswith(b"%PDF-")
        assert (len(content), row.final_document.page_count or 0) > (10_000, 1)


def test_every_signed_agreement_has_its_trail(demo: None) -> None:
    lead, casework = User.objects.get(email=LEAD), User.objects.get(email=CASEWORK)
    for row in concluded(TODAY):
        if row.is_recorded:
            continue
        events = AuditEvent.objects.about(row)
        by_action = {event.action: event for event in events}
        assert {"create_agreement", "open_consultation", "consent", "finalise", "complete"} <= by_action.keys()
        assert by_action["approve"].actor == lead
        assert {event.actor for event in events} == {lead, casework}
        assert by_action["complete"].programme_day == row.signed_on
        assert sorted(by_action["complete"].municipality_ids) == sorted(row.municipality_ids)


# --- Invented towns -----------------------------------------------------------------------------------------------


def test_unfavourable_cases_belong_to_invented_towns(demo: None) -> None:
    unfavourable = CooperationAgreement.objects.filter(status__in=[Status.WITHDRAWN, Status.PARTLY_SIGNED])
    towns = [town for row in unfavourable for town in row.municipalities]
    assert sorted(town.name for town in towns) == ["Beispielhausen", "Musterstadt"]
    assert all(town.is_example for town in towns)
    waiting = CooperationAgreement.objects.of_saxony().filter(status__in=[Status.DRAFT, Status.CONSULTATION])
    assert not waiting.exists()


def test_the_overdue_one_waits_for_thirty_four_days(demo: None) -> None:
    row = CooperationAgreement.objects.get(parties__municipality__name="Musterstadt")
    assert (TODAY - row.finalised_on).days == 34


def test_invented_towns_are_outside_the_register_and_take_no_number(demo: None) -> None:
    examples = Municipality.objects.filter(is_example=True)
    assert Municipality.objects.of_saxony().existing(on=dates.today()).count() == 418
    assert examples.count() == 8
    assert not examples.filter(ags__startswith="14").exists()
    assert all(town.district.is_example for town in examples.select_related("district"))
    real = {row["name"] for row in register.rows(register.DATA, "municipalities")}
    assert not real & {town.name for town in examples}
    theirs = CooperationAgreement.objects.filter(parties__municipality__in=examples)
    assert not theirs.exclude(register_number=None).exists()


# --- Again, elsewhere, interrupted --------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(undone: None, capsys: pytest.CaptureFixture[str]) -> None:
    draft = CooperationAgreement.objects.get(status=Status.DRAFT)
    CooperationAgreement.objects.filter(pk=draft.pk).update(file_reference="von Hand geändert")
    before = (AuditEvent.objects.count(), CooperationAgreement.objects.count(), ContactPerson.objects.count())
    hashes = dict(User.objects.values_list("email", "password"))

    call_command("seed_demo")

    assert capsys.readouterr().out == "Vorführung bereit: 0 Vereinbarungen neu angelegt.\n"
    after = (AuditEvent.objects.count(), CooperationAgreement.objects.count(), ContactPerson.objects.count())
    assert after == before
    assert dict(User.objects.values_list("email", "password")) == hashes, "a new hash would sign everybody out"


def test_another_password_is_set_for_all(undone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(user.check_password(PASSWORD) for user in User.objects.all())
    monkeypatch.setenv("DEMO_PASSWORD", "ein-anderes-passwort")

    call_command("seed_demo", verbosity=0)

    assert all(user.check_password("ein-anderes-passwort") for user in User.objects.all())


@pytest.mark.django_db
def test_it_refuses_outside_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    with override_settings(DEMO=False), pytest.raises(CommandError, match="gehört zur Vorführung"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_asks_for_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with override_settings(DEMO=True), pytest.raises(CommandError, match="DEMO_PASSWORD fehlt"):
        call_command("seed_demo")


@pytest.mark.django_db
def test_an_interrupted_run_leaves_whole_agreements_and_is_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    story = source.read()
    register.load()
    load_samples(process="test")
    create_example_places(story)
    create_people()
    cast = Cast(casework=User.objects.get(email=CASEWORK), lead=User.objects.get(email=LEAD))
    create_contacts(story, by=cast.casework)
    finalise, calls = fixing.finalise, iter(range(10))

    def stop_at_the_second(agreement: CooperationAgreement, *, by: User) -> CooperationAgreement:
        if next(calls) == 1:  # of three the second was never drafted here
            raise Conflict("interrupted")
        return finalise(agreement, by=by)

    monkeypatch.setattr(fixing, "finalise", stop_at_the_second)
    with pytest.raises(Conflict, match="interrupted"):
        tell_all(story.signed[:3], cast)
    assert [row.towns_label for row in CooperationAgreement.objects.order_by("pk")] == ["Flöha", "Görlitz"]

    assert tell_all(story.signed[:3], cast) == 1
    numbers = CooperationAgreement.objects.order_by("pk").values_list("register_number", flat=True)
    assert list(numbers) == [1, 2, 3]
