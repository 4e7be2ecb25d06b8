"""A call of every action on accounts."""

from datetime import date

from allauth.mfa.models import Authenticator

from accounts.actions import absences, activations, invitations, people, sessions
from accounts.functions import Function
from accounts.samples import sample_text
from core import dates
from tests.factories import (
    AbsenceFactory,
    AssignmentFactory,
    InvitationFactory,
    MunicipalityFactory,
    UsageAgreementFactory,
    UserFactory,
    activated,
    caseworker,
    lead,
    person,
)
from tests.life import REASON


def with_second_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


ACCOUNT_CALLS = {
    "accounts.actions.absences.enter": lambda town: absences.enter(
        caseworker(), by=lead(), deputy=lead(), starts_on=dates.today(), ends_on=dates.today()
    ),
    "accounts.actions.absences.change": lambda town: absences.change(
        AbsenceFactory(), by=lead(), starts_on=dates.today(), ends_on=date(2023, 5, 9)
    ),
    "accounts.actions.absences.end_early": lambda town: absences.end_early(AbsenceFactory(), by=lead()),
    "accounts.actions.people.create_user": lambda town: people.create_user("neu@stadt.example", name="Neu", by=lead()),
    "accounts.actions.people.grant_function": lambda town: people.grant_function(
        caseworker(), "coordination", by=lead(), municipality=activated(town)
    ),
    "accounts.actions.people.assign_coach": lambda town: people.assign_coach(
        AssignmentFactory(function=Function.COACH).user, by=lead(), municipality=town, starts_on=dates.today()
    ),
    "accounts.actions.people.end_function": lambda town: people.end_function(
        AssignmentFactory(), by=lead(), ends_on=date(2023, 5, 1)
    ),
    "accounts.actions.people.deactivate_account": lambda town: people.deactivate_account(
        UserFactory(), by=lead(), reason=REASON
    ),
    "accounts.actions.people.reactivate_account": lambda town: people.reactivate_account(
        UserFactory(is_active=False), by=lead(), reason=REASON
    ),
    "accounts.actions.people.change_address": lambda town: people.change_address(
        lead(), by=lead(), email="neu@lpr.example"
    ),
    "accounts.actions.people.correct_address": lambda town: people.correct_address(
        UserFactory(), by=lead(), email="neu@stadt.example", reason=REASON
    ),
    "accounts.actions.people.reset_second_factor": lambda town: people.reset_second_factor(
        with_second_factor(UserFactory()), by=lead(), reason=REASON
    ),
    "accounts.actions.sessions.end_other_sessions": lambda town: sessions.end_other_sessions(
        lead(), by=lead(), keep=""
    ),
    "accounts.actions.activations.publish_usage_agreement": lambda town: activations.publish_usage_agreement(
        sample_text(), by=lead()
    ),
    "accounts.actions.activations.activate": lambda town: activations.activate(
        MunicipalityFactory(), by=lead(), usage_agreement=UsageAgreementFactory(), starts_on=dates.today()
    ),
    "accounts.actions.activations.end_activation": lambda town: activations.end_activation(
        activated(town).activations.get(), by=lead(), ends_on=dates.today(), reason=REASON
    ),
    "accounts.actions.invitations.invite": lambda town: invitations.invite(
        "neu@stadt.example", by=lead(), name="Neu", function="coordination", body=activated(town), link_to=str
    ),
    "accounts.actions.invitations.resend": lambda town: invitations.resend(InvitationFactory(), by=lead(), link_to=str),
    "accounts.actions.invitations.revoke": lambda town: invitations.revoke(InvitationFactory(), by=lead()),
    "accounts.actions.invitations.accept": lambda town: invitations.accept(
        InvitationFactory(token="t", email="a@stadt.example"), by=person("a@stadt.example"), token="t"
    ),
    "accounts.actions.invitations.open_account": lambda town: invitations.open_account(
        InvitationFactory(token="t"), by=lead(), token="t", name="Neu", password="x"
    ),
}  # fmt: skip
