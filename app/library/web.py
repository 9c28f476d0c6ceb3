"""Talking to a server: one way to ask that can be stopped at any moment, and its failures in words for people.

Imports an HTTP library, so it is to be imported late.
"""

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx2

from app import __version__
from app.cancel import CancelToken
from app.library.remote import DownloadError, Patience

Result = TypeVar("Result")
Failure = httpx2.HTTPError | httpx2.InvalidURL

_LAST_PORT = 65535
_LOOK_AGAIN = 0.1
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_WORDS = {
    401: "wants a login for this file",
    403: "refuses this file without a login or an agreement with its authors",
    404: "does not have this file any more",
    407: "cannot be asked, as the proxy wants a login: write name and password into the address of the proxy",
    410: "does not have this file any more",
    429: "has been asked too often; try again in an hour",
}
_FAILURES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (httpx2.InvalidURL, httpx2.UnsupportedProtocol),
        "“{address}” is no web address, or leads to none; check HF_ENDPOINT if it is set",
    ),
    ((httpx2.TooManyRedirects,), "{host} sends the request round in circles; try again later"),
    (
        (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError),
        "{host} cannot be reached{proxy}; check that this computer is online",
    ),
    ((httpx2.TimeoutException,), "{host} was silent for {silence:g} seconds; try again later"),
)
_OTHER_FAILURE = "The connection to {host} broke off; try again later"


def obey(work: Coroutine[Any, Any, Result], token: CancelToken, tick: Callable[[], None] | None = None) -> Result:
    """Run a coroutine to its end, or raise Cancelled soon after the token was, even while a server is silent.

    `tick` is called ten times a second meanwhile.
    """
    return asyncio.run(_watched(work, token, tick))


async def _watched(work: Coroutine[Any, Any, Result], token: CancelToken, tick: Callable[[], None] | None) -> Result:
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            token.check()
            if tick is not None:
                tick()
            await asyncio.wait([task], timeout=_LOOK_AGAIN)
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def connection(patience: Patience) -> httpx2.AsyncClient:
    """A client that follows redirects and uses the proxies of the environment; raises DownloadError for bad ones."""
    try:
        return httpx2.AsyncClient(
            follow_redirects=True,
            timeout=patience.silence,
            # Compressed bytes could be neither counted nor continued.
            event_hooks={"request": [_refuse_bad_port]},
            headers={"User-Agent": f"burstpick/{__version__}", "Accept-Encoding": "identity"},
        )
    except (ImportError, ValueError, httpx2.InvalidURL) as error:
        sentence = f"The proxy in the environment{_by_proxy()} cannot be used; only http and https proxies can."
        raise DownloadError(sentence, str(error)) from error


async def _refuse_bad_port(request: httpx2.Request) -> None:
    if (request.url.port or 0) > _LAST_PORT:
        raise httpx2.UnsupportedProtocol(f"there is no port {request.url.port}", request=request)


def is_passing(error: Failure) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, httpx2.HTTPStatusError):
        return error.response.status_code in _PASSING
    return isinstance(error, httpx2.TransportError) and not (
        isinstance(error, httpx2.UnsupportedProtocol | httpx2.ProxyError) or _is_insecure(error)
    )


def explained(error: Failure, address: str, patience: Patience) -> DownloadError:
    """What to tell people of a request for `address` that failed."""
    return DownloadError(f"{_sentence(error, address, patience)}.", f"{type(error).__name__}: {error}")


def _sentence(error: Failure, address: str, patience: Patience) -> str:
    if isinstance(error, httpx2.HTTPStatusError):
        return _status_words(error.response)
    host = urlsplit(address).hostname if "://" in address else address
    if _is_insecure(error):
        return f"{host} could not prove that it is {host}; a wrong clock or a proxy that reads along can be the reason"
    words = next((words for kinds, words in _FAILURES if isinstance(error, kinds)), _OTHER_FAILURE)
    return words.format(host=host, address=address, silence=patience.silence, proxy=_by_proxy())


def _status_words(response: httpx2.Response) -> str:
    code, host = response.status_code, response.url.host
    usual = "has trouble of its own; try again later" if code >= HTTPStatus.INTERNAL_SERVER_ERROR else "refuses"
    return f"{host} {_WORDS.get(code, usual)} (HTTP {code})"


def _is_insecure(error: BaseException) -> bool:
    """Whether somewhere beneath lies a certificate that nobody vouches for."""
    below: BaseException | None = error
    while below is not None and not isinstance(below, ssl.SSLCertVerificationError):
        below = below.__cause__ or below.__context__
    return below is not None


def _by_proxy() -> str:
    """The proxies of the environment, without any passwords."""
    proxies = [urlsplit(text if "://" in text else f"//{text}") for kind, text in getproxies().items() if kind != "no"]
    hosts = sorted({f"{proxy.hostname}" for proxy in proxies if proxy.hostname})
    return f" through the proxy {' or '.join(hosts)}" if hosts else ""
