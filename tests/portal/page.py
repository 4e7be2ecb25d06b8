"""Reading an answered page as its reader does: panels by title, rows, links, fields."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

CONTROLS = ("input", "select", "textarea")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.builder, self.open = TreeBuilder(), []

    def handle_starttag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"
        self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)


class Page:
    """The main part of an answer, or the whole of a fragment."""

    def __init__(self, response):
        reader = _Reader()
        reader.feed(f"<root>{response.content.decode()}</root>")
        root = reader.builder.close()
        self.main: Element = root.find(".//main") if root.find(".//main") is not None else root

    def all(self, path):
        return self.main.findall(path)

    def texts(self, path):
        return [text(element) for element in self.all(path)]

    @property
    def title(self):
        return text(self.main.find(".//h1"))

    def panel(self, key):
        """The panel whose heading has this id; None where the page has none."""
        return self.main.find(f".//section[@aria-labelledby='{key}']")

    def rows(self, key):
        """The text of each row in a panel's lists."""
        return [text(row) for row in self.panel(key).findall(".//li")]

    def panels(self):
        """Titles of all panels."""
        return [text(heading) for heading in self.main.findall(".//section//h2")]

    def links(self, within=None):
        """Text and target of every link."""
        root = self.main if within is None else within
        return [(text(link), link.get("href")) for link in root.findall(".//a")]

    def fields(self):
        """Names of the fields a person fills in, as they stand on the page."""
        controls = [item for form in self.all(".//form") for item in form.iter() if item.tag in CONTROLS]
        return list(dict.fromkeys(item.get("name") for item in controls if item.get("type") != "hidden"))

    def errors(self):
        """What the summary on top asks to mend, without the name of the field it puts in front."""
        lines = self.all(".//div[@id='fehler']//li")
        return [text(line).removeprefix(text(line.find("a/span"))).strip() for line in lines]


def text(element):
    """The words of an element, single-spaced, with a space between its parts."""
    return "" if element is None else " ".join(" ".join(element.itertext()).split())
