"""The register by HTTP, on this machine alone."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from leader.demonstration.register import answering, insee


class RegisterHandler(BaseHTTPRequestHandler):
    """Answers a question as the real register does."""

    def do_GET(self) -> None:  # the name is the library's
        """Answer."""
        if self.path.startswith(insee.ROOT):
            status, headers, told = insee.answer(self.path, self.headers.get(insee.KEY_HEADER))
        else:
            status, headers, told = answering.answer(self.path)
        body = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Say nothing: the requests of the site are told by the site."""


def server_on(port: int) -> ThreadingHTTPServer:
    """Return a server that is bound to ``port`` (0: any free one) and waits to be started."""
    return ThreadingHTTPServer(("127.0.0.1", port), RegisterHandler)
