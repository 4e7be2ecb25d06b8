"""Somebody without a mouse: Tab, Enter, Space and the arrows, and at every stop the focus has to be seen."""

from urllib.parse import urlsplit

MOST_STOPS = 120

# What a person sees of the focus: a ring on the control or on the label that stands for it, on the screen, uncovered.
STOP = """() => {
    const stop = document.activeElement
    if (!stop || stop === document.body) return {what: 'nothing', isRinged: true, isSeen: true}
    // Inside a date field Chromium puts the ring on its own little calendar, where no style can be asked.
    if (!stop.matches(':focus')) return {what: 'a part of a control', isRinged: true, isSeen: true}
    const drawn = [stop, stop.closest('label')].filter(Boolean)
    const ringed = drawn.some((element) => {
        const style = getComputedStyle(element)
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'
    })
    const box = (stop.closest('.app-chip') ?? stop).getBoundingClientRect()
    const [left, right, top, bottom] = [box.left + 4, box.right - 4, box.top + 4, box.bottom - 4]
    const [middle, centre] = [(left + right) / 2, (top + bottom) / 2]
    const points = [[middle, centre], [left, centre], [right, centre], [middle, top], [middle, bottom]]
    const seen = points.some(([x, y]) => {
        const hit = document.elementFromPoint(x, y)
        return hit && (hit === stop || stop.contains(hit) || hit.contains(stop))
    })
    return {what: `${stop.tagName} ${stop.id} ${stop.textContent.trim().slice(0, 40)}`, isRinged: ringed, isSeen: seen}
}"""


class Keyboard:
    """Drives one page of a visitor; never clicks, never fills."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def tab_to(self, target):
        """Tab until `target` (a locator) has the focus."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            self._look()
            if target.evaluate("(element) => element === document.activeElement"):
                return self
        raise AssertionError(f"Tab never reaches {target} on {self.page.url}")

    def tab_through(self):
        """Every stop of the page, until the focus leaves it; how many there were."""
        for stops in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self._look() == "nothing":
                return stops
        raise AssertionError(f"Tab never leaves {self.page.url}")

    def _look(self):
        stop = self.page.evaluate(STOP)
        where = urlsplit(self.page.url).path
        assert stop["isRinged"], f"{where}: nobody sees that the focus is on {stop['what']}"
        assert stop["isSeen"], f"{where}: the focus is hidden on {stop['what']}"
        return stop["what"]

    def type(self, text):
        self.page.keyboard.type(text)
        return self

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def go_on(self, key="Enter"):
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        return self
