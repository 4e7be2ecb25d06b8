"""The worker as a real process: killed with -9 in the middle of a job, asked to end, facing a dead mail server."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from audit.actions import jobs
from audit.models import OutgoingMail, WorkerBeat
from audit.worker import CarefulWorker, Pulse
from tests.audit.slow_job import hold
from tools.checkout import ROOT

LONG = timedelta(minutes=6)
# Seconds before a process counts as stuck. Starting one takes seven on a busy machine; nobody waits so long otherwise.
PATIENCE = 90


@pytest.fixture(autouse=True)
def _database_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def worker(tmp_path):
    """`worker(*arguments)` starts a process on the test database; whatever is left is ended."""
    started = []

    def start(*arguments, **environment):
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "--interval", "0.05", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "ASSKOMM_VAR": str(tmp_path)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def lines(folder):
    begun = Path(folder) / "begun"
    return begun.read_text().count("begun") if begun.exists() else 0


# --- Killed -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_job_of_a_killed_worker_is_done_by_the_next(worker, tmp_path):
    hold.enqueue(str(tmp_path))
    first = worker()
    until(lambda: lines(tmp_path) == 1)
    first.kill()
    first.wait()
    # For five minutes it may still be alive for all we know.
    assert (DBTaskResult.objects.get().status, jobs.requeue_lost()) == ("RUNNING", 0)
    long_ago = timezone.now() - LONG
    DBTaskResult.objects.update(started_at=long_ago)
    assert jobs.requeue_lost() == 0, "it was heard of just now, however long the job takes"
    WorkerBeat.objects.update(beat_at=long_ago)
    (tmp_path / "release").touch()
    assert worker("--once").wait(PATIENCE) == 0
    job = DBTaskResult.objects.get()
    assert (job.status, len(job.worker_ids), lines(tmp_path), (tmp_path / "done").exists()) == (
        "SUCCESSFUL",
        2,
        2,
        True,
    )
    # The one that was killed is forgotten later; the one that ended in peace has signed off.
    assert list(WorkerBeat.objects.values_list("pk", flat=True)) == job.worker_ids[:1]


@pytest.mark.django_db(transaction=True)
def test_worker_asked_to_end_finishes_its_job_first(worker, tmp_path):
    hold.enqueue(str(tmp_path))
    process = worker()
    until(lambda: lines(tmp_path) == 1)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    assert process.poll() is None
    (tmp_path / "release").touch()
    assert process.wait(PATIENCE) == 0
    assert (DBTaskResult.objects.get().status, WorkerBeat.objects.exists()) == ("SUCCESSFUL", False)


@pytest.mark.django_db(transaction=True)
def test_idle_worker_asked_to_end_ends_at_once(worker):
    """Its sleep is longer than anybody's patience."""
    process = worker("--interval", "600")
    until(WorkerBeat.objects.exists)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not WorkerBeat.objects.exists()


def in_this_process():
    return CarefulWorker(
        with_daily=False,
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        backend_name="default",
        worker_id="ich",
    )


@pytest.mark.parametrize("moment", [(jobs, "beat"), (DBTaskResult, "claim"), (jobs, "requeue_lost")])
@pytest.mark.django_db(transaction=True)
def test_worker_asked_to_end_between_two_steps_leaves_nothing_half_done(moment, monkeypatch, tmp_path):
    """The signal comes right after the sign of life is written, a job is claimed, lost ones are put back."""
    worker, step = in_this_process(), getattr(*moment)

    def interrupted(*arguments):
        answer = step(*arguments)
        if worker.running:
            worker.shutdown(signal.SIGTERM, None)
        return answer

    monkeypatch.setattr(*moment, interrupted)
    (tmp_path / "release").touch()
    hold.enqueue(str(tmp_path))
    worker.work()
    done = "SUCCESSFUL" if moment[1] == "claim" else "READY"
    assert (DBTaskResult.objects.get().status, WorkerBeat.objects.exists()) == (done, False)


@pytest.mark.django_db(transaction=True)
def test_second_signal_ends_at_once():
    worker = in_this_process()
    worker.shutdown(signal.SIGTERM, None)
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)]
    try:
        with pytest.raises(SystemExit) as ended:
            worker.shutdown(signal.SIGTERM, None)
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM, signal.SIGQUIT), before, strict=True):
            signal.signal(number, handler)
    assert ended.value.code == 1


# --- Lost jobs ----------------------------------------------------------------------------------------------------


def running(*worker_ids, since=LONG):
    """A job that one worker after the other has begun."""
    result = hold.enqueue("nowhere")
    DBTaskResult.objects.filter(pk=result.id).update(
        status="RUNNING", started_at=timezone.now() - since, worker_ids=list(worker_ids)
    )
    return result.id


@pytest.mark.django_db
def test_job_is_put_back_only_when_its_last_worker_is_silent():
    jobs.beat("lebt")
    WorkerBeat.objects.create(worker_id="tot", beat_at=timezone.now() - LONG)
    ids = {
        running("tot"): "READY",
        running("unbekannt"): "READY",
        running("lebt", "tot"): "READY",
        running("tot", "lebt"): "RUNNING",
        running("tot", since=timedelta(minutes=4)): "RUNNING",
    }
    assert (jobs.requeue_lost(), jobs.requeue_lost()) == (3, 0)
    assert {str(job.pk): job.status for job in DBTaskResult.objects.all()} == {
        str(pk): state for pk, state in ids.items()
    }


@pytest.mark.django_db
def test_job_that_takes_every_worker_with_it_is_given_up():
    running(*(["tot"] * jobs.MOST_WORKERS))
    assert jobs.requeue_lost() == 1
    job = DBTaskResult.objects.get()
    assert (job.status, job.exception_class_path) == ("FAILED", "audit.actions.jobs.WorkerLost")


@pytest.mark.django_db
def test_workers_long_gone_are_forgotten():
    jobs.beat("lebt")
    WorkerBeat.objects.create(worker_id="tot", beat_at=timezone.now() - timedelta(days=8))
    assert (jobs.forget_silent(), jobs.forget_silent()) == (1, 0)
    assert WorkerBeat.objects.get().pk == "lebt"


@pytest.mark.django_db(transaction=True)
def test_pulse_beats_beside_the_work_and_stops_with_it():
    pulse = Pulse("ich", every=0.02)
    pulse.start()
    first = WorkerBeat.objects.get().beat_at
    until(lambda: WorkerBeat.objects.get().beat_at > first)
    pulse.stop()
    assert not WorkerBeat.objects.exists()


# --- Mail through a real connection -------------------------------------------------------------------------------


def written(settings):
    settings.EMAIL_BACKEND = "audit.mail.OutboxEmailBackend"
    letter = EmailMessage("Betreff", "Text", "amt@lpr.example", ["a@stadt.example", "b@stadt.example"])
    get_connection().send_messages([letter])


@pytest.fixture
def silent_server():
    """Accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.django_db(transaction=True)
def test_mail_server_that_hangs_or_refuses_does_not_keep_jobs(worker, tmp_path, settings, silent_server):
    """The letter waits, the job behind it is done, the process goes on."""
    written(settings)
    process = worker(EMAIL_URL=f"smtp://127.0.0.1:{silent_server}", EMAIL_TIMEOUT="1")
    until(lambda: OutgoingMail.objects.filter(attempts=1).exists())
    told = "SMTPServerDisconnected: Connection unexpectedly closed: timed out"
    assert OutgoingMail.objects.filter(attempts=1).get().last_error == told
    (tmp_path / "release").touch()
    hold.enqueue(str(tmp_path))
    until((tmp_path / "done").exists)
    assert process.poll() is None
    assert OutgoingMail.objects.waiting().count() == 2


@pytest.mark.django_db(transaction=True)
def test_worker_writes_mail_of_the_demo_into_files(worker, tmp_path, settings):
    written(settings)
    assert worker("--once", ASSKOMM_DEMO="1").wait(PATIENCE) == 0
    assert sorted(row.recipient for row in OutgoingMail.objects.exclude(sent_at=None)) == [
        "a@stadt.example", "b@stadt.example",
    ]  # fmt: skip
    texts = [path.read_text() for path in (tmp_path / "mail").iterdir()]
    assert "".join(texts).count("Subject: Betreff") == 2


@pytest.mark.django_db(transaction=True)
def test_daily_round_is_done_where_no_timer_does_it(worker):
    process = worker("--once", "--with-daily", LOG_LEVEL="INFO")
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output
    assert output.count('"event": "daily step done"') == 12
