"""The strictness of the tests themselves: planted faults are seen."""

import pytest
from django.conf import settings as project_settings
from django.db import connection
from django.template import engines

from audit.models import WorkerBeat
from core import dates
from tests import strict


@pytest.fixture(autouse=True)
def _no_undefined_variable():
    """Instead of the one every test lives under: here faults are meant."""


def rendered(text, **context):
    with strict.template_variables() as undefined:
        engines["django"].from_string(text).render(context)
    return undefined


@pytest.mark.parametrize(
    "fault",
    ["{{ mispelt }}", "{% if mispelt %}x{% endif %}", "{% for x in mispelt %}{% endfor %}", "{{ town.mispelt }}"],
)
def test_name_nobody_gave_is_seen(fault):
    (undefined,) = rendered(fault, town="Meerane")
    assert "mispelt" in undefined


def test_fact_that_is_none_may_be_asked_for_its_parts():
    assert rendered("{{ town.district.name }}{{ town }}", town=None) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault",
    [
        lambda: WorkerBeat.objects.create(worker_id="x", beat_at=dates.now()),
        lambda: WorkerBeat.objects.update(beat_at=dates.now()),
        lambda: WorkerBeat.objects.all().delete(),
        lambda: connection.cursor().execute("  truncate audit_workerbeat"),
    ],
    ids=["insert", "update", "delete", "raw"],
)
def test_write_where_only_reading_is_allowed_is_seen(fault):
    with pytest.raises(strict.GetWrote), strict.read_only():
        fault()


@pytest.mark.django_db
def test_table_named_as_allowed_may_be_written_and_no_other():
    with strict.read_only(may_write=("audit_workerbeat",)):
        WorkerBeat.objects.create(worker_id="x", beat_at=dates.now())
    with pytest.raises(strict.GetWrote), strict.read_only(may_write=("audit_readevent",)):
        WorkerBeat.objects.update(beat_at=dates.now())


@pytest.mark.django_db
def test_writes_are_recorded_and_reading_is_not():
    with strict.recorded_writes() as writes:
        list(WorkerBeat.objects.all())
        WorkerBeat.objects.create(worker_id="x", beat_at=dates.now())
    assert [statement.split()[0] for statement in writes] == ["INSERT"]


def test_settings_changed_in_place_are_seen(settings):
    settings.PLANTED = {"inner": [1]}
    before = strict.settings_values(project_settings)
    assert strict.settings_values(project_settings) == before
    settings.PLANTED["inner"].append(2)
    assert strict.settings_values(project_settings) != before
