"""A hand that uses pages in a browser and counts what this costs a person, by the keystroke-level model.

The model and its times are those of Card, Moran and Newell, "The Keystroke-Level Model for User Performance Time with
Interactive Systems", Communications of the ACM 23 (1980), pages 396-410. It is of somebody who knows the way and errs
never. Whoever comes for the first time reads: so each word that a page shows for the first time is added, at the rate
at which people read French aloud (Trauzettel-Klosinski and Dietz, Investigative Ophthalmology & Visual Science 53,
2012: 195 words a minute). No clock is read: the figure is the same on each machine, but for a word or two of the hour.
"""

import re
from collections import Counter

SECONDS = {
    "K": 0.28,  # a key or a button pressed, by an average typist who is no secretary
    "C": 0.75,  # a key of a code without sense
    "P": 1.1,  # pointing with the mouse
    "H": 0.4,  # the hand between mouse and keyboard
    "M": 1.35,  # making up one's mind
    "R": 1.0,  # the answer of the site, drawn: taken, not measured
    "W": 60 / 195,  # a word read
    "S": 1.0,  # a character of a code written by hand, said or listened to: taken, not measured
}
SHIFTED = re.compile(r"[A-Z0-9.?/]")  # on a French keyboard digits are shifted as well
# The words that are seen: those for screen readers alone are left out, those of closed lists of choices are not. A link of
# the way back stands for itself: only the last one is new.
SHOWN = """() => {
    const shows = [["main .visually-hidden", "none"], ["main .breadcrumbs li", "block"]];
    const set = (selector, value) => document.querySelectorAll(selector).forEach((one) => { one.style.display = value; });
    shows.forEach(([selector, value]) => set(selector, value));
    const text = document.querySelector("main").innerText;
    shows.forEach(([selector]) => set(selector, ""));
    return text;
}"""


class Hand:
    """A hand on the mouse or the keyboard, and the eyes that read what is new."""

    def __init__(self, page):
        self.page, self.steps, self.read, self.is_typing = page, [], set(), False

    def begin(self, what):
        """Begin a line of the table."""
        self.steps.append((what, Counter()))

    def count(self, operators):
        """Count operators, written like MPK."""
        self.steps[-1][1].update(operators)

    def look(self):
        """Read the lines and cells of the page that were not read before."""
        self.steps[-1][1]["pages"] += 1
        for part in re.split(r"[\n\t]+", self.page.evaluate(SHOWN)):
            text = part.strip()
            if text not in self.read:
                self.read.add(text)
                self.steps[-1][1]["W"] += sum(any(map(str.isalnum, word)) for word in text.split())

    def press(self, target):
        """Make up one's mind, go to the mouse, point, press: a box, a button of a radio, a field."""
        self.count("MHPK" if self.is_typing else "MPK")
        self.is_typing = False
        target.click()

    def go(self, target):
        """Follow a link or send a form, wait for the page, read it."""
        with self.page.expect_navigation(wait_until="load"):
            self.press(target)
        self.count("R")
        self.look()

    def do(self, target, shown):
        """Press what changes the page by a script, wait until ``shown`` is visible, read."""
        self.press(target)
        shown.wait_for()
        self.count("R")
        self.look()

    def type(self, target, text, *, key="K"):
        """Type a text into a field, of which what stood there is marked first."""
        self.press(target)
        shifts = len(SHIFTED.findall(text)) if key == "K" else 0
        self.count("H" + key * (2 * bool(target.input_value()) + len(text) + shifts))
        self.is_typing = True
        target.fill(text)

    def choose(self, target, label):
        """Take a line of a list; one that stands there already is only looked at."""
        chosen = target.evaluate("list => list.selectedOptions[0]?.label ?? ''")
        if chosen == label:
            self.count("M")
            return
        self.count("MHPKPK" if self.is_typing else "MPKPK")
        self.is_typing = False
        target.select_option(label=label)

    def seconds(self):
        """Return how long all of it takes."""
        return sum(seconds_of(counted) for _, counted in self.steps)

    def table(self):
        """Return what was counted, a line for each step."""
        rows = [*self.steps, ("all", sum((counted for _, counted in self.steps), Counter()))]
        lines = [f"{'step':30}{'acts':>6}{'keys':>6}{'pages':>6}{'words':>6}{'seconds':>9}"]
        for what, c in rows:
            cells = "".join(f"{one:6}" for one in (c["M"], c["K"] + c["C"], c["pages"], c["W"]))
            lines.append(f"{what:30}{cells}{seconds_of(c):9.1f}")
        return "\n".join(["", *lines, ""])


def seconds_of(counted):
    """Return what the counted operators take."""
    return sum(SECONDS.get(operator, 0) * times for operator, times in counted.items())
