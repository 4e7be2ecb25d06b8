"""What every page owes its reader, looked at in the browser: structure, contrast, width, silence."""

import re
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
# The console's own line for a refusal the test provoked.
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (\d{3}) .*")
HEIGHT = 900
DESKTOP, PHONE, SMALLEST = 1440, 390, 320
WIDTHS = (DESKTOP, PHONE, SMALLEST)

# In another scheme only colours are others: there the rules about colours are asked again.
RULES = {"light": {}, "dark": {"runOnly": ["color-contrast", "link-in-text-block"]}}
RUN_AXE = """async (options) => (await axe.run(document, {resultTypes: ['violations'], ...options})).violations.map(
    (rule) => `${rule.id}: ` + rule.nodes.map((node) => node.target.join(' ')).slice(0, 5).join(' | '))"""
SHELL = """() => ({
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    mains: document.querySelectorAll('main').length,
})"""
OVERHANG = "() => document.documentElement.scrollWidth - window.innerWidth"

# Text whose lines hold three letters or fewer: the column was squeezed away by its neighbour.
SQUEEZED = """() => {
    const texts = document.createTreeWalker(document.querySelector('main') || document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const text = texts.currentNode.data.trim();
        if (text.length < 8) continue;
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
        const lines = new Set(boxes.map((box) => Math.round(box.top)));
        if (lines.size > 3 && text.length / lines.size <= 3) found.push(text.slice(0, 40));
    }
    return found;
}"""


class Watch:
    """Listens to one browser and notes what nobody should see there; `intended` are the refusals a test provokes."""

    def __init__(self, context, origin):
        self.origin = origin
        self.intended = set()
        self.problems = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"Script failed: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._request_failed)

    def _console(self, message):
        refusal = REFUSAL.fullmatch(message.text)
        if not refusal or int(refusal[1]) not in self.intended:
            self.problems.append(f"Console on {message.page and message.page.url}: {message.type} {message.text}")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.problems.append(f"Request to another origin: {request.url}")

    def _response(self, response):
        is_page = response.request.is_navigation_request()
        if response.status >= 400 and not (is_page and response.status in self.intended):
            self.problems.append(f"{response.status} for {response.request.method} {response.url}")

    def _request_failed(self, request):
        # Aborted: it became a download, or the person went on before the page had everything.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"Request failed: {request.url} {request.failure}")


def look(page, *, widths=WIDTHS, schemes=tuple(RULES)):
    """Every shortcoming of the page as it stands, in light and dark, from desktop to the smallest phone."""
    found = _shell(page)
    page.evaluate(AXE)
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        overhang = page.evaluate(OVERHANG)
        if overhang > 0:
            found.append(f"{width} px: scrolls sideways by {overhang} px")
        found += [f"{width} px: letter by letter: {text!r}" for text in page.evaluate(SQUEEZED)]
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px {scheme}: {violation}" for violation in page.evaluate(RUN_AXE, RULES[scheme])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
    return [f"{urlsplit(page.url).path}: {shortcoming}" for shortcoming in found]


def _shell(page):
    shell = page.evaluate(SHELL)
    found = [f"{shell[name]} <{tag}>" for name, tag in (("headings", "h1"), ("mains", "main")) if shell[name] != 1]
    if shell["language"] != "de":
        found.append(f"language is {shell['language']!r}")
    if not re.fullmatch(r"\S.* · ASSKomm", shell["title"]):
        found.append(f"title is {shell['title']!r}")
    return found
