import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.pictures import scene
from tests.train.sources import TINY, curve, one_thread, write_manifest
from train.__main__ import main
from train.progress import Progress


def photos(folder: Path, count: int = 2) -> Path:
    """Photos that training may see, the first of them “b.jpg”, and one that it may not, “a.jpg”."""
    (folder / "inside").mkdir(parents=True)
    for number, name in enumerate(["a", *"bcefgh"[:count]]):
        scene(number, (300, 200)).save(folder / "inside" / f"{name}.jpg")
    return folder


def fit(*more: str) -> int:
    sizes = ["--config", TINY.to_json(), "--device", "cpu", "--precision", "float32", "--batch-series", "2"]
    with one_thread():
        return main(["fit", *sizes, *more])


@pytest.mark.parametrize(
    "given",
    [
        "",
        "fit",
        "fit --out run",
        "fit --out run --synthesise absent",
        "fit --out run --manifest absent.jsonl",
        "fit --out run --synthesise . --steps 0",
        "fit --out run --synthesise . --steps 3 --minutes 3",
        "fit --out run --synthesise . --minutes 0",
        "fit --out run --synthesise . --config large",
        "fit --out run --synthesise . --config {}",
        "fit --out run --synthesise . --scale none",
        "fit --out run --synthesise . --precision float16",
        "evaluate",
        "compare technical",
        "import ava absent.txt .",
    ],
)
def test_bad_arguments_end_with_two_and_the_usage(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(given.split())
    assert end.value.code == 2
    assert "usage: burstpick-train" in capsys.readouterr().err


def test_series_are_made_and_learnt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = photos(tmp_path / "photos")
    (folder / "damaged.jpg").write_bytes(b"no picture")
    run = tmp_path / "run"
    assert fit("--synthesise", str(folder), "--out", str(run), "--steps", "4", "--pixels", "20000") == 0
    told = capsys.readouterr()
    assert "CTAlign is off: it needs CLIP's text tower" in told.err
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert [line["step"] for line in lines] == list(range(4))
    assert all(line["kind"] == "fine" and line["seconds"] > 0 for line in lines)
    assert "damaged.jpg cannot be read" in (run / "left_out.txt").read_text(encoding="utf-8")
    assert "made from 3 photos" in (run / "model_card.md").read_text(encoding="utf-8")


def test_photos_that_changed_are_other_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = photos(tmp_path / "photos")
    given = ["--synthesise", str(folder), "--out", str(tmp_path / "run"), "--no-ctalign", "--pixels", "9000"]
    assert fit(*given, "--steps", "1") == 0
    scene(9, (300, 200)).save(folder / "inside" / "b.jpg")
    assert fit(*given, "--steps", "1", "--resume") == 1
    assert "begun with other settings (data.sha256)" in capsys.readouterr().err


def test_a_folder_without_photos_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fit("--synthesise", str(tmp_path), "--out", str(tmp_path / "run")) == 1
    assert "There are no photos in" in capsys.readouterr().err


def test_flags_switch_terms_off(tmp_path: Path) -> None:
    manifest = write_manifest(tmp_path)
    given = ["--manifest", str(manifest), "--part", "all", "--steps", "2", "--no-ctalign", "--batch-pictures", "2"]
    kinds = {}
    for name in ("--no-fine", "--no-coarse", "--no-difftoken"):
        assert fit(*given, name, "--out", str(tmp_path / name)) == 0
        kinds[name] = [json.loads(line)["kind"] for line in curve(tmp_path / name)]
    assert kinds == {
        "--no-fine": ["coarse"] * 2,
        "--no-coarse": ["fine"] * 2,
        "--no-difftoken": ["fine", "coarse"],
    }
    # CTAlign is off for want of a text tower, so that without RankReg nothing can be learnt from series.
    assert fit(*given, "--no-rankreg", "--no-coarse", "--out", str(tmp_path / "nothing")) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_after_its_step(
    tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def signalling(progress: Progress, seconds: float) -> None:
        if progress.step == 1:
            os.kill(os.getpid(), number)

    monkeypatch.setattr("train.progress.printed", signalling)
    before = signal.getsignal(number)
    manifest = write_manifest(tmp_path)
    out = tmp_path / "run"
    code = fit("--manifest", str(manifest), "--part", "all", "--no-ctalign", "--steps", "50", "--out", str(out))
    assert code == 128 + number
    assert len(curve(out)) == 2
    assert (out / "weights.safetensors").exists()
    assert signal.getsignal(number) is before


@pytest.mark.skipif(find_spec("tensorboard") is not None, reason="TensorBoard is installed")
def test_tensorboard_is_missed_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write_manifest(tmp_path)
    assert fit("--manifest", str(manifest), "--out", str(tmp_path / "run"), "--tensorboard") == 1
    assert "TensorBoard is not installed" in capsys.readouterr().err


def test_asking_for_help_imports_no_torch() -> None:
    code = (
        "import sys\nfrom train.__main__ import main\n"
        "try: main(['fit', '--help'])\nexcept SystemExit: sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL).returncode == 0


def test_judging_and_comparing_a_trained_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = write_manifest(tmp_path)
    given = ["--manifest", str(manifest), "--part", "all", "--no-ctalign", "--steps", "1"]
    assert fit(*given, "--out", str(tmp_path / "run")) == 0
    weights = str(tmp_path / "run" / "weights.safetensors")
    capsys.readouterr()
    figures = tmp_path / "figures.json"
    told = ["--part", "all", "--rounds", "20", "--device", "cpu", "--json", str(figures)]
    assert main(["evaluate", str(manifest), weights, *told]) == 0
    assert "technical" in capsys.readouterr().out
    assert json.loads(figures.read_text(encoding="utf-8"))["series"] == 3
    page = tmp_path / "page.html"
    assert main(["compare", weights, "technical", "--manifest", str(manifest), "--out", str(page)]) == 0
    assert "of 3 series differ" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_importing_ranked_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "series"
    folder.mkdir()
    for rank in (1, 2):
        scene(rank, (40, 30)).save(folder / f"rank{rank}.png")
    manifest = tmp_path / "manifest.jsonl"
    assert main(["import", "ranked", str(folder), "--out", str(manifest)]) == 0
    assert "holds series and pictures: 1." in capsys.readouterr().out
    assert len(manifest.read_text(encoding="utf-8").splitlines()) == 1


def test_what_cannot_be_imported_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "library.db").write_bytes(b"no database")
    assert main(["import", "marks", str(tmp_path / "library.db"), "--out", str(tmp_path / "m.jsonl")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
