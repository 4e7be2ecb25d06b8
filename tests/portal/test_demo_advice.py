"""The demo's consultations: the published series comes out, each agreement has one before it, nothing comes twice."""

from datetime import date

import pytest
from django.core.management import call_command

from advice.block import AdviceBlock
from advice.models import Appointment, Consultation, Contact
from agreements.models import Party
from municipalities.models import Municipality
from portal.demo import seed
from portal.demo.advising import talks
from tasks.models import Task
from tests.portal.test_demo import PASSWORD, demo, undone  # noqa: F401 -- fixtures: the demo is seeded once

pytestmark = pytest.mark.xdist_group("demo")

# Press texts and reports of the programme; 18 January 2021 is the day of the 100th.
SERIES = {
    date(2020, 2, 29): 64, date(2020, 9, 30): 87, date(2021, 1, 17): 99, date(2021, 1, 18): 100,
    date(2021, 1, 31): 100, date(2021, 2, 28): 102, date(2021, 9, 30): 121, date(2023, 1, 31): 134,
    date(2023, 4, 24): 141, date(2023, 4, 25): 141,
}  # fmt: skip


def test_the_published_series_comes_out(demo):  # noqa: F811 -- the fixture
    (advised, contacted) = AdviceBlock().figures()
    real = Municipality.objects.of_saxony()
    assert {day: AdviceBlock().count(advised, day, real) for day in SERIES} == SERIES
    assert AdviceBlock().count(contacted, date(2023, 4, 25), real) >= SERIES[date(2023, 4, 25)]


def test_seifhennersdorf_was_the_hundredth(demo):  # noqa: F811
    row = Consultation.objects.get(held_on=date(2021, 1, 18))
    assert row.towns_label == "Seifhennersdorf"
    assert "Landespräventionsrat" in row.day_note


def test_no_agreement_without_a_consultation_before_its_draft(demo):  # noqa: F811
    parties = Party.objects.filter(kind="municipality", municipality__is_example=False)
    drafted = dict(parties.order_by("-agreement__drafted_on").values_list("municipality", "agreement__drafted_on"))
    first = dict(Consultation.objects.order_by("-held_on").values_list("municipalities", "held_on"))
    assert [town for town, day in drafted.items() if town not in first or first[town] >= day] == []
    assert len(drafted) > 55


def test_invented_days_say_so(demo):  # noqa: F811
    notes = set(Consultation.objects.values_list("day_note", flat=True))
    assert {note for note in notes if "Beispiel" not in note} == set()


def test_what_is_never_said_of_a_real_town_is_said_of_invented_ones(demo):  # noqa: F811
    assert {row.towns[0].is_example for row in Appointment.objects.overdue()} == {True}
    assert not Municipality.objects.of_saxony().filter(advice_standings__isnull=False).exists()


def test_calls_around_meerane_lead_to_tasks_of_both_sides(demo):  # noqa: F811
    town = Municipality.objects.get(name="Meerane")
    assert Contact.objects.about(town).count() == 2
    assert set(Task.objects.filter(municipalities=town).values_list("side", flat=True)) == {
        "state_office", "municipality",
    }  # fmt: skip
    # One by the office itself, one by the Leitung, who stood in for it in Easter week.
    done = Task.objects.filter(municipalities=town).done()
    assert sorted(done.values_list("done_by__email", flat=True)) == [
        "leitung@lpr.example", "sachbearbeitung@lpr.example",
    ]  # fmt: skip


def test_telling_twice_adds_nothing(undone, monkeypatch):  # noqa: F811
    def counts():
        return [model.objects.count() for model in (Consultation, Contact, Appointment, Task)]

    before = counts()
    # As after a killed run: everything is told anew, but what is there.
    monkeypatch.setattr(seed, "_is_complete", lambda: False)
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("seed_demo", verbosity=0)
    assert counts() == before
    assert len(list(talks())) == 129
