"""A register on this machine: the one of the demonstration, or one that answers whatever a test wants."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from leader.demonstration.register.server import RegisterHandler


class Recording(RegisterHandler):
    """The register of the demonstration, which remembers what it was asked."""

    def do_GET(self):  # noqa: N802
        self.server.asked.append((self.path, dict(self.headers)))
        super().do_GET()


class Scripted(BaseHTTPRequestHandler):
    """Answers what ``server.script`` says, one entry for each question, the last one for ever."""

    def do_GET(self):
        server = self.server
        server.asked.append((self.path, dict(self.headers)))
        step = server.script.pop(0) if len(server.script) > 1 else server.script[0]
        step(self)

    def log_message(self, *args):
        """Say nothing."""


def says(status, body=b"", **headers):
    """Return a step: this answer."""

    def step(handler):
        handler.send_response(status)
        for name, value in {"Content_Length": len(body), **headers}.items():
            handler.send_header(name.replace("_", "-"), str(value))
        handler.end_headers()
        handler.wfile.write(body)

    return step


def hangs(seconds):
    """Return a step: nothing is said for some seconds."""
    return lambda handler: time.sleep(seconds)


def drips(seconds):
    """Return a step: a byte from time to time, for some seconds."""

    def step(handler):
        handler.send_response(200)
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                handler.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.05)

    return step


def drips_headers(seconds):
    """Return a step: a header from time to time, for some seconds."""

    def step(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                handler.wfile.write(b"X-Slow: yes\r\n")
            except OSError:
                return
            time.sleep(0.05)

    return step


@contextmanager
def serving(handler, **attributes):
    """Serve on a free port for the time of the block; yield the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    vars(server).update({"asked": [], **attributes})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
