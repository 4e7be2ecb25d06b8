"""Who an agreement covers: towns themselves, members an association acts for, towns another one signs for."""

from datetime import date
from itertools import count

import pytest

from accounts.functions import Function
from agreements import papers
from agreements.actions import drafting, keeping, review
from agreements.actions.drafting import SignatoryEntry
from agreements.block import AgreementBlock
from agreements.due import due, missing_signatures
from agreements.models import AgreementVersion, CooperationAgreement, Party
from audit.models import AuditEvent
from core import dates
from core.blocks import State
from core.exceptions import Conflict
from municipalities.models import AssociationMembership, ContactPerson
from tests.agreements.asking import fresh, text, url, versioned
from tests.factories import AssociationFactory, ContactFactory, MunicipalityFactory, caseworker, lead, person
from tests.life import lead_on, prints_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]
TODAY = date(2023, 4, 25)
REFERENCES = count(1)


@pytest.fixture
def union(meerane, werdau, landkreis_zwickau):
    """A Verwaltungsverband of Meerane and Werdau; the first of them is coordinated."""
    ContactFactory(municipality=meerane, coordination=True)
    return AssociationFactory(kind="union", name="Pleiße", district=landkreis_zwickau, members=[meerane, werdau])


@pytest.fixture
def koordination_verband(union):
    return person("koordination@verband.example", Function.COORDINATION, association=union)


def draft(*towns, union=None, police=None, **values):
    return drafting.create(
        by=caseworker(), municipalities=towns, associations=[union] if union else [], police_directorate=police,
        file_reference=f"LPR-{next(REFERENCES)}", **values,
    )  # fmt: skip


def names(agreement):
    return [town.name for town in fresh(agreement).municipalities]


def seen_by(user, *functions):
    return list(CooperationAgreement.objects.visible_to(user, as_=functions or user.functions_held()))


# --- Coverage -----------------------------------------------------------------------------------------------------


def test_town_covers_itself_and_an_association_its_members(meerane, werdau, loessnitz, union):
    assert names(draft(loessnitz, meerane)) == ["Lößnitz", "Meerane"]
    both = draft(loessnitz, union=union)
    assert names(both) == ["Meerane", "Werdau", "Lößnitz"]
    assert fresh(both).towns_label == "Verwaltungsverband Pleiße und Lößnitz"
    event = AuditEvent.objects.about(both).get(action="create_agreement")
    assert event.municipality_ids == sorted([meerane.pk, werdau.pk, loessnitz.pk])


def test_member_that_is_party_itself_is_covered_once_by_itself(meerane, union):
    agreement = draft(meerane, union=union)
    own = agreement.coverage.get(municipality=meerane)
    assert (own.party.municipality, agreement.coverage.count()) == (meerane, 2)


def test_members_are_followed_until_the_text_is_fixed_and_never_after(meerane, werdau, loessnitz, union):
    agreement = draft(union=union)
    AssociationMembership.objects.create(association=union, municipality=loessnitz, starts_on=date(2023, 1, 1))
    assert keeping.follow_memberships(union, by=caseworker()) == [agreement]
    assert names(agreement) == ["Lößnitz", "Meerane", "Werdau"]
    assert keeping.follow_memberships(by=None, process="daily") == []
    fixed = lead_on(agreement, "finalised")
    AssociationMembership.objects.filter(municipality=loessnitz).update(ends_on=date(2023, 4, 24))
    with dates.at(date(2023, 6, 1)):
        assert keeping.follow_memberships(union, by=caseworker()) == []
        assert names(fixed) == ["Lößnitz", "Meerane", "Werdau"]


def test_membership_that_ends_today_ends_tomorrow(union, werdau):
    agreement = draft(union=union)
    AssociationMembership.objects.filter(municipality=werdau).update(ends_on=TODAY)
    assert keeping.follow_memberships(union, by=caseworker()) == []
    with dates.at(date(2023, 4, 26)):
        assert keeping.follow_memberships(union, by=caseworker()) == [agreement]
    assert names(agreement) == ["Meerane"]


def test_consent_is_void_when_other_members_are_covered(union, werdau):
    agreement = lead_on(draft(union=union), "consultation")
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=TODAY)
    AssociationMembership.objects.filter(municipality=werdau).update(ends_on=date(2023, 4, 24))
    with pytest.raises(Conflict, match="erneut fragen"):
        review.approve(agreement, by=lead())


def test_members_that_changed_after_the_approval_stop_the_fixing(union, werdau):
    agreement = lead_on(draft(union=union), "approved")
    AssociationMembership.objects.filter(municipality=werdau).update(ends_on=date(2023, 4, 24))
    assert keeping.follow_memberships(union, by=caseworker()) == []
    with pytest.raises(Conflict, match="zurück in die Abstimmung"):
        lead_on(agreement, "finalised")
    assert names(agreement) == ["Meerane", "Werdau"]


def test_association_without_members_is_not_ready(meerane, union):
    AssociationMembership.objects.all().delete()
    agreement = lead_on(draft(meerane, union=union), "consultation")
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=TODAY)
    with pytest.raises(Conflict, match="Ohne Mitgliedskommunen: Verwaltungsverband Pleiße"):
        review.approve(agreement, by=lead())


def test_board_figures_and_filters_go_over_the_coverage(meerane, werdau, loessnitz, union, landkreis_zwickau):
    agreement = lead_on(draft(union=union), "signed")
    block = AgreementBlock()
    states = block.states_on(TODAY, [meerane.pk, werdau.pk, loessnitz.pk], internal=True)
    assert (states[meerane.pk], states[werdau.pk], loessnitz.pk in states) == (State.PRESENT, State.PRESENT, False)
    towns = type(meerane).objects.all()
    assert block.count(block.figures()[0], TODAY, towns) == 1
    found = CooperationAgreement.objects.matching
    assert [list(found(word, on=dates.today())) for word in ("Werdau", "pleiße", "Lößnitz")] == [
        [agreement],
        [agreement],
        [],
    ]
    assert list(CooperationAgreement.objects.in_district(landkreis_zwickau.key)) == [agreement]
    assert list(CooperationAgreement.objects.in_directorate("zwickau")) == [agreement]


# --- Who may read -------------------------------------------------------------------------------------------------


def test_members_and_the_association_read_what_covers_them(
    union, koordination_verband, koordination_meerane, koordination_werdau, loessnitz, werdau
):
    agreement, own = draft(union=union), lead_on(draft(werdau), "consultation")
    everybody = (koordination_verband, koordination_meerane, koordination_werdau)
    assert [seen_by(user) for user in everybody] == [[], [], [own]]
    lead_on(agreement, "consultation")
    assert [seen_by(user) for user in everybody] == [[agreement], [agreement], [own, agreement]]
    stranger = person("fremd@stadt.example", Function.COORDINATION, municipality=loessnitz)
    other = AssociationFactory(members=[loessnitz])
    elsewhere = person("fremd@verband.example", Function.COORDINATION, association=other)
    assert (seen_by(stranger), seen_by(elsewhere)) == ([], [])
    assert not Party.objects.visible_to(elsewhere, as_=elsewhere.functions_held()).exists()
    assert not AgreementVersion.objects.visible_to(stranger, as_=stranger.functions_held()).exists()


def test_town_that_left_before_the_fixing_reads_no_more(union, werdau, koordination_werdau):
    lead_on(draft(union=union), "consultation")
    AssociationMembership.objects.filter(municipality=werdau).update(ends_on=date(2023, 4, 24))
    keeping.follow_memberships(union, by=caseworker())
    assert seen_by(koordination_werdau) == []


def test_head_of_the_association_agrees_for_it_and_for_nobody_else(client_of, union, werdau):
    agreement = lead_on(draft(werdau, union=union), "consultation")
    head = person("vorsitz@verband.example", Function.MAYOR, association=union)
    parties = {party.name: party for party in agreement.sorted_parties}
    data = versioned(agreement, note="")
    answers = {
        name: client_of(head).post(url("consent", agreement, party_id=party.pk), data).status_code
        for name, party in parties.items()
    }
    assert answers == {"Landespräventionsrat Sachsen": 403, "Verwaltungsverband Pleiße": 302, "Stadt Werdau": 403}
    assert [party.name for party in agreement.parties.exclude(agreed_on=None)] == ["Verwaltungsverband Pleiße"]


def test_head_of_a_member_does_not_speak_for_the_association(client_of, union, beigeordnete_meerane):
    agreement = lead_on(draft(union=union), "consultation")
    party = agreement.bearers[0]
    answer = client_of(beigeordnete_meerane).post(
        url("consent", agreement, party_id=party.pk), versioned(agreement, note="")
    )
    assert answer.status_code == 403
    assert due(beigeordnete_meerane, beigeordnete_meerane.functions_held()) == []


# --- On paper, at the signing -------------------------------------------------------------------------------------


def test_paper_says_for_whom_the_association_acts(union):
    paper = papers.from_agreement(fresh(draft(union=union)), is_draft=True)
    assert paper.parties[1].name == "dem Verwaltungsverband Pleiße"
    assert paper.parties[1].represented == (
        "handelnd für die Mitgliedskommunen Meerane und Werdau, vertreten durch: Verbandsvorsitzende/r"
    )
    assert "Die Städte Meerane und Werdau im Verwaltungsverband Pleiße – im Folgenden die Kommunen" in " ".join(
        paper.clauses[0].paragraphs
    )
    assert (paper.signatories[1].office, paper.signatories[1].body) == (
        "Verbandsvorsitzende/r", "Verwaltungsverband Pleiße"
    )  # fmt: skip


def test_heads_of_the_members_are_guests_unless_others_were_entered(union, meerane, werdau):
    ContactFactory(municipality=meerane, name="Jörg Schmeißer", office="Bürgermeister", role=ContactPerson.Role.HEAD)
    agreement = lead_on(draft(union=union), "finalised")
    assert [(guest.name, guest.office) for guest in agreement.guests.all()] == [
        ("Jörg Schmeißer", "Bürgermeister, Stadt Meerane"), ("", "Bürgermeister/in, Stadt Werdau")
    ]  # fmt: skip
    assert not lead_on(draft(meerane), "finalised").guests.exists()


def test_one_town_signs_for_another(meerane, werdau, loessnitz):
    for town in (meerane, werdau, loessnitz):
        ContactFactory(municipality=town, coordination=True)
    agreement = represented_by_meerane(draft(meerane, werdau, loessnitz), werdau)
    paper = papers.from_agreement(fresh(agreement), is_draft=True)
    by_name = {party.name: party.represented for party in paper.parties}
    assert by_name["der Stadt Werdau"] == "vertreten durch die Stadt Meerane, diese vertreten durch: Bürgermeister"
    assert [signatory.body for signatory in paper.signatories] == [
        "Landespräventionsrat Sachsen", "Stadt Meerane, zugleich für: Stadt Werdau", "Stadt Lößnitz"
    ]  # fmt: skip
    lead_on(agreement, "consultation")
    assert agreement.parties.filter(agreed_on=None).count() == 4
    fixed = lead_on(agreement, "finalised")
    assert missing_signatures(fixed) == ["Landespräventionsrat Sachsen", "Stadt Meerane", "Stadt Lößnitz"]
    assert lead_on(fixed, "signed").register_number == 1


def represented_by_meerane(agreement, *towns):
    parties = {party.municipality: party for party in agreement.sorted_parties}
    meerane = next(party for town, party in parties.items() if town and town.name == "Meerane")
    others = [party for town, party in parties.items() if town not in towns]
    drafting.edit_signatories(
        agreement, by=caseworker(), entries=[SignatoryEntry(party.pk, "", "Bürgermeister") for party in others],
        represented={parties[town].pk: meerane.pk for town in towns},
    )  # fmt: skip
    return agreement


@pytest.mark.parametrize("wrong", ["itself", "police", "office", "chain"])
def test_only_a_town_that_signs_itself_represents_another(meerane, werdau, loessnitz, pd_zwickau, wrong):
    agreement = draft(meerane, werdau, loessnitz, police=pd_zwickau)
    office, first, second, third, police = agreement.sorted_parties
    represented = {
        "itself": {first.pk: first.pk},
        "police": {first.pk: police.pk},
        "office": {police.pk: office.pk},
        "chain": {first.pk: second.pk, second.pk: third.pk},
    }[wrong]
    signing = [party for party in agreement.sorted_parties if party.pk not in represented]
    entries = [SignatoryEntry(party.pk, "", "Leitung") for party in signing]
    with pytest.raises(Conflict, match="unterzeichnen"):
        drafting.edit_signatories(agreement, by=caseworker(), entries=entries, represented=represented)
    assert not Party.objects.exclude(represented_by=None).exists()


def test_town_whose_representative_leaves_signs_for_itself_again(meerane, werdau, loessnitz):
    agreement = represented_by_meerane(draft(meerane, werdau, loessnitz), werdau)
    drafting.edit_parties(
        agreement,
        by=caseworker(),
        municipalities=[werdau, loessnitz],
        police_directorate=None,
        file_reference="LPR-neu",
    )
    row = fresh(agreement)
    assert [(item.party.name, item.office) for item in row.signatories][1] == ("Stadt Werdau", "Bürgermeister/in")
    assert all(party.signs_itself for party in row.sorted_parties)


def test_representation_is_entered_on_the_page_of_the_signatories(client_of, sachbearbeitung, meerane, werdau):
    agreement = draft(meerane, werdau)
    office, first, second = agreement.sorted_parties
    people = {"personen-TOTAL_FORMS": 3, "personen-INITIAL_FORMS": 0}
    for index, party in enumerate((office, first, second)):
        people |= {f"personen-{index}-party_id": party.pk, f"personen-{index}-office": "Leitung"}
    data = versioned(agreement, **people, **{f"fuer-{first.pk}": "", f"fuer-{second.pk}": first.pk})
    answer = client_of(sachbearbeitung).post(url("signatories", agreement), data)
    assert answer.status_code == 302
    assert [item.party for item in fresh(agreement).signatories] == [office, first]
    page = text(client_of(sachbearbeitung).get(agreement.get_absolute_url()))
    assert "vertreten durch Stadt Meerane" in page


# --- Twice at once ------------------------------------------------------------------------------------------------


def test_town_holds_one_agreement_by_its_association_and_one_of_its_own(
    client_of, sachbearbeitung, koordination_meerane, union, meerane
):
    with prints_once():
        joint, own = lead_on(draft(union=union), "signed"), lead_on(draft(meerane), "signed")
    assert joint.signed_on == own.signed_on
    page = text(client_of(koordination_meerane).get("/"))
    assert [page.count(row.get_absolute_url() + '"') > 0 for row in (joint, own)] == [True, True]
    response = client_of(sachbearbeitung).post(
        url("create"), {"kind": "agreement", "municipalities": [meerane.pk], "police": "none", "file_reference": ""},
        follow=True,
    )  # fmt: skip
    assert text(response).count("Es läuft schon eine andere") == 2
    assert "Weitere laufende Vereinbarung" in text(response)


def test_association_is_chosen_on_the_page(client_of, sachbearbeitung, union, musterstadt):
    data = {"kind": "agreement", "associations": [union.pk], "police": "derived", "file_reference": "LPR-9"}
    assert client_of(sachbearbeitung).post(url("create"), data).status_code == 302
    row = CooperationAgreement.objects.for_detail().get()
    assert (row.towns_label, row.police_directorate.key) == ("Verwaltungsverband Pleiße", "zwickau")
    mixed = client_of(sachbearbeitung).post(url("create"), data | {"municipalities": [musterstadt.pk]})
    assert mixed.status_code == 422
    nobody = client_of(sachbearbeitung).post(url("create"), data | {"associations": []})
    assert (nobody.status_code, "Bitte mindestens eine Kommune" in text(nobody)) == (422, True)


def test_alliance_and_community_have_their_own_grammar(meerane, werdau):
    paper = {}
    for kind in ("community", "alliance"):
        body = AssociationFactory(kind=kind, name="Pleiße", members=[meerane, werdau, MunicipalityFactory()])
        made = papers.from_agreement(fresh(draft(union=body)), is_draft=True)
        paper[kind] = (made.parties[1].name, " ".join(made.clauses[1].paragraphs))
    assert paper["community"][0] == "der Verwaltungsgemeinschaft Pleiße"
    assert "in der Verwaltungsgemeinschaft Pleiße, bei der" in paper["community"][1]
    assert paper["alliance"][0] == "dem Städtebund Pleiße"
    assert "im Städtebund Pleiße, bei der" in paper["alliance"][1]
