"""The two towns of the isolation walk with a few rows more; what the database says to „Wer sieht was?“."""

from django.db.models import QuerySet

from accounts.functions import REACH, Function
from agreements.actions import papers, proposals
from core import dates
from core.scoping import Reach, Unscoped
from core.telling import Share
from core.visibility import Visibility
from documents.models import Document
from municipalities.models import ContactPerson, Resolution
from notices.models import Acknowledgement
from portal.seeing.rules import opened
from tests import factories
from tests.architecture import world as worlds
from tests.architecture.world import mark_of, scan
from tests.factories import caseworker

NAMES = {
    Function.STATE_LEAD: "leitung",
    Function.STATE_CASEWORK: "sachbearbeitung",
    Function.STATE_READER: "leserecht",
    Function.COORDINATION: "koordination_meerane",
    Function.MUNICIPAL_STAFF: "mitarbeit_meerane",
    Function.MAYOR: "beigeordnete_meerane",
    Function.POLICE: "polizei_zwickau",
    Function.COACH: "coach",
    Function.DISTRICT: "landratsamt_zwickau",
    Function.COACHING_COORDINATION: "koordination_coaching",
    Function.MUNICIPAL_ADMIN: "verwaltung_meerane",
}


def build():
    """Of every kind a row that a function reads and one beside it that the function does not read."""
    world = worlds.build()
    meerane, werdau, zwickau = world.places.meerane, world.places.werdau, world.places.zwickau
    joint, with_police = world.agreements[mark_of("GEMEINSAM")], world.agreements[mark_of("ALPHA", "ABSTIMMUNG")]
    saying = [
        joint.parties.get(municipality=werdau),
        with_police.parties.get(municipality=meerane),
        with_police.parties.get(police_directorate=zwickau),
    ]
    for party in saying:
        version = party.agreement.version
        proposals.propose_change(party, by=caseworker(), text="Anders", version=version)
        papers.receive_text(
            party, by=caseworker(), received_on=dates.today(), source="Mail", version=version, file=scan("RUECKLAUF")
        )
    factories.ContactFactory(municipality=None, police_directorate=zwickau, visibility=Visibility.OWN_PLACE)
    for town in (meerane, werdau):
        factories.ResolutionFactory(municipality=town, visibility=Visibility.NETWORK)
    county = factories.ResolutionFactory(municipality=None, district=meerane.district)
    factories.DocumentFactory(owner=county, kind=Document.Kind.RESOLUTION)
    notice = factories.NoticeFactory()
    for name in NAMES.values():
        factories.PackageFactory(requested_by=world.people[name])
        Acknowledgement.objects.create(user=world.people[name], notice=notice)
    return world


def faults(world, model, function):
    """Where the words about one model and one function are not what the database shows."""
    told = opened(model, function).share
    visible, every, own = _visible(world, model, function), _ids(model._base_manager), _own(world, model, function)
    right = {
        Share.NOTHING: not visible,
        Share.ALL: visible == every and (every or isinstance(model.scope, Unscoped)),
        Share.OWN: visible == own and visible and visible != every,
        # More than nothing, less than everything, and not simply what belongs to the own place.
        Share.SOME: visible and visible != every and visible != own,
    }[told]
    if right:
        return []
    return [f"{model.__name__}: told {told.value}, seen {len(visible)} of {len(every)}, own {len(own)}"]


def _visible(world, model, function):
    return _ids(model.objects.visible_to(world.people[NAMES[function]], as_={function}))


def _ids(rows):
    return set(rows.values_list("pk", flat=True))


def _own(world, model, function):
    """What belongs to the body the function is held for, by the model's own path."""
    reach, scope, places = REACH[function], model.scope, world.places
    if model is ContactPerson and reach is Reach.PARTY:
        return _filtered(model, {"police_directorate": places.zwickau})
    if model in {ContactPerson, Resolution} and reach is Reach.BEARER:
        return _filtered(model, {"district": places.meerane.district})
    if not isinstance(scope, str) or reach in {Reach.ALL, Reach.POOL, Reach.BEARER}:
        return set()
    if reach is Reach.PARTY:
        if "coverage__municipality" not in scope:
            return set()
        path = scope.replace("coverage__municipality", "parties__police_directorate").replace("party__parties", "party")
        return _filtered(model, {path: places.zwickau})
    return _filtered(model, {scope: places.meerane.pk}) if _leads_to_towns(model) else set()


def _leads_to_towns(model):
    last = model.scope.rpartition("__")[2]
    return model.scope == "pk" or last in {"municipality", "municipalities"}


def _filtered(model, condition):
    rows: QuerySet = model._base_manager.filter(**condition)
    return _ids(rows)
