"""collectstatic brings every file the templates and stylesheets ask for, and nothing of the rest."""

import json
import os
import re
import secrets
import subprocess
import sys

from tools.checkout import ROOT

ASKED_FOR = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def test_every_static_file_of_the_templates_is_served(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "ASSKOMM_DEMO": "0",
        "ASSKOMM_VAR": str(tmp_path),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": "postgresql:///nowhere",
        "ALLOWED_HOSTS": "asskomm.example",
        "ASSKOMM_MEDIA_ROOT": str(tmp_path / "media"),
        "EMAIL_URL": "smtp://mail.example:25",
        "DEFAULT_FROM_EMAIL": "asskomm@lpr.example",
    }
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    asked_for = {name for text in templates for name in ASKED_FOR.findall(text)}
    assert {"css/app.css", "kern/kern.min.css"} <= asked_for
    assert asked_for - set(manifest) == set()
    assert [name for name in manifest if "kopfzeile" in name or "cyrillic" in name] == []
