"""What the program and its decoder processes say to each other: framed bytes, so that neither can run the other's code.

A request is a task, a wished size and a path; a reply is pixels, facts, tags or a refusal. Lengths are bounded before
anything is read: a decoder that was taken over by a hostile file can say nothing that does harm.
"""

import json
import struct
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol

# The slowest sound file, a RAW of 100 megapixels without a preview, takes a tenth of it on an idle core.
MOST_SECONDS = 30.0
_REQUEST = struct.Struct("<BII")
_REPLY = struct.Struct("<BIIQ")
_FACTS = struct.Struct("<III")
_LONGEST_PATH = 1 << 16
_MOST_PIXELS = 400_000_000
_MOST_WORDS = 16 << 20
_MOST_BLOCK = 4 << 20


class Task(IntEnum):
    """What a decoder process is asked for."""

    PICTURE = 1
    FACTS = 2
    TAGS = 3


@dataclass(frozen=True, slots=True)
class Request:
    """One file to look at; `path` as the operating system has it, `long_side` in pixels or None for all."""

    task: Task
    path: bytes
    long_side: int | None = None


@dataclass(frozen=True, slots=True)
class Pixels:
    """An upright 8-bit RGB picture in sRGB, row by row."""

    width: int
    height: int
    rows: bytes | bytearray


@dataclass(frozen=True, slots=True)
class Facts:
    """What only a decoder can tell of a file: size in pixels as stored, EXIF orientation, EXIF, XMP, the clock."""

    width: int
    height: int
    orientation: int = 1
    exif: bytes = b""
    xmp: bytes = b""
    clock: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Rows of texts."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the file cannot be shown, as a fragment of a sentence for people."""

    reason: str


Reply = Pixels | Facts | Words | Refusal


class BrokenWireError(Exception):
    """The other side is gone or talks nonsense."""


class Reader(Protocol):
    """A raw stream to read from."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Read up to the buffer's length."""


class Writer(Protocol):
    """A raw stream to write to."""

    def write(self, data: memoryview, /) -> int | None:
        """Write some of the data."""


def send_request(stream: Writer, request: Request) -> None:
    """Ask; raises BrokenWireError."""
    _write(stream, _REQUEST.pack(request.task, request.long_side or 0, len(request.path)), request.path)


def receive_request(stream: Reader) -> Request:
    """Wait for a question; raises BrokenWireError when nobody asks any more."""
    task, long_side, length = _REQUEST.unpack(_read(stream, _REQUEST.size))
    if length > _LONGEST_PATH:
        raise BrokenWireError
    return Request(Task(task), bytes(_read(stream, length)), long_side or None)


def send_reply(stream: Writer, reply: Reply) -> None:
    """Answer; raises BrokenWireError."""
    if isinstance(reply, Pixels):
        _write(stream, _REPLY.pack(1, reply.width, reply.height, len(reply.rows)), reply.rows)
        return
    kind, body = _packed(reply)
    _write(stream, _REPLY.pack(kind, 0, 0, len(body)), body)


def receive_reply(stream: Reader) -> Reply:
    """Wait for the answer; raises BrokenWireError."""
    kind, width, height, length = _REPLY.unpack(_read(stream, _REPLY.size))
    if kind == 1:
        if not 0 < width * height <= _MOST_PIXELS or length != width * height * 3:
            raise BrokenWireError
        return Pixels(width, height, _read(stream, length))
    if length > _MOST_WORDS:
        raise BrokenWireError
    try:
        return _unpacked(kind, bytes(_read(stream, length)))
    except (ValueError, TypeError, struct.error) as error:
        raise BrokenWireError from error


def _packed(reply: Facts | Words | Refusal) -> tuple[int, bytes]:
    if isinstance(reply, Facts):
        exif, xmp = (block if len(block) <= _MOST_BLOCK else b"" for block in (reply.exif, reply.xmp))
        clock = reply.clock.isoformat() if reply.clock else ""
        head = json.dumps([reply.width, reply.height, reply.orientation, clock]).encode()
        return 2, _FACTS.pack(len(head), len(exif), len(xmp)) + head + exif + xmp
    if isinstance(reply, Words):
        return 3, json.dumps(reply.rows).encode()[:_MOST_WORDS]
    return 4, reply.reason.encode(errors="replace")


def _unpacked(kind: int, body: bytes) -> Reply:
    if kind == 2:
        lengths = _FACTS.unpack_from(body)
        head_end = _FACTS.size + lengths[0]
        exif_end = head_end + lengths[1]
        width, height, orientation, clock = json.loads(body[_FACTS.size : head_end])
        moment = datetime.fromisoformat(clock) if clock else None
        return Facts(int(width), int(height), int(orientation), body[head_end:exif_end], body[exif_end:], moment)
    if kind == 3:
        return Words(tuple(tuple(str(text) for text in row) for row in json.loads(body)))
    return Refusal(body.decode(errors="replace"))


def _write(stream: Writer, *blocks: bytes | bytearray) -> None:
    for block in blocks:
        rest = memoryview(block)
        while rest:
            try:
                rest = rest[stream.write(rest) or 0 :]
            except (OSError, ValueError) as error:
                raise BrokenWireError from error


def _read(stream: Reader, length: int) -> bytearray:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        try:
            count = stream.readinto(rest)
        except (OSError, ValueError) as error:
            raise BrokenWireError from error
        if not count:
            raise BrokenWireError
        rest = rest[count:]
    return data
