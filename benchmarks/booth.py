"""Encrypt ballots, and verify a box as a trustee does, in Chromium.

    python -m benchmarks.booth [BALLOTS]

Told: the milliseconds of one ballot, worker and all, after the tables are made (median of ten), for three
shapes of election; what opening the booth takes (keys and roll checked) with 300 on the roll; the seconds in
which a trustee's page verifies a box of BALLOTS (100) ballots and decrypts its sum.
"""

import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from elections.crypto.election import Question
from tests.browser.elections.conftest import Site
from tests.elections.crypto.boxes import Box

SHAPES = [
    ("one of 3, blank", Question("Présidence", ("A", "B", "C"), 1, 1, blank=True), [0, 1, 0, 0]),
    ("one of 10, blank", Question("Présidence", tuple("ABCDEFGHIJ"), 1, 1, blank=True), [0, 1, *[0] * 9]),
    (
        "1 to 10 of 20, blank",
        Question("Bureau", tuple("ABCDEFGHIJKLMNOPQRST"), 1, 10, blank=True),
        [0, *[1, 0] * 10],
    ),
]
ENCRYPT = """async ([texts, code, votes]) => {
    const engine = new Engine();
    const before = performance.now();
    await engine.ask("openBooth", [texts]);
    const times = [performance.now() - before];
    for (let turn = 0; turn < 11; turn += 1) {
      const start = performance.now();
      await engine.ask("encrypt", [code, votes]);
      times.push(performance.now() - start);
    }
    engine.close();
    return times;
}"""
DECRYPT = """async ([seed, sealed]) => {
    const content = await bytes("/box.bel");
    const start = performance.now();
    await new Engine().ask("decryptBox", [content, seed, sealed, {}]);
    return performance.now() - start;
}"""


def encryption(page: Page) -> None:
    """Print what a voter waits for."""
    for name, question, vote in SHAPES:
        box = Box((question,), [1] * 300)
        opened, _, *each = page.evaluate(ENCRYPT, [list(box.steps[0][1]), box.codes[0], [vote]])
        print(f"{name}: booth opened in {opened:.0f} ms, a ballot in {statistics.median(each):.0f} ms")


def decryption(page: Page, site: Site, ballots: int) -> None:
    """Print what a trustee waits for."""
    _, question, vote = SHAPES[0]
    box = Box((question,), [1] * ballots)
    for voter in range(ballots):
        box.cast(voter, vote)
    box.close()
    site.put["/box.bel"] = ("application/octet-stream", box.content)
    spent = page.evaluate(DECRYPT, [box.keys.seeds[0].text, box.keys.sealed[0]])
    print(f"{ballots} ballots verified and their sum decrypted in {spent / 1000:.1f} s")


def main(ballots: int) -> None:
    """Run both in one browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("There is no Chromium on this machine.")
    site = Site()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{site.url}/tests/engine.html")
        page.wait_for_selector("html[data-ready]", state="attached")
        encryption(page)
        decryption(page, site, ballots)
        browser.close()
    site.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
