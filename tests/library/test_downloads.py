import hashlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cancel import Cancelled, CancelToken
from app.library.downloads import fetch
from app.library.remote import DownloadError, Patience, RemoteFile
from tests.hub import (
    Answer,
    Fault,
    Hub,
    breaks_off,
    ignores_range,
    open_hub,
    redirects,
    refuses,
    sends,
    stalls,
    whole,
)

BODY = random.Random(1).randbytes(300_000)
OTHER = random.Random(2).randbytes(300_000)
SHA256 = hashlib.sha256(BODY).hexdigest()
HURRY = Patience(silence=0.4, pauses=(0.01, 0.01))
PATIENT = Patience(silence=30, pauses=(30,))


@pytest.fixture
def hub() -> Iterator[Hub]:
    with open_hub({"a b.pt": BODY}) as hub:
        yield hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "arriving"


def wanted(hub: Hub, *, size: int | None = len(BODY), sha256: str = SHA256) -> RemoteFile:
    return RemoteFile(f"{hub.address}/yzc002/FGAesQ/resolve/main/a%20b.pt", "weights/a b.pt", size, sha256)


def nothing(done: int, total: int | None) -> None:
    """Progress nobody looks at."""


def get(file: RemoteFile, folder: Path, patience: Patience = HURRY) -> bytes:
    path, sha256 = fetch(file, folder, nothing, CancelToken(), patience)
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == sha256
    return content


def refused(file: RemoteFile, folder: Path) -> str:
    with pytest.raises(DownloadError) as failed:
        fetch(file, folder, nothing, CancelToken(), HURRY)
    sentence = failed.value.sentence
    assert sentence.endswith(".")
    assert "Error" not in sentence
    return sentence


def arrived(folder: Path) -> bytes:
    return (folder / "a-b.pt").read_bytes()


def test_a_file_behind_a_redirect(hub: Hub, folder: Path) -> None:
    assert get(wanted(hub), folder) == BODY
    assert [(one.path, one.range) for one in hub.asked] == [("/store/a%20b.pt", "")]
    assert get(wanted(hub), folder) == BODY
    assert len(hub.asked) == 1, "what is there as a whole is not fetched again"


def test_progress_rises_to_the_end(hub: Hub, folder: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    hub.faults[:] = [breaks_off(100_000), breaks_off(100_000)]
    fetch(wanted(hub), folder, lambda done, total: seen.append((done, total)), CancelToken(), HURRY)
    assert seen == sorted(seen)
    assert seen[-1] == (len(BODY), len(BODY))
    assert {total for _, total in seen} == {len(BODY)}


def test_a_broken_connection_is_taken_up_where_it_ended(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [breaks_off(50_000) for _ in range(5)]
    assert get(wanted(hub), folder) == BODY
    assert [one.range for one in hub.asked] == ["", *(f"bytes={50_000 * n}-" for n in range(1, 6))]
    assert {one.if_range for one in hub.asked[1:]} == {hub.etag}


def test_the_next_day_it_goes_on(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [breaks_off(120_000), refuses(404)]
    assert "(HTTP 404)" in refused(wanted(hub), folder)
    assert arrived(folder) == BODY[:120_000]
    moved = replace(wanted(hub), address=f"{hub.address}/another/place/a%20b.pt")
    assert get(moved, folder) == BODY
    assert hub.asked[-1].range == "bytes=120000-"


def test_a_connection_that_brings_nothing_is_given_up(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [breaks_off(1000), *(breaks_off(0) for _ in range(9))]
    assert "broke off" in refused(wanted(hub), folder)
    assert len(hub.asked) == 1 + len(HURRY.pauses)
    assert arrived(folder) == BODY[:1000]


def test_breaking_off_at_the_same_place_again_and_again_is_no_progress(hub: Hub, folder: Path) -> None:
    def sends_the_same(answer: Answer, body: bytes) -> None:
        answer.begin(body, 0)
        answer.wfile.write(body[:1000])
        answer.hang_up()

    hub.faults[:] = [sends_the_same for _ in range(20)]
    assert "broke off" in refused(wanted(hub), folder)
    assert len(hub.asked) == 1 + len(HURRY.pauses)


def test_a_silent_server(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [stalls(70_000)]
    assert get(wanted(hub), folder) == BODY
    assert [one.range for one in hub.asked] == ["", "bytes=70000-"]
    hub.files["a b.pt"] = OTHER
    hub.faults[:] = [stalls(0) for _ in range(9)]
    another = wanted(hub, sha256=hashlib.sha256(OTHER).hexdigest())
    assert refused(another, folder) == "127.0.0.1 was silent for 0.4 seconds; try again later."


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503])
def test_troubles_that_pass(hub: Hub, folder: Path, code: int) -> None:
    hub.faults[:] = [refuses(code), breaks_off(10), refuses(code)]
    assert get(wanted(hub), folder) == BODY


@pytest.mark.parametrize(
    ("code", "said", "tries"),
    [
        (400, "refuses (HTTP 400)", 1),
        (401, "login", 1),
        (403, "agreement with its authors", 1),
        (404, "does not have this file", 1),
        (429, "asked too often", 3),
        (500, "trouble of its own", 3),
        (503, "trouble of its own", 3),
        (304, "refuses (HTTP 304)", 1),
    ],
)
def test_troubles_that_stay(hub: Hub, folder: Path, code: int, said: str, tries: int) -> None:
    hub.faults[:] = [refuses(code) for _ in range(5)]
    assert said in refused(wanted(hub), folder)
    assert len(hub.asked) == tries


def test_a_server_that_ignores_ranges(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [breaks_off(100_000), ignores_range]
    assert get(wanted(hub), folder) == BODY


@pytest.mark.parametrize("known", [SHA256, ""])
def test_a_file_that_changes_between_two_parts(hub: Hub, folder: Path, known: str) -> None:
    def changes(answer: Answer, body: bytes) -> None:
        breaks_off(100_000)(answer, body)
        hub.files["a b.pt"], hub.etag = OTHER, '"two"'

    hub.faults[:] = [changes]
    if known:
        assert "SHA-256 is another" in refused(wanted(hub, sha256=known), folder)
        assert arrived(folder) == b""
    else:
        assert get(wanted(hub, sha256=known), folder) == OTHER
    assert hub.asked[1].if_range == '"one"'


def test_a_file_that_changes_its_length_too(hub: Hub, folder: Path) -> None:
    unknown = wanted(hub, size=None, sha256="")
    hub.faults[:] = [breaks_off(100_000), refuses(404)]
    refused(unknown, folder)
    hub.files["a b.pt"], hub.etag = OTHER[:200_000], '"two"'
    assert get(unknown, folder) == OTHER[:200_000]


def test_a_change_that_only_the_new_etag_tells(hub: Hub, folder: Path) -> None:
    def continues_another(answer: Answer, _: bytes) -> None:
        answer.begin(OTHER, 100_000, ETag='"two"')
        answer.wfile.write(OTHER[100_000:])

    hub.faults[:] = [breaks_off(100_000), continues_another]
    assert get(wanted(hub, sha256=""), folder) == BODY
    assert [one.range for one in hub.asked] == ["", "bytes=100000-", ""]


@pytest.mark.parametrize("etag", ["", 'W/"weak"', "no quotes", '"two" "tags"'])
def test_without_a_proof_nothing_is_pieced_together(hub: Hub, folder: Path, etag: str) -> None:
    def first_half(answer: Answer, body: bytes) -> None:
        answer.begin(body, 0, ETag=etag)
        answer.wfile.write(body[:150_000])
        answer.hang_up()

    hub.faults[:] = [first_half]
    assert get(wanted(hub, sha256=""), folder) == BODY
    assert [one.range for one in hub.asked] == ["", ""]
    hub.files["a b.pt"] = OTHER
    hub.faults[:] = [first_half, refuses(404)]
    refused(replace(wanted(hub, sha256=""), address=f"{hub.address}/b/a%20b.pt"), folder)
    assert get(replace(wanted(hub, sha256=""), address=f"{hub.address}/b/a%20b.pt"), folder) == OTHER
    assert {one.range for one in hub.asked} == {""}


def test_the_hash_alone_is_proof_enough_to_go_on(hub: Hub, folder: Path) -> None:
    hub.etag = ""
    hub.faults[:] = [breaks_off(150_000)]
    assert get(wanted(hub), folder) == BODY
    assert [(one.range, one.if_range) for one in hub.asked] == [("", ""), ("bytes=150000-", "")]


@pytest.mark.parametrize("range_told", ["bytes 7-299999/300000", "bytes 1000-299999/4", "garbage", ""])
def test_a_continuation_that_is_none(hub: Hub, folder: Path, range_told: str) -> None:
    def continues_elsewhere(answer: Answer, body: bytes) -> None:
        answer.begin(body, answer.start, Content_Range=range_told)
        answer.wfile.write(body[answer.start :])

    hub.faults[:] = [breaks_off(1000), continues_elsewhere]
    assert get(wanted(hub), folder) == BODY
    assert [one.range for one in hub.asked] == ["", "bytes=1000-", ""]


def test_a_server_that_does_not_know_the_range(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [breaks_off(1000), refuses(416)]
    assert get(wanted(hub), folder) == BODY


@pytest.mark.parametrize("length", [10, 299_999, 300_001, 10**12])
def test_a_length_that_is_not_the_announced_one(hub: Hub, folder: Path, length: int) -> None:
    hub.faults[:] = [breaks_off(1000), sends(b"<html>Please log in</html>", Content_Length=str(length))]
    assert "wants a login" in refused(wanted(hub), folder)
    assert arrived(folder) == BODY[:1000], "what had arrived is not given up for a login page"


def test_a_length_nobody_announced_and_nobody_keeps(hub: Hub, folder: Path) -> None:
    unknown = wanted(hub, size=None, sha256="")
    hub.faults[:] = [sends(BODY, Content_Length="300010") for _ in range(4)]
    assert "broke off" in refused(unknown, folder)
    assert get(unknown, folder / "anew") == BODY


def test_more_than_was_announced(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [sends(BODY + b"more", Content_Length="")]
    assert "More than the 300000 bytes" in refused(wanted(hub), folder)
    assert arrived(folder) == b""


def test_an_answer_of_unknown_length(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [sends(BODY, Content_Length="")]
    assert get(wanted(hub, size=None, sha256=""), folder) == BODY
    assert get(wanted(hub, size=None, sha256=""), folder) == BODY
    assert len(hub.asked) == 1


def test_garbage_of_the_right_length(hub: Hub, folder: Path) -> None:
    hub.faults[:] = [sends(OTHER)]
    assert "SHA-256 is another" in refused(wanted(hub), folder)
    assert get(wanted(hub), folder) == BODY


def test_an_answer_that_is_no_http(hub: Hub, folder: Path) -> None:
    def babbles(answer: Answer, _: bytes) -> None:
        answer.wfile.write(b"\x00\x01 hello?\r\n\r\n")
        answer.hang_up()

    hub.faults[:] = [babbles] * 3
    assert "broke off" in refused(wanted(hub), folder)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/yzc002/FGAesQ/resolve/main/a%20b.pt", "in circles"),
        ("ftp://127.0.0.1/a", "no web address"),
        ("http://[", "cannot be reached"),
        ("http://127.0.0.1:99999/", "no web address"),
    ],
)
def test_redirects_to_nowhere(hub: Hub, folder: Path, target: str, said: str) -> None:
    hub.faults[:] = [redirects(target) for _ in range(100)]
    assert said in refused(wanted(hub), folder)


def test_nobody_is_there(folder: Path) -> None:
    with open_hub({"a b.pt": BODY}) as hub:
        gone = wanted(hub)
    assert refused(gone, folder) == "127.0.0.1 cannot be reached; check that this computer is online."


@pytest.mark.parametrize("address", ["hub.example/a", "http://", "nonsense", "http://127.0.0.1:99999/a"])
def test_an_address_that_is_none(folder: Path, address: str) -> None:
    assert "HF_ENDPOINT" in refused(RemoteFile(address, "a.pt"), folder)


def test_a_proxy_is_used_and_named(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beyond = replace(wanted(hub), address="http://hub.invalid/store/a%20b.pt")
    monkeypatch.setenv("http_proxy", hub.address.replace("//", "//me:secret@"))
    hub.faults[:] = [refuses(407)]
    assert "proxy wants a login" in refused(beyond, folder)
    assert get(beyond, folder) == BODY
    assert hub.asked[-1].path == "http://hub.invalid/store/a%20b.pt"
    monkeypatch.setenv("http_proxy", "http://me:secret@127.0.0.1:9")
    sentence = refused(beyond, folder / "anew")
    assert "hub.invalid cannot be reached through the proxy 127.0.0.1;" in sentence
    monkeypatch.setenv("http_proxy", "socks5://me:secret@127.0.0.1:9")
    assert "only http and https proxies" in refused(beyond, folder / "anew")
    assert "secret" not in sentence + refused(beyond, folder / "anew")


@pytest.mark.parametrize(
    "faults", [[stalls(0)], [stalls(5000)], [refuses(503)]], ids=["no answer", "no more bytes", "in a pause"]
)
def test_cancelling_needs_no_patience(hub: Hub, folder: Path, faults: list[Fault]) -> None:
    hub.faults[:] = faults
    token = CancelToken()

    def cancel_when_asked() -> None:
        while not hub.asked:
            time.sleep(0.01)
        token.cancel()

    threading.Thread(target=cancel_when_asked).start()
    with pytest.raises(Cancelled):
        fetch(wanted(hub), folder, nothing, token, PATIENT)
    assert get(wanted(hub), folder) == BODY


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.integers(0, 200_000).map(breaks_off),
            st.sampled_from([refuses(500), refuses(416), ignores_range, whole, sends(BODY), sends(b"")]),
        ),
        max_size=6,
    ),
    st.booleans(),
)
def test_whatever_happens_it_is_the_file_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, hub: Hub, faults: list[Fault], known: bool
) -> None:
    folder = tmp_path_factory.mktemp("any") / "arriving"
    file = wanted(hub) if known else wanted(hub, size=None, sha256="")
    hub.faults[:] = [*faults]
    for _ in range(len(faults) + 1):
        try:
            content = get(file, folder, Patience(5, (0.0,)))
        except DownloadError:
            continue
        assert content == BODY or (not known and content == b"")
        return
    pytest.fail("a hub that mends its ways is never believed again")
