"""A call of each action on Nachträge, terms and notices; part of tests/architecture/agreement_calls.py."""

from datetime import timedelta

from agreements.actions import amending, ending, notices, reminding, replacing, term
from agreements.actions.amending import Content
from agreements.actions.notices import NoticeEntry
from agreements.actions.term import TermEntry
from agreements.models import Party, Term
from core import dates
from tests import life
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker, lead
from tests.life import REASON


def _draft(town, by):
    life.load_samples()
    content = Content("joining", joining=MunicipalityFactory())
    return amending.draft_amendment(AgreementFactory(signed=True, towns=[town]), by=by, content=content)


def _follow(town):
    document = _draft(town, caseworker())
    Party.objects.filter(agreement=document, municipality=town).delete()
    return amending.follow_parties(document, by=lead())


def _noticed(town, by):
    party = AgreementFactory(signed=True, towns=[town]).parties.get(municipality=town)
    tomorrow = dates.today() + timedelta(days=1)
    entry = NoticeEntry(received_on=dates.today(), effect="ends", ends_on=tomorrow, reason=REASON)
    return notices.give_notice(party, by=by, entry=entry)


def _ended(town):
    row = AgreementFactory(signed=True, towns=[town])
    Term.objects.create(agreement=row, kind="fixed", ends_on=dates.today() - timedelta(days=1))
    return ending.end_when_over(row, by=lead())


def _reminded(town):
    row = AgreementFactory(signed=True, towns=[town])
    Term.objects.create(agreement=row, kind="fixed", ends_on=dates.today() + timedelta(days=20))
    return reminding.remind(row, by=lead())


AMENDMENT_CALLS = {
    "agreements.actions.amending.draft_amendment": lambda town: _draft(town, lead()),
    "agreements.actions.amending.follow_parties": _follow,
    "agreements.actions.amending.set_effective_day": lambda town: amending.set_effective_day(
        _draft(town, caseworker()), by=lead(), effective_on=dates.today()
    ),
    "agreements.actions.term.set_term": lambda town: term.set_term(
        life.agreement_in("draft", towns=[town]), by=lead(), entry=TermEntry("renewing", years=2)
    ),
    "agreements.actions.notices.give_notice": lambda town: _noticed(town, lead()),
    "agreements.actions.notices.take_back_notice": lambda town: notices.take_back_notice(
        _noticed(town, caseworker()), by=lead(), reason=REASON
    ),
    "agreements.actions.ending.end_when_over": _ended,
    "agreements.actions.replacing.replace": lambda town: replacing.replace(
        AgreementFactory(signed=True, towns=[town]), by=lead(), new=AgreementFactory(towns=[town])
    ),
    "agreements.actions.reminding.remind": _reminded,
}
