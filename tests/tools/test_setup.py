"""The set-up: what it finds missing, what it installs, and the one sentence where it may not."""

import importlib
import subprocess
import sys

import pytest

import tools
from tools import apt, capabilities, setup
from tools.checkout import ROOT, VENV_PYTHON, Refused


@pytest.fixture
def bare(monkeypatch):
    """A machine on which nothing may be installed."""
    monkeypatch.setattr(apt, "prefix", lambda: None)


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_what_the_system_lacks_is_one_sentence(bare, monkeypatch):
    monkeypatch.setattr(capabilities, "has_pango", lambda: False)
    monkeypatch.setattr(setup, "VENV_PYTHON", ROOT / "nowhere")
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused) as refusal:
        setup.system_libraries()
    assert str(refusal.value) == (
        "Bitte zuerst diese Pakete installieren: "
        "sudo apt-get install python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def test_nothing_is_asked_of_a_system_that_has_all(bare, monkeypatch):
    monkeypatch.setattr(capabilities, "has_pango", lambda: True)
    setup.system_libraries()


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 15, 0)])
def test_another_python_is_refused(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"Bitte Python 3\.11 bis 3\.14 installieren"):
        importlib.reload(tools)


@pytest.mark.parametrize(
    ("version", "enough"), [("v12.22.9", False), ("v18.0.0", True), ("v24.1.0", True), ("", False), ("kaputt", False)]
)
def test_an_old_node_counts_as_none(tmp_path, monkeypatch, version, enough):
    program(tmp_path, "node", f"echo {version}")
    program(tmp_path, "npm", "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert setup.has_node() is enough


def test_node_without_npm_counts_as_none(tmp_path, monkeypatch):
    program(tmp_path, "node", "echo v20.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert setup.has_node() is False


def test_the_environment_of_this_run_works_and_another_does_not(tmp_path):
    assert setup.works(VENV_PYTHON)
    assert not setup.works(tmp_path / "bin" / "python")
    moved = program(tmp_path, "python", "echo /somewhere/else/.venv 3 11")
    assert not setup.works(moved)


def test_a_second_set_up_installs_nothing(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "works", lambda python: True)
    monkeypatch.setattr(setup, "command", lambda arguments, failed: calls.append(arguments))
    (tmp_path / "lib/python3.11/site-packages").mkdir(parents=True)
    setup.python_environment("dev")
    assert len(calls) == 1
    assert (tmp_path / "lib/python3.11/site-packages/asskomm.pth").read_text(encoding="utf-8") == f"{ROOT}\n"
    setup.python_environment("dev")
    setup.python_environment("demo")  # is part of dev
    assert len(calls) == 1
    monkeypatch.setattr(setup, "environment_digest", lambda level: "another lock, Python or place")
    setup.python_environment("demo")
    assert len(calls) == 2


def test_a_failed_step_shows_what_it_said(capsys):
    with pytest.raises(Refused, match="So nicht"):
        setup.command(["sh", "-c", "echo der Grund; exit 4"], "So nicht.")
    assert capsys.readouterr().out == "der Grund\n\n"


def test_the_wrong_word_is_answered_with_the_right_ones():
    result = subprocess.run(
        [VENV_PYTHON, "-m", "tools.setup", "alles"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (1, "Aufruf: python3 -m tools.setup demo|dev\n")


def test_ubuntus_stub_is_no_chromium(tmp_path, monkeypatch):
    program(tmp_path, "chromium-browser", "echo requires the chromium snap to be installed; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(capabilities, "CHROMIUM_NAMES", ("chromium-browser",))
    assert capabilities.chromium_path.__wrapped__() is None
    real = program(tmp_path, "chromium-browser", "echo Chromium 156.0.8078.73 built on Debian")
    assert capabilities.chromium_path.__wrapped__() == str(real)


def test_a_java_without_compiler_is_no_jdk(tmp_path, monkeypatch):
    java = program(tmp_path, "java", "echo java.base@17")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert capabilities.java_command.__wrapped__() is None
    program(tmp_path, "java", "echo java.base@17; echo jdk.compiler@17")
    assert capabilities.java_command.__wrapped__() == str(java)


def test_on_ubuntu_apt_is_not_asked_for_chromium(monkeypatch):
    asked = []
    monkeypatch.setattr(apt, "install", lambda packages: asked.append(list(packages)))
    monkeypatch.setattr(capabilities.Capability, "is_there", property(lambda capability: False))
    monkeypatch.setattr(apt, "distribution", lambda: "ubuntu")
    setup.test_tools()
    monkeypatch.setattr(apt, "distribution", lambda: "debian")
    setup.test_tools()
    assert asked == [
        ["default-jdk-headless", "libjaxb-java"],
        ["chromium", "libatomic1", "default-jdk-headless", "libjaxb-java"],
    ]


class Apt:
    """Stands in for apt-get: notes the calls, and fails as often as told."""

    def __init__(self, monkeypatch, *, failures=()):
        self.calls, self.failures = [], list(failures)
        monkeypatch.setattr(apt, "_apt_get", self)
        monkeypatch.setattr(apt, "prefix", list)

    def __call__(self, before, verb, *arguments):
        self.calls.append(verb)
        if self.failures and self.failures[0] == verb:
            self.failures.pop(0)
            return False
        return True


def test_apt_lists_are_fetched_where_there_are_none(tmp_path, monkeypatch):
    calls = Apt(monkeypatch)
    monkeypatch.setattr(apt, "LISTS", tmp_path)
    assert apt.install(["eins"])
    (tmp_path / "deb.example_Packages").touch()
    assert apt.install(["eins"])
    assert calls.calls == ["update", "install", "install"]


def test_old_apt_lists_are_fetched_anew(tmp_path, monkeypatch):
    (tmp_path / "deb.example_Packages").touch()
    monkeypatch.setattr(apt, "LISTS", tmp_path)
    calls = Apt(monkeypatch, failures=["install"])
    assert apt.install(["eins"])
    assert calls.calls == ["install", "update", "install"]


def test_a_mirror_that_does_not_answer_is_no_installation(tmp_path, monkeypatch):
    (tmp_path / "deb.example_Packages").touch()
    monkeypatch.setattr(apt, "LISTS", tmp_path)
    Apt(monkeypatch, failures=["install", "update"])
    assert apt.install(["eins"]) is False


def test_without_apt_nothing_is_installed(bare):
    assert apt.install(["eins"]) is False


def test_sudo_that_asks_for_a_password_does_not_count(tmp_path, monkeypatch):
    program(tmp_path, "apt-get", "exit 0")
    sudo = program(tmp_path, "sudo", "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    assert apt.prefix() is None
    program(tmp_path, "sudo", "exit 0")
    assert apt.prefix() == [str(sudo), "-n"]
    monkeypatch.setattr(apt.os, "geteuid", lambda: 0)
    assert apt.prefix() == []
