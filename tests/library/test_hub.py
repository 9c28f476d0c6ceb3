import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cancel import Cancelled, CancelToken
from app.library.hub import checkpoint
from app.library.remote import DownloadError, Patience, RemoteFile
from tests.hub import COMMIT, REPOSITORY, Answer, Hub, open_hub

HURRY = Patience(silence=0.4, pauses=(0.01,))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with open_hub({}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", f"{hub.address}/")
        yield hub


def ask() -> RemoteFile:
    return checkpoint(REPOSITORY, CancelToken(), HURRY)


def refused() -> str:
    with pytest.raises(DownloadError) as failed:
        ask()
    assert failed.value.sentence.endswith(".")
    return failed.value.sentence


def test_the_file_with_its_size_and_hash_in_the_state_of_now(hub: Hub) -> None:
    hub.files = {"README.md": b"about", "deep down/best model?.pt": b"weights"}
    address = f"{hub.address}/{REPOSITORY}/resolve/{COMMIT}/deep%20down/best%20model%3F.pt"
    assert ask() == RemoteFile(address, "deep down/best model?.pt", 7, hashlib.sha256(b"weights").hexdigest())
    assert hub.listed == [f"/api/models/{REPOSITORY}?blobs=true"]


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ({"a.bin": 9, "b.pt": 1, "c.safetensors": 99}, "b.pt"),
        ({"a.pth": 1, "b.pt": 2}, "b.pt"),
        ({"a.PT": 2, "b.pt": 1}, "a.PT"),
        ({"a.safetensors": 9, "b.bin": 1}, "b.bin"),
        ({"optimizer.pt": 9, "training_args.bin": 9, "a.safetensors": 1}, "a.safetensors"),
        ({"b.pt": 1, "a.pt": 1}, "a.pt"),
        ({"optimizer/a.pt": 1}, "optimizer/a.pt"),
    ],
)
def test_the_file_that_is_chosen(hub: Hub, sizes: dict[str, int], chosen: str) -> None:
    hub.files = {name: b"x" * size for name, size in sizes.items()}
    assert ask().name == chosen


def test_a_repository_without_weights(hub: Hub) -> None:
    hub.files = {"README.md": b"soon", "optimizer.pt": b"no weights"}
    assert "holds no file of weights" in refused()


def test_small_files_have_no_hash(hub: Hub) -> None:
    hub.files, hub.tells_sha256 = {"a.pt": b"weights"}, False
    assert ask().sha256 == ""


@pytest.mark.parametrize("answer", [b"", b"<html>Log in</html>", b"[]", b"{}", b"null", b"[" * 100_000, b"\xff\xfe"])
def test_an_answer_that_is_no_list(hub: Hub, answer: bytes) -> None:
    hub.list_fault = lambda here: here.reply(answer)
    assert "wants a login" in refused()


def test_an_answer_without_end(hub: Hub) -> None:
    def for_ever(here: Answer) -> None:
        here.begin(b"", 0, Content_Length="")
        while True:
            here.wfile.write(b" " * 65_536)

    hub.list_fault = for_ever
    assert "something else than a list" in refused()


def test_a_hub_in_trouble(hub: Hub) -> None:
    hub.list_fault = lambda here: here.status(404)
    assert refused() == "127.0.0.1 does not have this file any more (HTTP 404)."
    hub.list_fault = lambda here: here.status(500)
    assert "trouble of its own" in refused()
    hub.list_fault = lambda here: here.hang_up()
    assert "broke off" in refused()


def test_a_silent_hub_can_be_left(hub: Hub) -> None:
    def says_nothing(here: Answer) -> None:
        token.cancel()
        here.server.hub.closing.wait(60)

    token = CancelToken()
    hub.list_fault = says_nothing
    with pytest.raises(Cancelled):
        checkpoint(REPOSITORY, token, Patience(silence=60))


def test_an_endpoint_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "hub")
    assert "check HF_ENDPOINT" in refused()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
rows = anything | st.fixed_dictionaries(
    {"rfilename": anything | st.just("a.pt")}, optional={"size": anything, "lfs": anything | st.just({"sha256": 1})}
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({"siblings": st.lists(rows, max_size=3) | anything}, optional={"sha": anything}))
def test_any_json_is_a_file_or_a_sentence(hub: Hub, answer: dict[str, Any]) -> None:
    hub.list_fault = lambda here: here.reply(json.dumps(answer).encode())
    try:
        file = ask()
    except DownloadError:
        return
    assert file.name == "a.pt"
    assert file.address == f"{hub.address}/{REPOSITORY}/resolve/main/a.pt"
    assert file.size is None or file.size > 0
