"""The demo's texts under way: what invented towns, their police and a council have to say."""

import pytest

from agreements.models import Amendment, ChangeProposal, CooperationAgreement, Station
from agreements.transitions import Status
from filing.models.rules import current
from tests.portal.test_demo import TODAY, demo  # noqa: F401 -- fixture: the demo is seeded once

pytestmark = pytest.mark.xdist_group("demo")


def test_a_text_of_invented_towns_is_being_agreed(demo):  # noqa: F811 -- the fixture
    """A wish for one clause, a council that meets, and a second town about to join; two numbers have a pattern."""
    under_way = CooperationAgreement.objects.filter(is_example=True, status=Status.CONSULTATION)
    assert [row.clause_label for row in ChangeProposal.objects.all()] == [
        "§\N{NO-BREAK SPACE}5 Abstimmung der Parteien"
    ]
    assert Station.objects.get(meets_on__gt=TODAY).agreement in under_way
    (change,) = Amendment.objects.all()
    assert (change.document in under_way, change.joining and change.joining.name) == (True, "Beispielhausen")
    assert change.amends.is_recorded
    assert sorted(current().patterns) == ["beratung", "vereinbarung"]
