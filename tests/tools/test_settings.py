"""Settings: what production must name, and when the demo's file counts."""

import os
import secrets
import subprocess
import sys

import pytest

from tools.checkout import ROOT

POSTGRES = "postgresql://konto@/asskomm?host=/run/postgresql"
SMTP = "smtp+tls://konto:kennwort@mail.example:587"
PRODUCTION = {
    "SECRET_KEY": "x" * 60,
    "DATABASE_URL": "postgresql://asskomm@db.example/asskomm",
    "ALLOWED_HOSTS": "asskomm.example,www.asskomm.example",
    "ASSKOMM_MEDIA_ROOT": "/srv/asskomm/media",
    "EMAIL_URL": "smtp://mail.example:25",
    "DEFAULT_FROM_EMAIL": "asskomm@lpr.example",
}


def ask(question, **environment):
    """Evaluate `question` about the settings in a process of its own with exactly this environment."""
    result = subprocess.run(
        [sys.executable, "-c", f"from asskomm import settings as s; print(repr({question}))"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ASSKOMM_DEMO": "0"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.strip() if result.returncode == 0 else result.stderr


@pytest.mark.parametrize("name", PRODUCTION)
def test_what_production_lacks_is_one_sentence(name):
    said = ask("s.DEBUG", **{key: value for key, value in PRODUCTION.items() if key != name})
    assert said == f"{name} fehlt: Bitte in der Umgebung setzen (für die Vorführung genügt `make demo`).\n"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "kurz", "SECRET_KEY ist zu kurz: Bitte mindestens 50 zufällige Zeichen setzen.\n"),
        (
            "ALLOWED_HOSTS",
            "asskomm.example, *",
            "ALLOWED_HOSTS: Bitte die Namen der Anwendung nennen. „*“ ließe Fremde Links in Mails fälschen.\n",
        ),
        ("DATABASE_URL", "sqlite:///db", f"DATABASE_URL muss eine PostgreSQL-Datenbank nennen, etwa {POSTGRES}.\n"),
        ("DATABASE_URL", "geheim", f"DATABASE_URL muss eine PostgreSQL-Datenbank nennen, etwa {POSTGRES}.\n"),
        ("EMAIL_URL", "pigeon://geheim", f"EMAIL_URL ist nicht lesbar: Bitte in der Form {SMTP} angeben.\n"),
        ("EMAIL_TIMEOUT", "bald", "EMAIL_TIMEOUT: Bitte eine ganze Zahl ab 0 angeben.\n"),
        ("TRUSTED_PROXY_COUNT", "-1", "TRUSTED_PROXY_COUNT: Bitte eine ganze Zahl ab 0 angeben.\n"),
        ("ASSKOMM_INVITATION_DAYS", "bald", "ASSKOMM_INVITATION_DAYS: Bitte eine ganze Zahl ab 1 angeben.\n"),
        ("ASSKOMM_INVITATION_DAYS", "0", "ASSKOMM_INVITATION_DAYS: Bitte eine ganze Zahl ab 1 angeben.\n"),
        ("ASSKOMM_DEMO", "ja", "ASSKOMM_DEMO: Bitte „1“ oder „0“ angeben.\n"),
        ("ASSKOMM_HTTPS", "ja", "ASSKOMM_HTTPS: Bitte „1“ oder „0“ angeben.\n"),
        ("DEMO_TODAY", "heute", "DEMO_TODAY: Bitte einen Tag wie 2023-04-25 angeben.\n"),
        ("LOG_LEVEL", "viel", "LOG_LEVEL: Bitte „INFO“ oder „WARNING“ angeben.\n"),
        (
            "CSRF_TRUSTED_ORIGINS", "asskomm.example",
            "CSRF_TRUSTED_ORIGINS: Bitte Adressen wie https://asskomm.example angeben.\n",
        ),
        (
            "ASSKOMM_STATE_OFFICE_SECOND_FACTOR", "no",
            "ASSKOMM_STATE_OFFICE_SECOND_FACTOR: Bitte „required“ oder „offered“ angeben.\n",
        ),
    ],
)  # fmt: skip
def test_what_production_cannot_read_is_one_sentence(name, value, said):
    assert ask("s.DEBUG", **PRODUCTION | {name: value}) == said


def test_names_are_divided_by_a_comma_and_as_many_spaces_as_somebody_likes():
    assert ask("s.ALLOWED_HOSTS", **PRODUCTION | {"ALLOWED_HOSTS": " a.example, b.example,"}) == (
        "['a.example', 'b.example']"
    )


STARTS = {
    "web": ["-m", "gunicorn", "--preload", "--bind", "127.0.0.1:0", "asskomm.wsgi"],
    "worker": ["manage.py", "worker"],
    "daily": ["manage.py", "daily"],
    "migrate": ["manage.py", "migrate"],
}


@pytest.mark.parametrize("command", STARTS)
def test_no_process_starts_without_a_value(command):
    """The very processes of the units in docs/operations; the sentence is the last and only word."""
    result = subprocess.run(
        [sys.executable, *STARTS[command]],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ASSKOMM_DEMO": "0"} | PRODUCTION | {"EMAIL_URL": " "},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1].startswith("EMAIL_URL fehlt: Bitte in der Umgebung setzen")


def test_production_passes_the_checks_for_deployment():
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ASSKOMM_DEMO": "0"} | PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(50)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_production_is_neither_demo_nor_debug():
    assert ask("(s.DEMO, s.DEMO_TODAY, s.DEBUG, s.HTTPS, s.ALLOWED_HOSTS)", **PRODUCTION) == (
        "(False, None, False, True, ['asskomm.example', 'www.asskomm.example'])"
    )


def test_mail_goes_to_the_server_named_and_waits_in_the_queue_before():
    said = ask(
        "(s.EMAIL_BACKEND, s.DELIVERY_EMAIL_BACKEND, s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_HOST_USER)",
        **PRODUCTION | {"EMAIL_URL": "smtp+tls://post%40lpr:geheim@mail.example:587"},
    )
    assert said == (
        "('audit.mail.OutboxEmailBackend', 'django.core.mail.backends.smtp.EmailBackend', "
        "'mail.example', 587, True, 'post@lpr')"
    )


@pytest.fixture
def demo(tmp_path):
    lines = ["ASSKOMM_DEMO=1", "SECRET_KEY=k=k", "DATABASE_URL=postgresql:///demo", "DEMO_TODAY=2023-04-25"]
    (tmp_path / "demo.env").write_text("\n".join(lines), encoding="utf-8")
    return {"ASSKOMM_VAR": str(tmp_path), "ASSKOMM_DEMO": ""}


DEMO_QUESTION = "(s.DEMO, str(s.DEMO_TODAY), s.SECRET_KEY, s.HTTPS, s.MEDIA_ROOT.name)"


def test_beside_a_demo_its_file_says_everything(demo, tmp_path):
    demo.pop("ASSKOMM_DEMO")
    said = subprocess.run(
        [sys.executable, "-c", f"from asskomm import settings as s; print({DEMO_QUESTION})"],
        cwd=ROOT, env={"PATH": os.environ["PATH"]} | demo, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "(True, '2023-04-25', 'k=k', False, 'media')\n"


def test_another_database_is_not_the_demo(demo):
    assert ask("s.DEMO", **demo | {"DATABASE_URL": "postgresql:///other"}).startswith("SECRET_KEY fehlt")
    assert ask("s.DEMO", **PRODUCTION | {"ASSKOMM_VAR": demo["ASSKOMM_VAR"], "ASSKOMM_DEMO": "0"}) == "False"


def test_the_policy_allows_no_inline_code_and_no_foreign_server():
    said = ask("sorted({v for d in s.CONTENT_SECURITY_POLICY['DIRECTIVES'].values() for v in d})", **PRODUCTION)
    assert said == "[\"'none'\", \"'self'\", 'data:']"
