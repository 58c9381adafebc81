"""A small server on the loopback for the browser side of elections, under the policy of the site itself."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[3]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'"
)


class Answers(SimpleHTTPRequestHandler):
    """Gives the static files, those of this folder, and what a test puts at an address; notes what is sent."""

    def __init__(self, *arguments, put, sent, **options):
        self.put, self.sent = put, sent
        super().__init__(*arguments, **options)

    def translate_path(self, path):
        first, _, rest = urlsplit(path).path.lstrip("/").partition("/")
        folder = {"static": ROOT / "static", "tests": Path(__file__).parent}.get(first, ROOT / "absent")
        return str(folder / rest)

    def do_GET(self):
        if self.path in self.put:
            self.answer(200, *self.put[self.path])
        else:
            super().do_GET()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.sent.append(body)
        self.answer(*self.put.get(f"POST {self.path}", (404, "text/plain", b"")))

    def answer(self, status, kind, content):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_arguments):
        """Say nothing: the errors of the page are seen by the page."""


class Site:
    """The address of the server, what it gives besides files, and what it was sent."""

    def __init__(self):
        self.put, self.sent = {}, []
        self.server = ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Answers, put=self.put, sent=self.sent)
        )
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="package")
def site():
    """Serve the modules as long as these tests run."""
    one = Site()
    yield one
    one.close()


@pytest.fixture(scope="package")
def engine(chromium, site):
    """Return a page that holds all modules of the engine; an error of its own fails the test that made it."""
    page = chromium.new_page()
    page.goto(f"{site.url}/tests/engine.html")
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    page.close()
