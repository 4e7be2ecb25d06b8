"""Start pages of districts, associations, the pool of coaches and of who keeps a town's accounts."""

import importlib
from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.functions import Function
from accounts.models import Activation, UsageAgreement
from core.visibility import Visibility
from municipalities.models import Association, AssociationMembership
from portal.coaching import pool_start
from tests.factories import AgreementFactory, AssignmentFactory, ContactFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wildenstein(landkreis_zwickau, meerane, werdau):
    """Meerane is a member, Werdau was."""
    union = Association.objects.create(
        kind="union", name="Wildenstein", district=landkreis_zwickau, founded_on=date(2000, 1, 1)
    )
    for town, ends_on in ((meerane, None), (werdau, date(2022, 12, 31))):
        AssociationMembership.objects.create(
            association=union, municipality=town, starts_on=date(2000, 1, 1), ends_on=ends_on
        )
    return union


def main_of(browser, url="/"):
    return browser.get(url).content.decode().partition("<main")[2]


def test_coordinator_of_an_association_sees_members_by_name_and_nothing_of_theirs(client_of, wildenstein, meerane):
    AgreementFactory(consultation=True, towns=[meerane], file_reference="LPR-GEHEIM")
    ContactFactory(municipality=meerane, name="Erika Beispiel", visibility=Visibility.STATE_OFFICE)
    user = AssignmentFactory(function=Function.COORDINATION, association=wildenstein).user
    page = main_of(client_of(user))
    assert "Verwaltungsverband Wildenstein" in page
    assert "Meerane" in page
    for word in ("Werdau", "LPR-GEHEIM", "Erika Beispiel"):
        assert word not in page
    assert client_of(user).get(meerane.get_absolute_url()).status_code == 404


def test_district_sees_its_name_and_no_town(client_of, landratsamt_zwickau, meerane):
    AgreementFactory(consultation=True, towns=[meerane])
    browser = client_of(landratsamt_zwickau)
    page = main_of(browser)
    assert "Landkreis Zwickau" in page
    assert "Meerane" not in page
    assert browser.get(meerane.get_absolute_url()).status_code == 403
    assert browser.get(reverse("agreements:list")).status_code == 403


def test_pool_knows_towns_and_days_and_nothing_else(
    client_of, koordination_coaching, coach, meerane, werdau, loessnitz
):
    for town in (meerane, werdau):
        AgreementFactory(signed=True, towns=[town], file_reference=f"LPR-GEHEIM-{town}")
    AgreementFactory(consultation=True, towns=[loessnitz])
    AssignmentFactory(
        user=coach, function=Function.COACH, municipality=loessnitz, starts_on="2020-01-01", ends_on="2021-01-01"
    )
    start = pool_start(koordination_coaching, {Function.COACHING_COORDINATION})
    (line,) = start.coaches
    assert [row.municipality for row in line.present] == [meerane]
    assert [row.municipality for row in line.former] == [loessnitz]
    # Only concluded agreements count; Meerane has somebody.
    assert start.waiting == [werdau]
    browser = client_of(koordination_coaching)
    assert "LPR-GEHEIM" not in main_of(browser)
    for url in (meerane.get_absolute_url(), reverse("agreements:list"), reverse("accounts:list")):
        assert browser.get(url).status_code == 403


def test_pool_costs_the_same_for_one_and_for_thirty(client_of, koordination_coaching, django_assert_max_num_queries):
    browser, counts = client_of(koordination_coaching), []
    for number in (1, 29):
        for _ in range(number):
            AssignmentFactory(function=Function.COACH, municipality=MunicipalityFactory())
            AgreementFactory(signed=True)
        with django_assert_max_num_queries(30) as queries:
            browser.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_keeper_of_accounts_reads_no_entries(client_of, verwaltung_meerane, meerane):
    agreement = AgreementFactory(consultation=True, towns=[meerane])
    ContactFactory(municipality=meerane, name="Erika Beispiel", visibility=Visibility.PUBLIC)
    browser = client_of(verwaltung_meerane)
    page = main_of(browser)
    assert reverse("accounts:town", args=[meerane.pk]) in page
    assert "Erika Beispiel" not in page
    for url in (meerane.get_absolute_url(), agreement.get_absolute_url(), reverse("agreements:list")):
        assert browser.get(url).status_code == 403


# --- Bodies that worked before there were activations -------------------------------------------------------------


def test_migration_activates_bodies_that_hold_functions(meerane, werdau, landkreis_zwickau, wildenstein):
    Activation.objects.all().delete()
    UsageAgreement.objects.all().delete()
    bodies = {"municipality": meerane}, {"association": wildenstein}
    for body in bodies:
        for day in ("2021-03-01", "2020-02-01"):
            AssignmentFactory(function=Function.COORDINATION, starts_on=day, activates=False, **body)
    AssignmentFactory(function=Function.DISTRICT, district=landkreis_zwickau, activates=False, starts_on="2022-01-01")
    # A coach makes no town act.
    AssignmentFactory(function=Function.COACH, municipality=werdau, activates=False)
    migration = importlib.import_module("accounts.migrations.0004_activate_bodies_in_use")
    migration.activate(apps, None)
    assert {(row.body, row.starts_on) for row in Activation.objects.all()} == {
        (meerane, date(2020, 2, 1)), (wildenstein, date(2020, 2, 1)), (landkreis_zwickau, date(2022, 1, 1)),
    }  # fmt: skip
    assert "nachzureichen" in Activation.objects.first().note


def test_migration_of_an_empty_database_adds_nothing():
    importlib.import_module("accounts.migrations.0004_activate_bodies_in_use").activate(apps, None)
    assert not UsageAgreement.objects.exists()
