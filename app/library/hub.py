"""What the Hugging Face hub holds: asks for the files of a repository and picks the one with the weights.

Imports an HTTP library, so it is to be imported late.
"""

import json
import os
import re
from pathlib import PurePosixPath
from urllib.parse import quote

import httpx2

from app.cancel import CancelToken
from app.library.remote import DownloadError, Patience, RemoteFile
from app.library.web import connection, explained, obey

_HUB = "https://huggingface.co"
_LONGEST_ANSWER = 8 << 20
# In the order of preference: published networks of research are pickles, and ".bin" is many things.
_ENDINGS = {".pt": 0, ".pth": 0, ".ckpt": 1, ".bin": 2, ".safetensors": 3}
_NO_WEIGHTS = re.compile(r"optimi[sz]er|scheduler|training_args|rng_state|scaler", re.IGNORECASE)


def checkpoint(repository: str, token: CancelToken, patience: Patience) -> RemoteFile:
    """The file with the weights in a repository, in the state the repository has now.

    `HF_ENDPOINT` in the environment names another hub, as for the hub's own programs. Raises DownloadError, Cancelled.
    """
    hub = (os.environ.get("HF_ENDPOINT") or _HUB).rstrip("/")
    answer = obey(_ask(f"{hub}/api/models/{repository}?blobs=true", patience), token)
    try:
        files = [_file(row, f"{hub}/{repository}/resolve/{_state(answer)}/") for row in json.loads(answer)["siblings"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        wrong = "sent something else than a list of files; see in a browser whether this network wants a login first"
        raise DownloadError(f"{hub} {wrong}.", str(error)) from error
    weights = [file for file in files if _rank(file) is not None]
    if not weights:
        raise DownloadError(f"The repository {repository} holds no file of weights at this time.")
    return min(weights, key=lambda file: (_rank(file), -(file.size or 0), file.name))


async def _ask(address: str, patience: Patience) -> bytes:
    answer = b""
    try:
        async with connection(patience) as client, client.stream("GET", address) as response:
            response.raise_for_status()
            async for piece in response.aiter_raw():
                answer += piece
                if len(answer) > _LONGEST_ANSWER:
                    break
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise explained(error, address, patience) from error
    return answer


def _state(answer: bytes) -> str:
    """The commit, so that the file cannot change between two parts of it."""
    commit = json.loads(answer).get("sha")
    return commit if isinstance(commit, str) and re.fullmatch(r"[0-9a-f]{40}", commit) else "main"


def _file(row: dict[str, object], folder: str) -> RemoteFile:
    name = row["rfilename"]
    if not isinstance(name, str):
        raise TypeError(f"a file without a name: {row}")
    large = row.get("lfs")
    sha256 = large.get("sha256") if isinstance(large, dict) else None
    size = row.get("size")
    return RemoteFile(
        address=folder + quote(name),
        name=name,
        size=size if type(size) is int and size > 0 else None,
        sha256=sha256 if isinstance(sha256, str) and re.fullmatch(r"[0-9a-f]{64}", sha256) else "",
    )


def _rank(file: RemoteFile) -> int | None:
    name = PurePosixPath(file.name)
    return None if _NO_WEIGHTS.search(name.name) else _ENDINGS.get(name.suffix.lower())
