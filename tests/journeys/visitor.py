"""A person in front of a browser: goes to pages, fills forms by their labels, presses buttons by their words."""

import re
from urllib.parse import urlsplit

from tests.journeys import watch

MAIN = "main"


class Visitor:
    """One browser with its own cookies. Everything it sees is watched; `close` says what went wrong."""

    def __init__(self, context, origin):
        self.context, self.origin = context, origin
        self.watch = watch.Watch(context, origin)
        self.page = context.new_page()

    def tab(self):
        """Another tab of the same browser."""
        other = object.__new__(Visitor)
        other.context, other.origin, other.watch = self.context, self.origin, self.watch
        other.page = self.context.new_page()
        return other

    # --- Going and reading ---

    def go(self, address, *, status=200):
        """Open an address by typing it; a refusal has to be expected."""
        self._expect(status)
        response = self.page.goto(self.origin + str(address))
        assert response.status == status, f"{address} answered {response.status}, not {status}"
        return self

    def follow(self, words):
        """Click the only link of the page's main part with these words."""
        return self.click(self.link(words))

    def click(self, target):
        """Click what leads to another page, and wait for that page: who looks at once may meet an empty document."""
        with self.page.expect_navigation():
            target.click()
        return self

    def menu(self, words):
        """Click an entry of the main navigation."""
        navigation = self.page.get_by_role("navigation", name="Hauptnavigation")
        return self.click(navigation.get_by_role("link", name=words))

    def link(self, words):
        """The link with these words; those that are only read aloud count, however the browser spaces them."""
        # Playwright writes the pattern between slashes.
        pattern = re.escape(words).replace(":", r"\s*:").replace("/", r"\/")
        return self.page.locator(MAIN).get_by_role("link", name=re.compile(rf"^\s*{pattern}\s*$"))

    @property
    def path(self):
        return urlsplit(self.page.url).path

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    @property
    def text(self):
        """What the main part says, with single spaces."""
        return re.sub(r"\s+", " ", self.page.locator(MAIN).inner_text())

    @property
    def message(self):
        return self.page.locator(".app-messages").inner_text().strip()

    # --- Writing ---

    def field(self, label):
        """The control with this label, whether or not the label adds that it is optional."""
        return self.page.locator(MAIN).get_by_label(re.compile(rf"^{re.escape(label)}( - Optional)?$"))

    def fill(self, label, value):
        self.field(label).fill(value)
        return self

    def choose(self, label, option):
        self.field(label).select_option(label=option)
        return self

    def button(self, words):
        return self.page.locator(MAIN).get_by_role("button", name=words, exact=True)

    def press(self, words, *, status=200):
        """Press a button that sends its form, and wait for the page that answers."""
        self._expect(status)
        with self.page.expect_navigation() as answered:
            self.button(words).click()
        assert answered.value.status == status, f"{self.path} answered {answered.value.status}, not {status}"
        return self

    def download(self, words):
        """The bytes and the name of the file behind a link."""
        with self.page.expect_download() as downloaded:
            self.link(words).click()
        return downloaded.value.path().read_bytes(), downloaded.value.suggested_filename

    def fetch(self, address):
        """The bytes of an address, asked for with this person's cookies."""
        answer = self.context.request.get(self.origin + str(address))
        assert answer.status == 200
        return answer.body()

    # --- Judging ---

    def look(self, **options):
        found = watch.look(self.page, **options)
        assert not found, "\n".join(found)
        return self

    def glance(self):
        """As `look`, at one width in light: for pages the walk looks at thoroughly."""
        return self.look(widths=(watch.DESKTOP,), schemes=("light",))

    def close(self):
        self.context.close()
        return self.watch.problems

    def _expect(self, status):
        if status >= 400:
            self.watch.intended.add(status)
