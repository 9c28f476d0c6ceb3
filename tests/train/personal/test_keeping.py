import json
from dataclasses import replace
from pathlib import Path

import pytest

from fgaesq_core import weights
from tests.train.personal.photographers import tiny_weights
from train.bootstrap import Figure
from train.errors import TrainingError
from train.personal.adaptation import Recipe
from train.personal.events import Data, Rival, Shares, Skipped
from train.personal.folds import Folds
from train.personal.keeping import CARD, FIGURES, WEIGHTS, Origin, keep, place, result
from train.personal.retraining import Verdict

ORIGIN = Origin("burstpick-small", "abcdef0123456789" * 4, Recipe(), 7)
DATA = Data(40, 80, 120, 4, 30, 90, (Skipped("/a.jpg", "it is gone"),))
LEARNT = {name: tensor + 1 for name, tensor in tiny_weights().network.head.state_dict(prefix="head.").items()}
VERDICT = Verdict(
    LEARNT,
    0.25,
    3,
    DATA,
    Folds(((0, 1), (2, 3), (4,), (5,)), True),
    Shares(0.5, 0.4),
    Shares(0.75, 0.6),
    Figure(0.25, 0.125, 0.375),
    (Rival("technical", 0.55, 0.45),),
)


def kept(verdict: Verdict, folder: Path) -> list[str]:
    keep(verdict, result(verdict, folder), tiny_weights(), ORIGIN, place(folder), lambda: None)
    return sorted(path.name for path in folder.iterdir())


def test_an_offered_model_is_kept_with_its_figures_and_its_card(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert kept(VERDICT, folder) == [CARD, WEIGHTS, f"{WEIGHTS}.sha256", FIGURES]
    loaded = weights.load(folder / WEIGHTS)
    state = loaded.network.state_dict()
    assert loaded.scale == 0.25
    assert all(state[name].equal(tensor) for name, tensor in LEARNT.items())
    assert state["visual.conv1.weight"].equal(tiny_weights().network.state_dict()["visual.conv1.weight"])
    source = weights.source(folder / WEIGHTS)
    assert source == (
        "burstpick-small (abcdef012345), retrained on one photographer's marks: 40 series, 120 photos, seed 7"
    )


def test_figures_and_card_say_what_was_found(tmp_path: Path) -> None:
    kept(VERDICT, tmp_path)
    figures = json.loads((tmp_path / FIGURES).read_text(encoding="utf-8"))
    assert figures["result"]["gain"] == {"value": 0.25, "low": 0.125, "high": 0.375}
    assert figures["held_out"] == {"by": "folder", "parts": 4}
    assert figures["model"]["sha256"] == ORIGIN.sha256
    assert figures["data"]["skipped"] == [{"file": "/a.jpg", "reason": "it is gone"}]
    card = (tmp_path / CARD).read_text(encoding="utf-8")
    assert "40 series whose marks tell frames apart: 80 pairs among 120 photos in 4 folders." in card
    assert "| this model | 75.0 % | 60.0 % |" in card
    assert "| the model from before | 50.0 % | 40.0 % |" in card
    assert "| technical | 55.0 % | 45.0 % |" in card
    assert "+25.0 points (+12.5 to +37.5)" in card
    assert "4 parts, whole folders" in card
    assert "this photographer's marks" in card
    assert "1 file could not be used" in card


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"gain": Figure(0.01, -0.02, 0.04)}, "It is not sure that the new model agrees with you more often"),
        ({"gain": Figure(0.0, 0.0, 0.0)}, "It is not sure"),
        ({"gain": Figure(-0.03, -0.05, -0.01)}, "agrees with you less often"),
        ({"passes": 0}, "did not help"),
    ],
)
def test_a_model_that_is_not_surely_better_is_not_written(
    tmp_path: Path, changes: dict[str, object], sentence: str
) -> None:
    verdict = replace(VERDICT, **changes)  # type: ignore[arg-type]
    found = result(verdict, tmp_path)
    assert not found.offered
    assert not found.weights
    assert sentence in found.why
    assert kept(verdict, tmp_path) == [FIGURES]
    assert kept(VERDICT, tmp_path) == [CARD, WEIGHTS, f"{WEIGHTS}.sha256", FIGURES]


def test_a_model_that_is_there_stays(tmp_path: Path) -> None:
    kept(VERDICT, tmp_path)
    with pytest.raises(TrainingError, match="holds a personal model already"):
        place(tmp_path)


def test_nothing_is_left_where_the_work_is_to_end(tmp_path: Path) -> None:
    def proceed() -> None:
        assert any(tmp_path.iterdir())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep(VERDICT, result(VERDICT, tmp_path), tiny_weights(), ORIGIN, place(tmp_path), proceed)
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_where_a_file_cannot_take_its_place(tmp_path: Path) -> None:
    (tmp_path / CARD).mkdir()
    (tmp_path / CARD / "in the way").touch()
    with pytest.raises(OSError, match="directory"):
        kept(VERDICT, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [CARD]
