"""What the administration is told is true: settings, limits, commands, files, versions."""

import ast
import re
import tomllib

import pytest
from django.conf import settings
from django.core.management import get_commands
from packaging.specifiers import SpecifierSet

from tools.checkout import ROOT

OPERATIONS = ROOT / "docs" / "operations"
UNITS = sorted((OPERATIONS / "systemd").iterdir())
ASKING = re.compile(r"required|number|choice|switch|day|env\.[a-z]+|os\.environ(\.get)?")


def text(path):
    return path.read_text(encoding="utf-8")


def names_read(source):
    """Every name of the environment that a settings module asks for."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            asked, name = ast.unparse(node.func), node.args[0]
        elif isinstance(node, ast.Subscript):
            asked, name = ast.unparse(node.value), node.slice
        else:
            continue
        if ASKING.fullmatch(asked) and isinstance(name, ast.Constant):
            yield name.value


def names_told(page):
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (ja|nein) \|", page, re.MULTILINE))


# --- Settings -----------------------------------------------------------------------------------------------------

# Asked for by the demo's accounts, not by the settings.
ELSEWHERE = {"DEMO_PASSWORD"}


def test_every_setting_is_in_the_table_and_every_row_is_read():
    read = set(names_read(text(ROOT / "asskomm" / "settings.py")))
    assert read | ELSEWHERE == set(names_told(text(OPERATIONS / "settings.md")))


def test_the_table_says_which_ones_production_needs():
    source = text(ROOT / "asskomm" / "settings.py")
    needed = set(re.findall(r'required\("([A-Z_]+)"\)', source))
    assert {name for name, word in names_told(text(OPERATIONS / "settings.md")).items() if word == "ja"} == needed


def test_settings_read_elsewhere_are():
    assert all(any(name in text(path) for path in (ROOT / "portal").rglob("*.py")) for name in ELSEWHERE)


@pytest.mark.parametrize(
    "fault", ['X = env.int("NEW_NAME", default=1)', 'X = required("NEW_NAME")', 'X = os.environ["NEW_NAME"]']
)
def test_planted_setting_is_found(fault):
    assert list(names_read(fault)) == ["NEW_NAME"]


def assigned(source):
    return re.findall(r"^([A-Z_]+)=", source, re.MULTILINE)


def test_the_sample_file_names_what_production_needs_and_where_static_files_lie():
    """The commands an administrator types and the services read the same file: both have to mean the same folder."""
    needed = {name for name, word in names_told(text(OPERATIONS / "settings.md")).items() if word == "ja"}
    assert sorted(assigned(text(OPERATIONS / "asskomm.env"))) == sorted({*needed, "ASSKOMM_VAR"})
    assert [unit.name for unit in UNITS if "ASSKOMM_" in text(unit)] == []


def test_the_sample_file_stops_the_start_until_somebody_has_read_it():
    assert "SECRET_KEY=''\n" in text(OPERATIONS / "asskomm.env")


# --- nginx --------------------------------------------------------------------------------------------------------


def limit_of(conf):
    (size,) = re.findall(r"client_max_body_size (\d+)m;", conf)
    return int(size) * 1024 * 1024


def test_nginx_has_the_limit_of_the_application():
    assert limit_of(text(OPERATIONS / "nginx.conf")) == settings.REQUEST_MAX_BYTES
    assert "26 MB" in text(OPERATIONS / "installation.md")


def test_planted_limit_is_another():
    assert limit_of("client_max_body_size 25m;") != settings.REQUEST_MAX_BYTES


def test_nginx_tells_the_scheme_and_one_address():
    conf = text(OPERATIONS / "nginx.conf")
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in conf
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in conf
    assert "proxy_set_header Host $host;" in conf
    assert conf.count("{") == conf.count("}")


def test_nginx_keeps_no_link_that_opens_an_account():
    _, serving = re.split(r"^server \{$", text(OPERATIONS / "nginx.conf"), flags=re.MULTILINE)[1:]
    assert "listen 443" in serving
    assert re.search(r"^    access_log off;$", serving, re.MULTILINE)


# --- Units and image ----------------------------------------------------------------------------------------------


def commands_of(source):
    return set(re.findall(r"manage\.py ([a-z_]+)", source))


def test_units_start_what_exists():
    assert [unit.name for unit in UNITS] == [
        "asskomm-daily.service", "asskomm-daily.timer", "asskomm-web.service", "asskomm-worker.service",
    ]  # fmt: skip
    started = set().union(*(commands_of(text(unit)) for unit in UNITS))
    assert started == {"worker", "daily"} <= set(get_commands())
    for unit in UNITS:
        assert unit.stem == "asskomm-daily" or f"{unit.name}" in text(OPERATIONS / "installation.md")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_services_run_without_rights_and_with_the_settings(unit):
    lines = set(text(unit).splitlines())
    assert lines >= {
        "User=asskomm", "EnvironmentFile=/etc/asskomm/asskomm.env", "NoNewPrivileges=yes", "ProtectSystem=strict",
        "CapabilityBoundingSet=", "ReadWritePaths=/srv/asskomm",
    }  # fmt: skip


def copied(source):
    """Files that an image copies from the checkout."""
    for line in re.findall(r"^COPY (.+)$", source, re.MULTILINE):
        if not line.startswith("--from="):
            yield from line.split()[:-1]


def test_everything_the_image_copies_is_there():
    source = text(ROOT / "Containerfile")
    names = list(copied(source))
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert {*settings.OWN_APPS, "asskomm", "templates", "static", "manage.py", "requirements.txt"} <= set(names)


def test_planted_copy_is_found():
    assert list(copied("COPY --from=python a b\nCOPY gone other ./\n")) == ["gone", "other"]


def test_the_image_has_an_allowed_python_and_no_root():
    source = text(ROOT / "Containerfile")
    allowed = SpecifierSet(tomllib.loads(text(ROOT / "pyproject.toml"))["project"]["requires-python"])
    versions = set(re.findall(r"python:(\d+\.\d+)-", source))
    assert len(versions) == 1
    assert all(allowed.contains(version) for version in versions)
    assert source.index("\nUSER asskomm\n") < source.index("\nCMD ")
    assert "--require-hashes" in source
    assert "npm ci" in source


def test_the_image_starts_the_web_as_the_unit_does():
    unit = re.search(r"gunicorn (.+)$", text(OPERATIONS / "systemd" / "asskomm-web.service"), re.MULTILINE)
    image = re.search(r'"gunicorn", (.+)\]$', text(ROOT / "Containerfile"), re.MULTILINE)
    assert unit
    assert image
    # Its control socket would lie in the home directory, where the service may not write.
    assert "--no-control-socket" in unit[1].split()
    asked = image[1].replace('"', "").replace(",", "").replace("0.0.0.0", "127.0.0.1")
    assert asked == unit[1]


def test_the_daily_steps_are_told():
    told = text(OPERATIONS / "monitoring.md")
    for word in ("Aufträge", "Sitzungen", "Mails", "Dateien", "quarantaene"):
        assert word in told


LOG_LINES = re.compile(r"^\| `([a-z ]+)` \|", re.MULTILINE)


def test_log_lines_that_are_explained_are_written():
    explained = LOG_LINES.findall(text(OPERATIONS / "monitoring.md"))
    written = "".join(text(path) for path in (ROOT / "audit").rglob("*.py"))
    assert len(explained) == 4
    assert [line for line in explained if f'"{line}"' not in written] == []
