from pathlib import Path

import platformdirs
import pytest

from app.paths import user_places


def test_a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path / "own"))
    places = user_places()
    assert (places.data, places.cache, places.logs) == tuple(
        tmp_path / "own" / name for name in ("data", "cache", "logs")
    )
    assert places.library == tmp_path / "own" / "data" / "library.db"
    assert places.thumbnails == tmp_path / "own" / "cache" / "thumbnails"
    assert places.shortcuts == tmp_path / "own" / "data" / "shortcuts.toml"
    assert places.monitor_profile == tmp_path / "own" / "data" / "monitor.icc"
    assert not (tmp_path / "own").exists(), "nothing is made before it is needed"


def test_a_relative_home_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BURSTPICK_HOME", "own")
    places = user_places()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert places.library == tmp_path / "own" / "data" / "library.db"


@pytest.mark.parametrize("setting", [None, ""])
def test_the_folders_the_system_intends(monkeypatch: pytest.MonkeyPatch, setting: str | None) -> None:
    if setting is None:
        monkeypatch.delenv("BURSTPICK_HOME", raising=False)
    else:
        monkeypatch.setenv("BURSTPICK_HOME", setting)
    places = user_places()
    assert places.data == Path(platformdirs.user_data_dir("burstpick", appauthor=False))
    assert places.cache == Path(platformdirs.user_cache_dir("burstpick", appauthor=False))
    assert all("burstpick" in place.parts for place in (places.data, places.cache, places.logs))
    assert len({places.data, places.cache, places.logs}) == 3
