"""„Liegt bei“: computed from the state, entered by hand, on list, file, start page and the agreement's page."""

from datetime import date

import pytest

from agreements.actions import resolving, review, stations
from agreements.due import due
from agreements.models import CooperationAgreement, Station
from agreements.readiness import blocking, points
from agreements.whereabouts import told, whereabouts
from core import dates
from core.exceptions import Conflict
from tests.agreements.asking import fresh, text, url, versioned
from tests.factories import AgreementFactory, ResolutionFactory, StationFactory, caseworker
from tests.life import agreement_in, sign_as

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]
TODAY, MEETING = date(2023, 4, 25), date(2023, 5, 23)
LPR, TOWN, POLICE = "Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau"


@pytest.fixture
def shown(meerane, pd_zwickau):
    return agreement_in("consultation", towns=[meerane], police=pd_zwickau)


def party_of(agreement, kind="municipality"):
    return agreement.parties.get(kind=kind)


def in_the_council(agreement, **values):
    entered = {"place": "council", "party": party_of(agreement), "starts_on": TODAY, "meets_on": MEETING} | values
    return stations.enter_station(agreement, by=caseworker(), **entered)


@pytest.mark.parametrize(
    ("status", "lies_with"),
    [
        ("draft", "Landespräventionsrat"),
        ("consultation", f"{LPR}, {TOWN}, {POLICE}"),
        ("approved", "Landespräventionsrat"),
        ("finalised", f"{LPR}, {TOWN}, {POLICE}"),
        ("signed", ""),
        ("withdrawn", ""),
    ],
)
def test_the_state_says_where_it_lies(status, lies_with, meerane, pd_zwickau):
    assert told(agreement_in(status, towns=[meerane], police=pd_zwickau)) == lies_with


def test_council_with_its_day_then_consent_ends_it(shown):
    in_the_council(shown)
    in_the_council(shown)
    assert Station.objects.count() == 1
    assert told(fresh(shown)) == f"{LPR}, Rat, {TOWN} (Sitzung am 23. Mai 2023), {POLICE}"
    review.consent(party_of(shown), by=caseworker(), agreed_on=TODAY)
    assert told(fresh(shown)) == f"{LPR}, {POLICE}"
    assert Station.objects.get().ends_on == TODAY
    for kind in ("state_office", "police"):
        review.consent(party_of(shown, kind), by=caseworker(), agreed_on=TODAY)
    assert told(fresh(shown)) == "Landespräventionsrat"
    stations.enter_station(shown, by=caseworker(), place="leadership", starts_on=TODAY)
    assert told(fresh(shown)) == "Hausleitung"


def test_signature_of_one_leaves_the_others_where_they_lie(fixed):
    in_the_council(fixed)
    sign_as(next(row for row in fresh(fixed).signatories if row.party.kind == "police"))
    assert told(fresh(fixed)) == f"{LPR}, Rat, {TOWN} (Sitzung am 23. Mai 2023)"


def test_refusals(shown, concluded):
    town = party_of(shown)
    with pytest.raises(Conflict, match="gehört nicht zu dieser Partei"):
        stations.enter_station(shown, by=caseworker(), place="police", party=town, starts_on=TODAY)
    with pytest.raises(Conflict, match="in der Zukunft"):
        in_the_council(shown, starts_on=MEETING)
    with pytest.raises(Conflict, match="bei niemandem mehr"):
        in_the_council(concluded)


@pytest.mark.parametrize("place", Station.Place.values)
def test_filter_of_the_list_finds_what_the_page_says(place, meerane, werdau, pd_zwickau):
    """The same rule twice, once for one agreement and once for the database."""
    for state in ("draft", "consultation", "approved", "finalised", "signed", "withdrawn"):
        agreement_in(state, towns=[meerane], police=pd_zwickau)
    moved = AgreementFactory(consultation=True, towns=[meerane, werdau])
    StationFactory(party=moved.parties.get(municipality=meerane), agreement=moved, place="council")
    agreed = AgreementFactory(consultation=True, towns=[werdau])
    agreed.parties.update(agreed_on=TODAY, agreed_version=1, agreed_by=caseworker())
    StationFactory(agreement=AgreementFactory(consultation=True, towns=[werdau]))
    over = StationFactory(agreement=AgreementFactory(consultation=True, towns=[meerane]), ends_on=TODAY)
    rows = CooperationAgreement.objects.for_detail()
    expected = {row.pk for row in rows if place in {item.place for item in whereabouts(row)}}
    assert set(CooperationAgreement.objects.lying_with(place).values_list("pk", flat=True)) == expected
    assert over.agreement_id not in expected or place != "leadership"


def test_list_and_file_show_it_and_filter_by_it(client_of, sachbearbeitung, shown, werdau):
    other = agreement_in("draft", towns=[werdau])
    in_the_council(shown)
    office = client_of(sachbearbeitung)
    page = text(office.get(url("list"), {"liegt_bei": "council"}))
    assert ["Rat, Stadt Meerane (Sitzung am 23. Mai 2023)" in page, other.get_absolute_url() in page] == [True, False]
    assert "Rat, Stadt Meerane" in text(office.get(url("export_csv"), {"liegt_bei": "council"}))
    assert other.get_absolute_url() in text(office.get(url("list"), {"liegt_bei": "nirgends"}))


def test_start_page_asks_for_the_result_once_the_council_has_met(sachbearbeitung, shown):
    def asked():
        found = due(sachbearbeitung, sachbearbeitung.functions_held())
        return [(item.label, item.notes) for item in found if item.kind.key == "ratsergebnis"]

    in_the_council(shown)
    with dates.at(MEETING):
        assert asked() == []
    with dates.at(date(2023, 5, 24)):
        assert asked() == [("Meerane: Kooperationsvereinbarung", ("Stadt Meerane: Sitzung am 23. Mai 2023",))]


def test_party_says_it_of_itself_and_of_nobody_else(
    client_of, koordination_meerane, polizei_zwickau, koordination_werdau, leserecht, sachbearbeitung, shown
):
    town, browser, address = party_of(shown), client_of(koordination_meerane), url("station", shown)
    page = text(browser.get(address))
    assert ["Rat, Stadt Meerane" in page, "Hausleitung" in page, f"police-{town.pk}" in page] == [True, False, False]
    data = {
        "where": f"council-{town.pk}",
        "starts_on": "25.04.2023",
        "meets_on": "23.05.2023",
        "note": "Fraktion-X-dagegen",
    }
    assert browser.post(address, data | {"where": "leadership"}).status_code == 422
    assert browser.post(address, data | {"where": f"town-{town.pk}"}).status_code == 422
    assert browser.post(address, data).status_code == 302
    assert Station.objects.get().made_by == koordination_meerane
    readers = (koordination_meerane, sachbearbeitung, polizei_zwickau)
    shown_to = ["Fraktion-X-dagegen" in text(client_of(person).get(shown.get_absolute_url())) for person in readers]
    assert shown_to == [True, True, False]
    assert [client_of(person).get(address).status_code for person in (koordination_werdau, leserecht)] == [404, 403]


# --- Beschluss ----------------------------------------------------------------------------------------------------


def test_missing_resolution_warns_and_never_blocks(client_of, koordination_meerane, sachbearbeitung, leitung, shown):
    town, browser = party_of(shown), client_of(koordination_meerane)
    address = url("resolution", shown, party_id=town.pk)
    assert browser.post(address, {"need": "needed"}).status_code == 302
    (point,) = [row for row in points(fresh(shown)) if "Beschluss" in row.label]
    assert point.label == "Stadt Meerane hält einen Beschluss für nötig, eingetragen ist keiner"
    assert (point.ok, point.is_blocking, point.url) == (False, False, address)
    for party in shown.parties.all():
        review.consent(party, by=caseworker(), agreed_on=TODAY)
    assert blocking(fresh(shown)) == []
    assert point.label in text(client_of(leitung).get(url("approve", shown)))
    assert client_of(leitung).post(url("approve", shown), versioned(shown)).status_code == 302
    office = client_of(sachbearbeitung)
    assert point.label in text(office.get(url("finalise", shown)))
    assert office.post(url("finalise", shown), versioned(shown)).status_code == 302
    assert fresh(shown).status == "finalised"


def test_entered_resolution_ends_the_warning(client_of, sachbearbeitung, koordination_meerane, shown, meerane, werdau):
    own, other = ResolutionFactory(municipality=meerane), ResolutionFactory(municipality=werdau)
    town = party_of(shown)
    address = url("resolution", shown, party_id=town.pk)
    office = client_of(sachbearbeitung)
    assert office.post(address, {"need": "needed", "resolution": other.pk}).status_code == 422
    assert office.post(address, {"need": "needed", "resolution": own.pk}).status_code == 302
    assert [row for row in points(fresh(shown)) if "Beschluss" in row.label] == []
    assert own.get_absolute_url() in text(client_of(koordination_meerane).get(shown.get_absolute_url()))
    with pytest.raises(Conflict, match="gehört zu einer anderen Stelle"):
        resolving.state_resolution(town, by=caseworker(), need="needed", resolution=other)
    with pytest.raises(Conflict, match="nur der Rat"):
        resolving.state_resolution(party_of(shown, "police"), by=caseworker(), need="needed")


@pytest.mark.parametrize(("who", "status"), [("koordination_werdau", 404), ("polizei_zwickau", 403), ("coach", 403)])
def test_nobody_else_speaks_for_the_council(who, status, request, client_of, shown):
    address = url("resolution", shown, party_id=party_of(shown).pk)
    assert client_of(request.getfixturevalue(who)).post(address, {"need": "needed"}).status_code == status
    assert party_of(shown).resolution_need == ""
