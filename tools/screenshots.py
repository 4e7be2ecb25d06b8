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


# Rows of one kind, of which the first that answers is photographed.
KINDS = {
    "contact_id": "municipalities.ContactPerson", "association_id": "municipalities.Association",
    "membership_id": "municipalities.AssociationMembership", "district_id": "municipalities.District",
    "directorate_id": "municipalities.PoliceDirectorate", "person_id": "municipalities.Person",
    "resolution_id": "municipalities.Resolution", "notice_id": "municipalities.ContactNotice",
    "template_id": "agreements.AgreementTemplate", "document_id": "documents.Document",
    "user_id": "accounts.User", "assignment_id": "accounts.Assignment", "invitation_id": "accounts.Invitation",
    "activation_id": "accounts.Activation", "absence_id": "accounts.Absence",
    "advice_contact_id": "advice.Contact", "appointment_id": "advice.Appointment",
    "consultation_id": "advice.Consultation", "responsibility_id": "advice.Responsibility",
    "task_id": "tasks.Task", "mail_id": "audit.OutgoingMail", "import_id": "imports.DataImport",
    "package_id": "filing.Package", "report_id": "notices.BarrierReport",
}  # fmt: skip
# Part of an agreement, and the way from it to the agreement.
PARTS = {
    "party_id": ("agreements.Party", "agreement"), "signatory_id": ("agreements.Signatory", "party__agreement"),
    "proposal_id": ("agreements.ChangeProposal", "party__agreement"),
    "termination_id": ("agreements.Notice", "agreement"),
}  # fmt: skip
# No rows: the newest terms of use; a passkey nobody has; links that no longer work.
FIXED = {
    "version": 1, "pk": 0, "token": "abc-0123", "link": "abc-0123", "word": "impressum",
    "import_kind": "ansprechpersonen", "uidb36": "1", "key": "abc-0123",
}  # fmt: skip


def rows(arguments: tuple[str, ...]) -> list[tuple[str, Values]]:
    """For the arguments of an address: states and values from the demo's rows, one row per state."""
    first, second = (*arguments, "", "")[:2]
    if first == "municipality_id":
        return [(name, {first: town.pk}) for name, town in towns().items()]
    if first == "agreement_id" and len(arguments) <= 2:
        return of_agreements(second)
    if first == "record_kind":
        extent = {"extent": "neu"} if "extent" in arguments else {}
        return [("", {first: "vereinbarung", second: pk, **extent}) for pk in concluded()]
    if first == "kind":
        return [("", {first: "kommune", second: towns()["meerane"].pk})]
    if (first, second) in {("link", "contact_id"), ("word", "version")} or set(arguments) <= FIXED.keys():
        return [("", {name: FIXED.get(name, 1) for name in arguments})]
    if first in KINDS and not second:
        return [("", {first: row.pk}) for row in model(KINDS[first])[:3]]
    raise Refused(f"Für die Adresse mit {', '.join(arguments)} fehlt in tools/screenshots.py eine Zeile in rows().")


def model(label: str) -> Any:
    from django.apps import apps  # noqa: PLC0415 -- needs the settings set up by the caller

    return apps.get_model(label)._default_manager.order_by("pk")


def towns() -> dict[str, Any]:
    known = model("municipalities.Municipality")
    found = {"meerane": known.get(name="Meerane"), "werdau": known.get(name="Werdau")}
    example = known.filter(is_example=True).first()
    return found | ({"beispiel": example} if example else {})


def of_agreements(part: str) -> list[tuple[str, Values]]:
    """One agreement of each state; with a part, one part of each agreement that has some."""
    if part in PARTS:
        label, way = PARTS[part]
        found = dict(model(label).values_list(way, "pk"))
        return [("", {"agreement_id": agreement, part: pk}) for agreement, pk in found.items()]
    if part not in ("", "number"):
        raise Refused(f"Für {part} einer Vereinbarung fehlt in tools/screenshots.py eine Zeile in PARTS.")
    agreements = {row.status: row for row in model("agreements.CooperationAgreement")}
    return [
        (status, {"agreement_id": row.pk, **({part: row.version} if part else {})})
        for status, row in agreements.items()
    ]


def concluded() -> list[int]:
    signed = model("agreements.CooperationAgreement").filter(status__in=["signed", "ended"])
    return list(signed.values_list("pk", flat=True)[:2])


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
