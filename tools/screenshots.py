"""Photographs every page of the demo at two widths, light and dark, into var/screenshots/.

The pages come from the URL configuration, so a new page is in the album the moment it exists; what stands in an
address comes from the rows of the demo. A running demo is used as it is, otherwise one is started for the occasion.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, Page, sync_playwright

from tools.capabilities import chromium_path
from tools.checkout import VAR, Busy, Refused, locked, run, say
from tools.demo import SIGN_INS, read_environment

ALBUM = VAR / "screenshots"
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
ANONYMOUS = "gast"
PEOPLE = [name for name, _ in SIGN_INS]
# Photographed for each sample, not only for the first that answers: they look different in every state.
IN_EVERY_STATE = {"agreements:detail", "portal:municipality"}
# Photographed for each person: everybody's start page is another one.
FOR_EVERYBODY = {"portal:home"}
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]

Values = dict[str, Any]


@dataclass(frozen=True)
class Shot:
    """One page as one person sees it."""

    name: str
    person: str
    path: str


def main() -> int:
    chromium = chromium_path()
    if chromium is None:
        raise Refused("Für Bilder braucht es Chromium: Bitte mit `sudo apt-get install chromium` installieren.")
    with contextlib.ExitStack() as stack:
        var = stack.enter_context(running_demo())
        environment = read_environment(var / "demo.env")
        address = (var / "demo.address").read_text(encoding="utf-8")
        # Rows are read before the browser starts: its event loop and Django's database layer do not mix.
        wanted = pages(var, environment)
        shutil.rmtree(ALBUM, ignore_errors=True)
        ALBUM.mkdir(parents=True)
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        stack.callback(browser.close)
        photographer = Photographer(browser, address, environment["DEMO_PASSWORD"])
        shots = photographer.album(wanted)
    say(f"{shots} Bilder liegen in {ALBUM}.")
    for path in sorted(photographer.broken):
        say(f"FEHLER: {path}")
    return 1 if photographer.broken else 0


@contextlib.contextmanager
def running_demo() -> Iterator[Path]:
    """The folder of the demo that runs, or of one started for now and thrown away afterwards."""
    try:
        with locked(VAR / "demo.lock", wait=False):
            pass
    except Busy:
        yield VAR
        return
    folder = Path(tempfile.mkdtemp(prefix="s", dir=VAR))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    say("Starte eine Vorführung für die Bilder …")
    command = [sys.executable, "-m", "tools.demo", "--var", str(folder)]
    # Neither the database nor the make of whoever wants pictures is the throw-away demo's business.
    inherited = {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "DATABASE_URL")}
    log = folder / "demo.log"
    with log.open("wb") as output:
        demo = subprocess.Popen(
            command, env=inherited | {"PORT": str(port)}, stdout=output, stderr=output, start_new_session=True
        )
    try:
        while not (folder / "demo.address").exists():
            if demo.poll() is not None:
                raise Refused(f"Die Vorführung ist nicht gestartet:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.2)
        yield folder
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait()
        shutil.rmtree(folder)


def pages(var: Path, environment: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """View names, each with its possible addresses and the state to put into the picture's name."""
    os.environ |= environment | {"ASSKOMM_VAR": str(var), "DJANGO_SETTINGS_MODULE": "asskomm.settings"}
    django.setup()
    from django.urls import reverse  # noqa: PLC0415 -- needs the settings set up above

    return [
        (name, [(reverse(name, kwargs=values), state) for state, values in rows(arguments)])
        for name, arguments in views()
    ]


def views() -> list[tuple[str, tuple[str, ...]]]:
    """The names of all views but Django's own admin pages, with the arguments in their addresses."""
    from django.urls import URLResolver, get_resolver  # noqa: PLC0415 -- needs the settings set up by the caller

    def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
            else:
                yield f"{namespace}{pattern.name}", tuple(pattern.pattern.regex.groupindex)

    return [(name, arguments) for name, arguments in walk(get_resolver(), "") if not name.startswith("admin:")]


def rows(arguments: tuple[str, ...]) -> list[tuple[str, Values]]:
    """For the arguments of an address: states and values from the demo's rows, one row per state."""
    from django.apps import apps  # noqa: PLC0415 -- needs the settings set up by the caller

    def model(label: str) -> Any:
        return apps.get_model(label)._default_manager.order_by("pk")

    agreements = {row.status: row for row in model("agreements.CooperationAgreement")}
    towns = {
        "meerane": model("municipalities.Municipality").get(name="Meerane"),
        "werdau": model("municipalities.Municipality").get(name="Werdau"),
        "beispiel": model("municipalities.Municipality").filter(is_example=True).first(),
    }
    parts = {
        "party_id": model("agreements.Party").select_related("agreement"),
        "signatory_id": model("agreements.Signatory").select_related("party__agreement"),
        "proposal_id": model("agreements.ChangeProposal").select_related("party__agreement"),
    }
    if not arguments:
        return [("", {})]
    if arguments == ("agreement_id",):
        return [(status, {"agreement_id": row.pk}) for status, row in agreements.items()]
    if len(arguments) == 2 and arguments[0] == "agreement_id" and arguments[1] in parts:
        found = {getattr(part, "party", part).agreement: part for part in parts[arguments[1]]}
        return [("", {"agreement_id": agreement.pk, arguments[1]: part.pk}) for agreement, part in found.items()]
    if arguments == ("municipality_id",):
        return [(name, {"municipality_id": town.pk}) for name, town in towns.items() if town]
    single = {
        ("contact_id",): "municipalities.ContactPerson",
        ("association_id",): "municipalities.Association",
        ("membership_id",): "municipalities.AssociationMembership",
        ("district_id",): "municipalities.District",
        ("directorate_id",): "municipalities.PoliceDirectorate",
        ("person_id",): "municipalities.Person",
        ("resolution_id",): "municipalities.Resolution",
        ("template_id",): "agreements.AgreementTemplate",
        ("document_id",): "documents.Document",
        ("user_id",): "accounts.User",
        ("assignment_id",): "accounts.Assignment",
        ("invitation_id",): "accounts.Invitation",
        ("activation_id",): "accounts.Activation",
        ("advice_contact_id",): "advice.Contact",
        ("appointment_id",): "advice.Appointment",
        ("consultation_id",): "advice.Consultation",
        ("responsibility_id",): "advice.Responsibility",
        ("task_id",): "tasks.Task",
        ("mail_id",): "audit.OutgoingMail",
        ("notice_id",): "municipalities.ContactNotice",
    }
    if arguments in single:
        return [("", {arguments[0]: row.pk}) for row in model(single[arguments])[:3]]
    if arguments == ("kind", "subject_id"):
        return [("", {"kind": "kommune", "subject_id": towns["meerane"].pk})]
    # The newest terms of use; a passkey nobody has; links that no longer work.
    pairs: dict[tuple[str, ...], Values] = {
        ("uidb36", "key"): {"uidb36": "1", "key": "abc-0123"},
        ("link", "contact_id"): {"link": "abc-0123", "contact_id": 1},
    }
    if arguments in pairs:
        return [("", pairs[arguments])]
    fixed: dict[tuple[str, ...], Any] = {("version",): 1, ("pk",): 0, ("token",): "abc-0123", ("link",): "abc-0123"}
    if arguments in fixed:
        return [("", {arguments[0]: fixed[arguments]})]
    raise Refused(f"Für die Adresse mit {', '.join(arguments)} fehlt in tools/screenshots.py eine Zeile in rows().")


class Photographer:
    """Signs people in and takes the pictures."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.broken: set[str] = set()
        contexts = {person: browser.new_context(base_url=address, locale="de-DE") for person in [ANONYMOUS, *PEOPLE]}
        self.pages: dict[str, Page] = {person: context.new_page() for person, context in contexts.items()}
        for person in PEOPLE:
            page = self.pages[person]
            page.goto("/")
            page.fill("input[name=login]", person)
            page.fill("input[name=password]", password)
            page.press("input[name=password]", "Enter")
            page.wait_for_load_state()
            if page.locator("input[name=password]").count():
                raise Refused(f"Die Anmeldung als {person} ist gescheitert.")

    def album(self, wanted: list[tuple[str, list[tuple[str, str]]]]) -> int:
        taken = 0
        for view, samples in wanted:
            shots = list(self._shots(view, samples))
            if not shots:
                say(f"  ohne Bild (kein HTML auf GET): {view}")
            for shot in shots:
                taken += self._take(shot)
        return taken + self._take(Shot("fehler-404", PEOPLE[0], "/gibt-es-nicht/"))

    def _shots(self, view: str, samples: list[tuple[str, str]]) -> Iterator[Shot]:
        stem = view.replace(":", "-").replace("_", "-")
        for path, state in samples:
            people = [person for person in [*PEOPLE, ANONYMOUS] if self._answers(person, path)]
            for person in people if view in FOR_EVERYBODY else people[:1]:
                own = person.replace("@", "-").removesuffix(".example")
                parts = [stem, state if view in IN_EVERY_STATE else "", own if view in FOR_EVERYBODY else ""]
                yield Shot("-".join(part for part in parts if part), person, path)
            if people and view not in IN_EVERY_STATE:
                return

    def _answers(self, person: str, path: str) -> bool:
        response = self.pages[person].request.get(path, max_redirects=0)
        try:
            if response.status >= 500:
                self.broken.add(f"{response.status} {path} ({person})")
            return response.status == 200 and response.headers.get("content-type", "").startswith("text/html")
        finally:
            response.dispose()

    def _take(self, shot: Shot) -> int:
        page = self.pages[shot.person]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                page.goto(shot.path)
                page.evaluate("document.fonts.ready")
                page.screenshot(path=ALBUM / f"{shot.name}-{width}-{scheme}.png", full_page=True)
        return len(WIDTHS) * len(SCHEMES)


if __name__ == "__main__":
    run(main)
