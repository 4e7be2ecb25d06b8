"""The demo's supervisor: what it says, what it keeps, and that it leaves nothing behind."""

import os
import signal
import socket
import stat
import subprocess
import time

import psycopg2
import pytest

from portal.demo.people import ROLES
from tools import checkout as checkout_module
from tools import processes
from tools.checkout import Refused, locked
from tools.demo import SIGN_INS
from tools.engine import Engine

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def seeded(checkout):
    with (
        psycopg2.connect(Engine(checkout.var / "postgres").url("asskomm")) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT password FROM seeded")
        return [password for (password,) in cursor.fetchall()]


def test_it_says_where_and_as_whom_and_what_to_try(checkout):
    process, said = checkout.up(DEMO_PASSWORD="ein langes Kennwort")
    assert f"http://localhost:{checkout.port}\n" in said
    assert "Kennwort für alle: ein langes Kennwort\n" in said
    assert [
        line.split()[0] for line in said.splitlines() if "@" in line and line.startswith("  ") and "." not in line[:4]
    ] == [
        "leitung@lpr.example",
        "sachbearbeitung@lpr.example",
        "erzgebirge@lpr.example",
        "koordination@meerane.example",
        "beigeordnete@meerane.example",
        "hauptamt@meerane.example",
        "koordination@werdau.example",
        "coach@coaching.example",
        "pool@institut.example",
        "polizei@pd-zwickau.example",
        "praevention@landkreis-zwickau.example",
    ]
    assert "es wird die 50." in said
    with socket.create_connection(("127.0.0.1", checkout.port)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.makefile("rb").read().endswith(b"Guten Tag")
    assert checkout.stop(process) == 0
    assert checkout.gone()


def test_a_second_start_keeps_data_and_key_and_takes_a_new_password(checkout):
    process, _ = checkout.up()
    env_file = checkout.var / "demo.env"
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600
    first = dict(line.split("=", 1) for line in env_file.read_text(encoding="utf-8").splitlines())
    assert (first["ASSKOMM_DEMO"], first["DEMO_TODAY"], first["DEMO_PASSWORD"]) == ("1", "2023-04-25", "partnerschaft")
    checkout.stop(process)

    process, said = checkout.up(DEMO_PASSWORD="anders")
    assert "Kennwort für alle: anders" in said
    second = dict(line.split("=", 1) for line in env_file.read_text(encoding="utf-8").splitlines())
    assert second == first | {"DEMO_PASSWORD": "anders"}
    assert seeded(checkout) == ["partnerschaft", "anders"]
    assert checkout.calls().count("collectstatic") == 1, "unchanged files are not collected again"
    checkout.stop(process)

    process, said = checkout.up()
    assert "Kennwort für alle: anders" in said, "a password once set stays"
    checkout.stop(process)


def test_reset_starts_over(checkout):
    process, _ = checkout.up(DEMO_PASSWORD="alt")
    checkout.stop(process)
    for name in ("media", "mail"):
        (checkout.var / name).mkdir()
        (checkout.var / name / "row").write_text("x", encoding="utf-8")
    process, said = checkout.up("--reset")
    assert "Kennwort für alle: partnerschaft" in said
    assert seeded(checkout) == ["partnerschaft"]
    assert not (checkout.var / "media").exists()
    assert not (checkout.var / "mail").exists()
    checkout.stop(process)


def test_reset_does_not_empty_a_database_that_is_not_its_own(checkout):
    code, said = checkout.run("--reset", DATABASE_URL="postgresql:///somebody")
    assert code == 1
    assert said == "demo-reset leert nur die eingebettete Datenbank: Bitte die aus DATABASE_URL selbst leeren.\n"


def test_an_own_database_is_used_and_left_alone(checkout):
    engine = Engine(checkout.root / "own", durable=False)
    server = engine.start()
    engine.create("mine")
    process, _ = checkout.up(DATABASE_URL=engine.url("mine"))
    assert not (checkout.var / "postgres").exists()
    assert f"DATABASE_URL={engine.url('mine')}\n" in (checkout.var / "demo.env").read_text(encoding="utf-8")
    checkout.stop(process)
    assert server.poll() is None
    engine.remove()
    server.wait()
    code, said = checkout.run(DATABASE_URL=engine.url("mine"))
    assert code == 1
    assert said.startswith("Die Datenbank aus DATABASE_URL antwortet nicht: ")
    assert said.count("\n") == 1


def test_two_start_time_once(checkout):
    first, _ = checkout.up()
    assert checkout.run() == (0, f"Die Vorführung läuft bereits: http://localhost:{checkout.port}.\n")
    assert checkout.run("--reset") == (1, f"Die Vorführung läuft bereits: http://localhost:{checkout.port}.\n")
    assert first.poll() is None
    assert checkout.stop(first) == 0


def test_two_starts_in_the_same_moment(checkout):
    both = [checkout.start(), checkout.start()]
    while all(process.poll() is None for process in both):
        time.sleep(0.05)
    second = next(process for process in both if process.poll() is not None)
    first = next(process for process in both if process is not second)
    assert (second.returncode, second.communicate()[0]) == (0, "Die Vorführung läuft bereits oder startet gerade.\n")
    checkout.wait_until_up(first)
    assert checkout.stop(first) == 0


def test_a_busy_port_is_named(checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", checkout.port))
        other.listen()
        code, said = checkout.run()
    assert code == 1
    assert said == f"PORT {checkout.port} ist belegt: Bitte anders wählen, etwa `make demo PORT={checkout.port + 1}`.\n"
    assert not (checkout.var / "postgres").exists()


@pytest.mark.parametrize("port", ["achtzig", "0", "65536", "-1", "٨٠٠٠"])
def test_a_port_that_is_none(checkout, port):
    assert checkout.run(PORT=port) == (1, f"PORT muss eine Zahl von 1 bis 65535 sein, nicht „{port}“.\n")


def test_a_password_on_two_lines_is_refused(checkout):
    code, said = checkout.run(DEMO_PASSWORD="eins\nASSKOMM_DEMO=0")
    assert code == 1
    assert said.endswith("DEMO_PASSWORD enthält Zeilenumbrüche oder andere Steuerzeichen: Bitte ein anderes wählen.\n")
    assert not (checkout.var / "demo.env").exists()


@pytest.mark.parametrize("step", ["migrate", "seed_demo"])
def test_a_step_that_fails_stops_everything(checkout, step):
    checkout.var.mkdir()
    (checkout.var / f"fail-{step}").touch()
    code, said = checkout.run()
    assert code == 1
    assert f"Der Schritt „{step}“ ist gescheitert (3); alles dazu steht in " in said
    assert checkout.gone()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_supervisor_ends_all(checkout, number):
    process, _ = checkout.up()
    process.send_signal(number)
    process.communicate(timeout=30)
    assert checkout.gone()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_make_alone_ends_all(checkout, number):
    process, _ = checkout.up(by_make=True)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert checkout.gone()


def test_control_c_in_the_terminal_ends_all(checkout):
    process, _ = checkout.up(by_make=True)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    assert checkout.gone()


@pytest.mark.parametrize("deaf", [False, True], ids=["from a terminal", "in the background"])
def test_a_killed_make_takes_all_along(checkout, deaf):
    process, _ = checkout.up(by_make=True, deaf=deaf)
    process.kill()
    process.communicate(timeout=30)
    assert checkout.gone()


def test_a_signal_during_the_start_ends_all(checkout):
    process = checkout.start()
    while not (checkout.var / "postgres" / "PG_VERSION").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert checkout.gone()


def test_after_kill_9_of_the_supervisor_the_next_start_works(checkout):
    process, _ = checkout.up()
    process.kill()
    process.wait()
    process, _ = checkout.up()
    assert seeded(checkout) == ["partnerschaft", "partnerschaft"]
    checkout.stop(process)
    assert checkout.gone()


def test_leftovers_that_outlived_the_supervisor_are_ended(checkout):
    """What PDEATHSIG cannot promise: a web server and a database nobody owns any more."""
    checkout.var.mkdir()
    engine = Engine(checkout.var / "postgres")
    server = engine.start()
    web = subprocess.Popen(["sleep", "600"], start_new_session=True)
    register = processes.Register(checkout.var / "demo.pids")
    register.write({"web": web.pid})
    process, _ = checkout.up()
    assert server.wait(timeout=1) is not None
    assert web.wait(timeout=1) == -signal.SIGTERM
    checkout.stop(process)


def test_a_stranger_with_a_remembered_number_is_spared(checkout):
    checkout.var.mkdir()
    stranger = subprocess.Popen(["sleep", "600"])
    (checkout.var / "demo.pids").write_text(f'{{"web": [{stranger.pid}, 1]}}', encoding="utf-8")
    process, _ = checkout.up()
    checkout.stop(process)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.parametrize("name", ["database", "web", "worker"])
def test_a_process_that_dies_is_reported_and_the_next_start_works(checkout, name):
    process, _ = checkout.up()
    os.kill(pid_of(checkout, name), signal.SIGKILL)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"Der Prozess „{name}“ hat sich beendet; der Grund steht in " in output
    assert checkout.gone()
    process, _ = checkout.up()
    checkout.stop(process)


def pid_of(checkout, name):
    if name == "database":
        return processes.working_in(checkout.var / "postgres", "postgres")[0]
    register = (checkout.var / "demo.pids").read_text(encoding="utf-8")
    return int(register.split(f'"{name}": [')[1].split(",")[0])


def test_make_alone_is_heard_during_the_first_steps_too(checkout):
    checkout.var.mkdir()
    (checkout.var / "slow-seed_demo").touch()
    process = checkout.start(by_make=True)
    while "seed_demo" not in (checkout.calls() if (checkout.var / "calls").exists() else []):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert checkout.gone()


def test_a_folder_of_somebody_else_is_one_sentence(checkout, monkeypatch):
    monkeypatch.setattr(checkout_module.Path, "open", refuse)
    with pytest.raises(Refused, match="darf dieses Konto nicht schreiben"), locked(checkout.var / "x.lock", wait=True):
        raise AssertionError("must not be held")


def refuse(*arguments, **options):
    raise PermissionError(13, "Permission denied")


def test_the_sign_ins_it_names_are_those_of_the_demo():
    assert [email for email, _ in SIGN_INS] == [role.email for role in ROLES]
