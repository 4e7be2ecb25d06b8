"""„Seit Ihrer letzten Anmeldung“ of texts: comments, answers, returned files, Nachträge, what was recorded later."""

import hashlib

import pytest

from agreements.actions import papers, proposals, recording
from agreements.actions.proposals import Comment
from agreements.earlier import Earlier
from core import dates
from core.dates import Span
from documents.inspection import InspectedFile
from portal.news import news_of
from tests.agreements.amended import amended
from tests.factories import AgreementFactory, ArrivalFactory, MunicipalityFactory, activated, caseworker, coordinator_of
from tests.files import word
from tests.life import agreement_in

pytestmark = pytest.mark.django_db
SECRET = "Nur für die Geschäftsstelle."


@pytest.fixture(autouse=True)
def _arrived(koordination_meerane, koordination_werdau, polizei_zwickau, leitung):
    for person in (koordination_meerane, koordination_werdau, polizei_zwickau, leitung):
        ArrivalFactory(user=person)


def told(user):
    found = news_of(user, user.functions_held())
    return {(line.what, line.about) for item in found.towns for line in item.lines}


@pytest.fixture
def text_of_two(meerane, werdau, pd_zwickau):
    return agreement_in("consultation", towns=[meerane, werdau], police=pd_zwickau)


def test_answers_go_to_whoever_asked_and_released_comments_to_the_others(
    text_of_two, meerane, koordination_meerane, koordination_werdau, polizei_zwickau
):
    party = text_of_two.parties.get(municipality=meerane)
    kept, _ = proposals.comment_on_clauses(
        party, by=koordination_meerane, version=1,
        comments=[Comment(SECRET, kind="remark"), Comment("Für alle lesbar.", is_shared=True)],
    )  # fmt: skip
    proposals.settle_proposal(kept, by=caseworker(), answer="Gut.")
    assert ("Anmerkung beantwortet", "Gut.") in told(koordination_meerane)
    for other in (koordination_werdau, polizei_zwickau):
        lines = told(other)
        assert ("Änderungswunsch: Stadt Meerane", "Für alle lesbar.") in lines
        assert SECRET not in str(lines)
        assert "Gut." not in str(lines)
    assert ("Änderungswunsch: Stadt Meerane", "Für alle lesbar.") not in told(koordination_meerane)


def test_a_returned_text_is_told_to_its_own_body_alone(text_of_two, meerane, koordination_meerane, koordination_werdau):
    party, content = text_of_two.parties.get(municipality=meerane), word("Bitte ändern.")
    file = InspectedFile("r.docx", "application/msword", content, hashlib.sha256(content).hexdigest(), None)
    papers.receive_text(party, by=caseworker(), received_on=dates.today(), source="Rechtsamt", version=1, file=file)
    assert ("Rücklauf abgelegt", "Rechtsamt") in told(koordination_meerane)
    assert "Rechtsamt" not in str(told(koordination_werdau))


def test_a_nachtrag_in_consultation_is_told_to_its_parties(meerane, werdau, koordination_meerane, koordination_werdau):
    agreement = AgreementFactory(signed=True, towns=[meerane])
    glauchau = activated(MunicipalityFactory(name="Glauchau"))
    joining = coordinator_of(glauchau)
    ArrivalFactory(user=joining)
    document = amended(agreement, "consultation", kind="joining", joining=glauchau)
    line = ("Text in die Abstimmung gegeben", f"{document.title} ({document.towns_label})")
    assert line in told(koordination_meerane)
    assert told(joining) == {line}
    assert "Nachtrag" not in str(told(koordination_werdau))


def test_what_was_signed_long_ago_is_told_when_it_is_recorded(
    meerane, koordination_meerane, koordination_werdau, leitung
):
    known = Earlier(span=Span.parse("2021-05"), source="Meldung vom Mai 2021", municipalities=[meerane])
    row = recording.record_earlier(by=caseworker(), known=known)
    assert told(koordination_meerane) == {("Früher unterzeichnete Vereinbarung nacherfasst", str(row))}
    assert {what for what, _ in told(leitung)} == {"Altfall nacherfasst"}
    assert told(koordination_werdau) == set()
