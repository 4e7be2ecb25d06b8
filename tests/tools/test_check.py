"""The checks over the locks find planted faults, and the list of checks is complete."""

import json
import re
import shutil

import pytest

from tools import check, lock
from tools.checkout import ROOT

LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt", "requirements-node.txt")


@pytest.fixture
def copy(tmp_path):
    for name in (*LOCKS, "pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def change(path, pattern, replacement):
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), count=1)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def test_the_locks_of_this_checkout_are_sound(copy):
    assert list(check.problems(copy)) == []


@pytest.mark.parametrize(
    "line", ["--index-url https://mirror.example/simple", "# via -r /home/somebody/pyproject.toml", "-f file:///x"]
)
def test_addresses_and_folders_are_found(copy, line):
    with (copy / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    [problem] = check.problems(copy)
    assert problem.endswith(f"nennt eine Adresse oder einen Ordner: {line}")


def test_an_address_in_npms_lock_is_found(copy):
    path = copy / "package-lock.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["packages"]["node_modules/axe-core"]["resolved"] = "https://mirror.example/axe-core.tgz"
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
    [problem] = check.problems(copy)
    assert problem.startswith("package-lock.json:")


def test_a_new_dependency_without_lock_is_found(copy):
    change(copy / "pyproject.toml", r'"pillow>=13",', '"pillow>=13", "numpy>=2",')
    assert {problem.split(":")[0] for problem in check.problems(copy)} == set(LOCKS) - {"requirements-node.txt"}


def test_a_raised_lower_bound_is_found(copy):
    change(copy / "pyproject.toml", r'"ruff~=[0-9.]+"', '"ruff~=99.0"')
    assert list(check.problems(copy)) == [
        "requirements-dev.txt: ruff~=99.0 fehlt oder ist anders; `make lock` schreibt die Listen neu"
    ]


def test_a_version_other_than_in_the_largest_lock_is_found(copy):
    change(copy / "requirements.txt", r"\nsqlparse==\S+", "\nsqlparse==0.0.1")
    assert list(check.problems(copy)) == ["requirements.txt: sqlparse==0.0.1 anders als in requirements-dev.txt"]


def test_a_missing_hash_is_found(copy):
    change(copy / "requirements-demo.txt", r"(\nsqlparse==\S+)(?: \\\n    --hash=\S+)+", r"\1")
    assert list(check.problems(copy)) == ["requirements-demo.txt: sqlparse ohne Hash"]


def test_another_package_json_is_found(copy):
    change(copy / "package.json", r'"axe-core": "[^"]+"', '"axe-core": "~9.9.9"')
    assert list(check.problems(copy)) == [
        "package-lock.json: devDependencies anders als in package.json; `make lock` schreibt sie neu"
    ]


def test_every_lock_has_its_recipe():
    assert set(lock.LOCKS) == {path.name for path in ROOT.glob("requirements*.txt")}


def test_a_check_that_fails_shows_what_it_said():
    assert check.run_command(["sh", "-c", "echo gut"]) == ""
    assert check.run_command(["sh", "-c", "echo schlecht; exit 1"]) == "schlecht"
    assert check.run_command(["sh", "-c", "exit 2"]) == "Rückgabewert 2"


def test_checks_see_production_not_a_demo_that_runs_here():
    said = check.run_command(["sh", "-c", "echo $ASSKOMM_DEMO $ALLOWED_HOSTS; exit 1"])
    assert said == "0 asskomm.example"


def test_ci_runs_the_two_commands_and_nothing_else():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^make .+$", script, re.MULTILINE) == ["make check || failed=1", "make test || failed=1"]
