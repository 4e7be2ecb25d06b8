"""Saxony's places, the people of the demo and what was agreed so far: the ground every journey starts from."""

from dataclasses import dataclass

from django.db import transaction

from accounts.functions import Function
from accounts.models import User
from agreements.models import RegisterCounter
from municipalities import register
from municipalities.models import Municipality, PoliceDirectorate
from tests import life
from tests.factories import AgreementFactory, ContactFactory, caseworker, lead, person

MEERANE, WERDAU = "14524190", "14524300"
# Städtebund Silberberg: one agreement of five towns (municipal_events.csv of the press text).
SILBERBERG = ("Aue-Bad Schlema", "Lauter-Bernsbach", "Lößnitz", "Schneeberg", "Schwarzenberg/Erzgeb.")
SINCE = "2019-02-06"


@dataclass(frozen=True)
class World:
    leitung: User
    sachbearbeitung: User
    leserecht: User
    koordination_meerane: User
    beigeordnete_meerane: User
    mitarbeit_meerane: User
    koordination_werdau: User
    coach: User
    polizei_zwickau: User
    meerane: Municipality
    werdau: Municipality
    silberberg: tuple[Municipality, ...]
    pd_zwickau: PoliceDirectorate
    pd_chemnitz: PoliceDirectorate


@transaction.atomic
def build():
    """Places, sample texts, contacts and people; no agreement yet."""
    register.load()
    life.load_samples()
    towns = {town.name: town for town in Municipality.objects.filter(name__in=SILBERBERG)}
    meerane, werdau = Municipality.objects.get(ags=MEERANE), Municipality.objects.get(ags=WERDAU)
    zwickau, chemnitz = (PoliceDirectorate.objects.get(key=key) for key in ("zwickau", "chemnitz"))
    silberberg = tuple(towns[name] for name in SILBERBERG)
    for town in (meerane, werdau, *silberberg):
        ContactFactory(municipality=town, coordination=True)
    return World(
        leitung=lead(), sachbearbeitung=caseworker(),
        leserecht=person("leserecht@lpr.example", Function.STATE_READER, name="Leserecht LPR"),
        coach=_holder("coach@coaching.example", Function.COACH, "Coach", municipality=meerane),
        polizei_zwickau=_holder(
            "polizei@pd-zwickau.example", Function.POLICE, "Polizeidirektion Zwickau", police_directorate=zwickau
        ),
        koordination_werdau=_holder(
            "koordination@werdau.example", Function.COORDINATION, "Koordination Werdau", municipality=werdau
        ),
        **_people_of(meerane), meerane=meerane, werdau=werdau, silberberg=silberberg, pd_zwickau=zwickau,
        pd_chemnitz=chemnitz,
    )  # fmt: skip


def _people_of(meerane):
    return {
        "koordination_meerane": _holder(
            "koordination@meerane.example", Function.COORDINATION, "Koordination Meerane", municipality=meerane,
            is_deputy=True,
        ),
        "beigeordnete_meerane": _holder(
            "beigeordnete@meerane.example", Function.MAYOR, "Beigeordnete der Stadt Meerane", municipality=meerane,
            title="Beigeordnete mit Zeichnungsbefugnis", is_deputy=True,
        ),
        "mitarbeit_meerane": _holder(
            "mitarbeit@meerane.example", Function.MUNICIPAL_STAFF, "Mitarbeit Meerane", municipality=meerane
        ),
    }  # fmt: skip


def _holder(email, function, name, **values):
    return person(email, function, name=name, starts_on=SINCE, **values)


@transaction.atomic
def forty_nine_signed(*, without):
    """The 49 agreements before the one everybody waits for, in towns that are not part of the journey."""
    keep = [town.pk for town in without]
    for town in Municipality.objects.exclude(pk__in=keep).order_by("ags")[:49]:
        AgreementFactory(signed=True, towns=[town])
    assert RegisterCounter.objects.get().last_number == 49
