"""Fetches one large file over connections that break off, stall or lie.

Imports an HTTP library, so it is to be imported late.
"""

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import httpx2

from app.cancel import CancelToken
from app.library.digests import sha256_of
from app.library.part import Part
from app.library.remote import DownloadError, Patience, RemoteFile
from app.library.web import connection, explained, is_passing, obey

Report = Callable[[int, int | None], None]

_LARGEST = 16 << 30


def fetch(file: RemoteFile, folder: Path, report: Report, token: CancelToken, patience: Patience) -> tuple[Path, str]:
    """Fetch a file into a folder of its own, going on where an earlier try ended; returns it and its SHA-256.

    `report` gets the bytes so far and in all, if known. The folder is the caller's to remove. Raises DownloadError
    (what has arrived is kept, unless it proved wrong), OSError where nothing can be written, Cancelled.
    """
    with Part(folder, file) as part:
        obey(_complete(file, part, patience), token, lambda: report(part.length, part.size))
        report(part.length, part.size)
        sha256 = sha256_of(part.path, token)
        if file.sha256 and sha256 != file.sha256:
            part.discard()
            raise DownloadError("The file that arrived is not the one that was announced (its SHA-256 is another).")
    return part.path, sha256


async def _complete(file: RemoteFile, part: Part, patience: Patience) -> None:
    """Ask again after each failure that may pass, as long as that brings new bytes."""
    pauses, furthest = iter(patience.pauses), part.length
    async with connection(patience) as client:
        while not part.whole:
            try:
                await _one_go(client, file, part)
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                if part.length > furthest:
                    pauses, furthest = iter(patience.pauses), part.length
                pause = next(pauses, None)
                if pause is None or not is_passing(error):
                    raise explained(error, file.address, patience) from error
                await asyncio.sleep(pause)


async def _one_go(client: httpx2.AsyncClient, file: RemoteFile, part: Part) -> None:
    async with client.stream("GET", file.address, headers=_rest_of(part)) as response:
        if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and part.length:
            raise _anew(part, "the server does not know these bytes")
        response.raise_for_status()
        if response.status_code == HTTPStatus.PARTIAL_CONTENT:
            _check_continues(response, part)
        else:
            _check_length(response, file)
            part.begin(response.headers.get("ETag", ""), _length(response))
        async for piece in response.aiter_raw():
            _check_fits(part, piece)
            part.append(piece)
    if part.size is None:
        part.end()
    if not part.whole:
        raise httpx2.RemoteProtocolError("the answer ended early")


def _rest_of(part: Part) -> dict[str, str]:
    if not (part.length and part.provable):
        return {}
    # A server whose file is another by now sends all of it (RFC 9110, section 13.1.5).
    unless_changed = {"If-Range": part.etag} if part.etag else {}
    return {"Range": f"bytes={part.length}-", **unless_changed}


def _check_continues(response: httpx2.Response, part: Part) -> None:
    found = re.fullmatch(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)", response.headers.get("Content-Range", ""))
    if found is None or not part.length or int(found[1]) != part.length or found[3] not in ("*", str(part.size)):
        raise _anew(part, "the server sent other bytes than were asked for")
    etag = response.headers.get("ETag", "")
    if part.etag and etag and etag != part.etag:
        raise _anew(part, "the file changed between two parts")


def _anew(part: Part, why: str) -> httpx2.RemoteProtocolError:
    part.discard()
    return httpx2.RemoteProtocolError(why)


def _check_length(response: httpx2.Response, file: RemoteFile) -> None:
    """Refuse an answer that cannot be the file, before it takes the place of what has arrived."""
    length = _length(response)
    if None not in (length, file.size) and length != file.size:
        raise _something_else(response.url.host, f"{length} bytes instead of {file.size}")


def _length(response: httpx2.Response) -> int | None:
    text = response.headers.get("Content-Length", "")
    return int(text) if re.fullmatch(r"\d{1,15}", text) else None


def _check_fits(part: Part, piece: bytes) -> None:
    largest = _LARGEST if part.size is None else part.size
    if part.length + len(piece) > largest:
        part.discard()
        raise DownloadError(f"More than the {largest} bytes arrived that were announced, so this is another file.")


def _something_else(host: str, what: str) -> DownloadError:
    return DownloadError(
        f"{host} sent something else than the file ({what}); see in a browser whether this network wants a login first."
    )
