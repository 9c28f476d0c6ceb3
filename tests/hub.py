"""A hub of models on this machine, over real connections, which misbehaves as told."""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

REPOSITORY = "yzc002/FGAesQ"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for the bytes of a file."""

    path: str
    range: str
    if_range: str


class Answer(BaseHTTPRequestHandler):
    """One connection; what goes wrong with a file is decided by the next fault of the hub, if there is one."""

    protocol_version = "HTTP/1.1"
    server: "HubServer"

    def do_GET(self) -> None:
        hub = self.server.hub
        path = urlsplit(self.path).path
        if path == f"/api/models/{REPOSITORY}":
            hub.listed.append(self.path)
            hub.list_fault(self) if hub.list_fault else self.reply(json.dumps(hub.listing()).encode())
        elif path.startswith(f"/{REPOSITORY}/resolve/"):
            self.status(302, Location=f"/store/{path.rpartition('/')[2]}")
        else:
            self._file(unquote(path.rpartition("/")[2]))

    def _file(self, name: str) -> None:
        hub = self.server.hub
        hub.asked.append(Asked(self.path, self.headers.get("Range", ""), self.headers.get("If-Range", "")))
        fault = hub.faults.pop(0) if hub.faults else whole
        fault(self, hub.files[name])

    @property
    def start(self) -> int:
        """From which byte on the file is wanted, and may be sent."""
        hub = self.server.hub
        unchanged = self.headers.get("If-Range", hub.etag) == hub.etag
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(found[1]) if found and unchanged else 0

    def begin(self, body: bytes, start: int, **headers: str) -> None:
        """Send the head of an answer with the bytes of a file from `start` on; None as a header leaves it out."""
        self.send_response(206 if start else 200)
        usual = {"Content-Length": str(len(body) - start), "ETag": self.server.hub.etag}
        if start:
            usual["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        for name, text in {**usual, **{name.replace("_", "-"): text for name, text in headers.items()}}.items():
            if text:
                self.send_header(name, text)
        self.end_headers()

    def reply(self, body: bytes) -> None:
        """Send a whole answer."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def status(self, code: int, **headers: str) -> None:
        """Send an answer without a body."""
        self.send_response(code)
        for name, text in headers.items():
            self.send_header(name.replace("_", "-"), text)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def hang_up(self) -> None:
        """End the connection without a word."""
        self.wfile.flush()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


Fault = Callable[[Answer, bytes], None]


@dataclass(slots=True)
class Hub:
    """What the hub holds, what goes wrong with its next answers, and what it was asked for."""

    files: dict[str, bytes]
    address: str = ""
    etag: str = '"one"'
    tells_sha256: bool = True
    faults: list[Fault] = field(default_factory=list)
    list_fault: Callable[[Answer], None] | None = None
    asked: list[Asked] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def listing(self) -> dict[str, Any]:
        """The answer to the question which files there are."""
        return {"id": REPOSITORY, "sha": COMMIT, "siblings": [self._row(name) for name in self.files]}

    def _row(self, name: str) -> dict[str, Any]:
        content = self.files[name]
        row: dict[str, Any] = {"rfilename": name, "size": len(content)}
        if self.tells_sha256:
            row["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
        return row


class HubServer(ThreadingHTTPServer):
    """The server; connections that clients give up are no news."""

    daemon_threads = True
    hub: Hub

    def handle_error(self, *_: object) -> None:
        """Tests look at what the client makes of it."""


@contextmanager
def open_hub(files: dict[str, bytes]) -> Iterator[Hub]:
    """A hub that answers until the context ends."""
    with HubServer(("127.0.0.1", 0), Answer) as server:
        server.hub = Hub(files, f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.hub
        finally:
            server.hub.closing.set()
            server.shutdown()
            thread.join()


def whole(answer: Answer, body: bytes) -> None:
    """Send what was asked for."""
    answer.begin(body, answer.start)
    answer.wfile.write(body[answer.start :])


def breaks_off(after: int) -> Fault:
    """Hang up after so many bytes."""

    def fault(answer: Answer, body: bytes) -> None:
        answer.begin(body, answer.start)
        answer.wfile.write(body[answer.start :][:after])
        answer.hang_up()

    return fault


def stalls(after: int) -> Fault:
    """Send so many bytes, then nothing, and leave the connection open."""

    def fault(answer: Answer, body: bytes) -> None:
        answer.begin(body, answer.start)
        answer.wfile.write(body[answer.start :][:after])
        answer.wfile.flush()
        answer.server.hub.closing.wait(60)
        answer.close_connection = True

    return fault


def refuses(code: int) -> Fault:
    """Answer with a status only."""
    return lambda answer, _: answer.status(code)


def redirects(target: str) -> Fault:
    """Send the client elsewhere."""
    return lambda answer, _: answer.status(302, Location=target)


def sends(other: bytes, **headers: str) -> Fault:
    """Send other bytes, from the first on, whatever was asked for; an empty header leaves it out."""

    def fault(answer: Answer, _: bytes) -> None:
        answer.begin(other, 0, **headers)
        answer.wfile.write(other)
        answer.hang_up()

    return fault


def ignores_range(answer: Answer, body: bytes) -> None:
    """Send all, from the first byte on."""
    answer.begin(body, 0)
    answer.wfile.write(body)
