"""Drafting: parties, signatories and text, and what happens when two people edit at once."""

from datetime import date

import pytest

from agreements.actions import drafting, wording
from agreements.actions.drafting import SignatoryEntry
from agreements.models import AgreementTemplate, CooperationAgreement
from audit.models import AuditEvent
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.models import ContactPerson
from tests.factories import ContactFactory, caseworker, lead
from tests.life import agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]


def create(*towns, police=None, **values):
    return drafting.create(by=caseworker(), municipalities=towns, police_directorate=police, **values)


def signatories(agreement):
    fresh = CooperationAgreement.objects.get(pk=agreement.pk)
    return [(row.party.name, row.name, row.office) for row in fresh.signatories]


# --- Creating -----------------------------------------------------------------------------------------------------


def test_new_draft_has_parties_signatories_and_the_sample_text(meerane, pd_zwickau):
    agreement = create(meerane, police=pd_zwickau, file_reference=" LPR-0144.5/50/2023 ")
    assert (agreement.status, agreement.version, agreement.drafted_on) == ("draft", 1, date(2023, 4, 25))
    assert agreement.file_reference == "LPR-0144.5/50/2023"
    assert str(agreement) == "Kooperationsvereinbarung Meerane"
    assert signatories(agreement) == [
        ("Landespräventionsrat Sachsen", "", "Geschäftsführung"),
        ("Stadt Meerane", "", "Bürgermeister/in"),
        ("Polizeidirektion Zwickau", "", "Leitung der Polizeidirektion"),
    ]
    clauses = list(agreement.clauses.all())
    assert [clause.position for clause in clauses] == list(range(len(clauses)))
    assert (clauses[0].label, clauses[1].label) == ("Präambel", "§\N{NO-BREAK SPACE}1 Gegenstand und Zweck")
    assert all(clause.text == clause.template_text and not clause.deviates for clause in clauses)


def test_clauses_for_the_police_are_left_out_without_leaving_a_gap(meerane, pd_zwickau):
    with_police = create(meerane, police=pd_zwickau).clauses.all()
    without = create(meerane).clauses.all()
    assert "Beitrag der Polizeidirektion" in [clause.heading for clause in with_police]
    assert "Beitrag der Polizeidirektion" not in [clause.heading for clause in without]
    assert [clause.position for clause in without] == list(range(len(with_police) - 1))


def test_signatories_known_from_the_contacts_are_taken_over(meerane, pd_zwickau):
    head = ContactPerson.Role.HEAD
    ContactFactory(municipality=meerane, name="Jörg Schmeißer", office="Bürgermeister", role=head)
    ContactFactory(
        municipality=None, police_directorate=pd_zwickau, office="Leiterin", role=ContactPerson.Role.SIGNATORY
    )
    ContactFactory(municipality=None, name="Sven Forkert", office="Geschäftsführer", role=head)
    ContactFactory(municipality=meerane, name="Ehemalig", role=ContactPerson.Role.SIGNATORY, ends_on=date(2023, 4, 25))
    with_former = create(meerane, police=pd_zwickau)
    assert signatories(with_former)[1] == ("Stadt Meerane", "Ehemalig", "Sachgebiet Ordnung")
    ContactPerson.objects.filter(person__name="Ehemalig").update(starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24))
    assert signatories(create(meerane, police=pd_zwickau)) == [
        ("Landespräventionsrat Sachsen", "Sven Forkert", "Geschäftsführer"),
        ("Stadt Meerane", "Jörg Schmeißer", "Bürgermeister"),
        ("Polizeidirektion Zwickau", "", "Leiterin"),
    ]


def test_contact_the_town_keeps_to_itself_does_not_become_signatory(meerane):
    ContactFactory(
        municipality=meerane, name="Nur für uns", office="Bürgermeister", role=ContactPerson.Role.HEAD,
        visibility=Visibility.OWN_PLACE,
    )  # fmt: skip
    assert signatories(create(meerane))[1] == ("Stadt Meerane", "", "Bürgermeister/in")


def test_joint_agreement_keeps_the_order_of_the_towns(meerane, werdau, loessnitz):
    agreement = create(werdau, meerane, loessnitz, werdau)
    assert agreement.towns_label == "Werdau, Meerane und Lößnitz"
    assert [party.name for party in agreement.sorted_parties] == [
        "Landespräventionsrat Sachsen", "Stadt Werdau", "Stadt Meerane", "Stadt Lößnitz",
    ]  # fmt: skip


def test_agreement_without_a_town_is_refused(db):
    with pytest.raises(Conflict, match="mindestens eine Kommune"):
        create()


def test_kind_without_sample_text_is_refused(meerane):
    AgreementTemplate.objects.all().delete()
    with pytest.raises(Conflict, match="heute keinen gültigen Mustertext"):
        create(meerane)
    assert not CooperationAgreement.objects.exists()


def test_creation_is_recorded_with_its_facts_for_every_town(meerane, werdau):
    agreement = create(meerane, werdau, file_reference="LPR-1")
    event = AuditEvent.objects.about(agreement).get(action="create_agreement")
    assert event.municipality_ids == sorted([meerane.pk, werdau.pk])
    assert event.after == {
        "Art": "Kooperationsvereinbarung", "Aktenzeichen": "LPR-1", "Zustand": "Entwurf",
        "Parteien": "Landespräventionsrat Sachsen, Stadt Meerane, Stadt Werdau",
    }  # fmt: skip


# --- Editing ------------------------------------------------------------------------------------------------------


def test_changed_clause_is_recorded_before_and_after(meerane):
    agreement = agreement_in("draft", towns=[meerane])
    clause = agreement.clauses.get(position=1)
    row = wording.edit_text(agreement, by=lead(), texts={clause.pk: " Neu. \r\nZweiter Absatz.\n"}, version=1)
    clause.refresh_from_db()
    assert (clause.text, clause.deviates) == ("Neu.\nZweiter Absatz.", True)
    assert (row.version, row.edited_by) == (2, lead())
    event = AuditEvent.objects.about(agreement).get(action="edit_text")
    assert event.changes == [(clause.label, clause.template_text, "Neu.\nZweiter Absatz.")]


def test_text_for_a_clause_of_another_agreement_changes_nothing(meerane, werdau):
    mine, other = agreement_in("draft", towns=[meerane]), agreement_in("draft", towns=[werdau])
    foreign = other.clauses.get(position=1)
    wording.edit_text(mine, by=caseworker(), texts={foreign.pk: "Eingeschmuggelt."})
    foreign.refresh_from_db()
    assert foreign.text == foreign.template_text


@pytest.mark.parametrize("act", ["text", "parties", "signatories"])
def test_page_made_for_an_older_version_overwrites_nothing(act, meerane, werdau):
    agreement = agreement_in("draft", towns=[meerane])
    clause = agreement.clauses.get(position=1)
    wording.edit_text(agreement, by=lead(), texts={clause.pk: "Von der Leitung."}, version=1)
    entries = [SignatoryEntry(party.pk, "Jemand", "Leitung") for party in agreement.parties.all()]
    stale = {
        "text": lambda: wording.edit_text(agreement, by=caseworker(), texts={clause.pk: "Veraltet."}, version=1),
        "parties": lambda: drafting.edit_parties(
            agreement, by=caseworker(), municipalities=[werdau], police_directorate=None, file_reference="X", version=1
        ),
        "signatories": lambda: drafting.edit_signatories(agreement, by=caseworker(), entries=entries, version=1),
    }
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        stale[act]()
    row = CooperationAgreement.objects.get(pk=agreement.pk)
    assert (row.towns_label, row.edited_by) == ("Meerane", lead())
    assert row.clauses.get(position=1).text == "Von der Leitung."


def test_changed_file_reference_is_not_overwritten_by_an_older_page(meerane):
    agreement = agreement_in("draft", towns=[meerane], file_reference="LPR-1")
    same = {"municipalities": [meerane], "police_directorate": None}
    drafting.edit_parties(agreement, by=lead(), file_reference="LPR-2", version=1, **same)
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        drafting.edit_parties(agreement, by=caseworker(), file_reference="LPR-1", version=1, **same)


def test_party_that_stays_keeps_its_signatories_the_others_come_and_go(meerane, werdau, pd_zwickau):
    agreement = create(meerane, police=pd_zwickau)
    parties = {party.name: party for party in agreement.sorted_parties}
    entries = [SignatoryEntry(party.pk, f"Person {name}", "Leitung") for name, party in parties.items()]
    drafting.edit_signatories(agreement, by=caseworker(), entries=entries)
    drafting.edit_parties(
        agreement, by=caseworker(), municipalities=[werdau, meerane], police_directorate=None, file_reference="LPR-9"
    )
    assert signatories(agreement) == [
        ("Landespräventionsrat Sachsen", "Person Landespräventionsrat Sachsen", "Leitung"),
        ("Stadt Werdau", "", "Bürgermeister/in"),
        ("Stadt Meerane", "Person Stadt Meerane", "Leitung"),
    ]
    event = AuditEvent.objects.about(agreement).get(action="edit_parties")
    assert sorted(event.changes) == [
        ("Aktenzeichen", "–", "LPR-9"),
        (
            "Parteien",
            "Landespräventionsrat Sachsen, Stadt Meerane, Polizeidirektion Zwickau",
            "Landespräventionsrat Sachsen, Stadt Werdau, Stadt Meerane",
        ),
    ]
    assert event.municipality_ids == sorted([meerane.pk, werdau.pk])


def test_parties_as_they_were_change_nothing(meerane, pd_zwickau):
    agreement = create(meerane, police=pd_zwickau, file_reference="LPR-1")
    events = AuditEvent.objects.count()
    row = drafting.edit_parties(
        agreement, by=lead(), municipalities=[meerane], police_directorate=pd_zwickau, file_reference="LPR-1", version=1
    )
    assert (row.version, row.edited_by) == (1, caseworker())
    assert AuditEvent.objects.count() == events
    with pytest.raises(Conflict, match="mindestens eine Kommune"):
        drafting.edit_parties(agreement, by=lead(), municipalities=[], police_directorate=None, file_reference="")


def test_every_party_keeps_at_least_one_signatory(meerane, pd_zwickau):
    agreement = create(meerane, police=pd_zwickau)
    office, town, _ = agreement.sorted_parties
    entries = [SignatoryEntry(office.pk, "", "Leitung"), SignatoryEntry(town.pk, "", "Leitung")]
    with pytest.raises(Conflict, match="Jede Partei, die selbst unterzeichnet, braucht"):
        drafting.edit_signatories(agreement, by=caseworker(), entries=entries)
    assert len(signatories(agreement)) == 3


def test_signatory_cannot_be_entered_for_a_party_of_another_agreement(meerane, werdau):
    mine, other = create(meerane), create(werdau)
    entries = [SignatoryEntry(party.pk, "", "Leitung") for party in [*mine.sorted_parties, other.sorted_parties[1]]]
    with pytest.raises(Conflict, match="Jede Partei"):
        drafting.edit_signatories(mine, by=caseworker(), entries=entries)


def test_signatories_stand_in_the_order_they_were_entered(meerane):
    agreement = create(meerane)
    office, town = agreement.sorted_parties
    entries = [
        SignatoryEntry(town.pk, "Zuerst", "Bürgermeister"),
        SignatoryEntry(office.pk, " Büro ", " Leitung "),
        SignatoryEntry(town.pk, "Danach", "Beigeordnete"),
    ]
    drafting.edit_signatories(agreement, by=lead(), entries=entries, version=1)
    assert [(name, office) for _, name, office in signatories(agreement)] == [
        ("Büro", "Leitung"), ("Zuerst", "Bürgermeister"), ("Danach", "Beigeordnete"),
    ]  # fmt: skip
    event = AuditEvent.objects.about(agreement).get(action="edit_signatories")
    assert ("Stadt Meerane", "Bürgermeister/in", "Zuerst, Bürgermeister; Danach, Beigeordnete") in event.changes
    count = AuditEvent.objects.count()
    drafting.edit_signatories(agreement, by=lead(), entries=entries, version=2)
    assert AuditEvent.objects.count() == count
