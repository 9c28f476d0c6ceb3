import json
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest
import torch
from safetensors.torch import load_file

from fgaesq_core import craft, load, weights
from fgaesq_core.config import NetworkConfig
from tests.train.sources import (
    TINY,
    Blurs,
    Singles,
    curve,
    tiny_data,
    tiny_session,
    tiny_settings,
    trained,
)
from tests.train.test_text import tiny_clip
from train.errors import TrainingError
from train.schedule import Sequel
from train.settings import Settings, Terms

BOTH = tiny_data(coarse=Singles())


def measured(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in curve(folder)]


def kinds_of(folder: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in curve(folder)]


def test_a_few_series_are_learnt(tmp_path: Path) -> None:
    session = tiny_session(tiny_settings(steps=60, batch_series=4, rate=3e-3), tiny_data(Blurs(4)))
    assert trained(session, tmp_path).finished
    told = measured(tmp_path)
    early, late = told[:5], told[-10:]
    assert fmean(line["pair_accuracy"] for line in late) > 0.9
    assert fmean(line["rankreg"] for line in late) < fmean(line["rankreg"] for line in early) * 0.7
    scorer = load(tmp_path / "weights.safetensors", "cpu")
    best = [scorer.rank(Blurs().sample(number, 0).pictures).best for number in range(4)]
    assert best == [1] * 4


@pytest.mark.parametrize("network", [TINY, replace(TINY, stem=24, measures=craft.COUNT)], ids=["plain", "measured"])
def test_a_run_that_was_interrupted_goes_on_as_if_it_had_not_been(network: NetworkConfig, tmp_path: Path) -> None:
    terms, lessons = Terms(ctalign=0, auxiliary=1, scale=None), 2 if network.measures else 0
    settings = tiny_settings(network=network, steps=7, terms=terms, echoes=2, lessons=lessons)
    unbroken = tiny_session(settings, BOTH)
    assert trained(unbroken, tmp_path / "unbroken").steps == 7
    ending = trained(unbroken, tmp_path / "broken", until=2)
    assert (ending.steps, ending.finished) == (3, False)
    assert "stopped before its end" in (tmp_path / "broken" / "model_card.md").read_text(encoding="utf-8")
    assert trained(unbroken, tmp_path / "broken", resume=True).finished
    assert curve(tmp_path / "broken") == curve(tmp_path / "unbroken")
    first, second = (load_file(tmp_path / name / "weights.safetensors") for name in ("broken", "unbroken"))
    assert all(torch.equal(first[name], second[name]) for name in second)


def test_the_folder_holds_everything(tmp_path: Path) -> None:
    trained(tiny_session(tiny_settings(steps=4), BOTH), tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names >= {"config.json", "metrics.jsonl", "state.pt", "weights.safetensors", "model_card.md"}
    config = json.loads((tmp_path / "run" / "config.json").read_text(encoding="utf-8"))
    assert config["settings"]["seed"] == 0
    assert config["data"]["sha256"] == "0" * 64
    assert kinds_of(tmp_path / "run") == ["fine", "coarse", "fine", "coarse"]
    card = (tmp_path / "run" / "model_card.md").read_text(encoding="utf-8")
    for words in ("Scenes drawn by code", "0" * 64, "4 steps", "no CTAlign", "| fine | pairs in the right order |"):
        assert words in card


@pytest.mark.parametrize(
    ("settings", "kinds"),
    [
        (tiny_settings(steps=3, terms=Terms(ctalign=0, coarse=0)), ["fine"] * 3),
        (tiny_settings(steps=3, terms=Terms(rankreg=0, ctalign=0)), ["coarse"] * 3),
        (tiny_settings(steps=4, sequel=Sequel.COARSE_FIRST), ["coarse"] * 2 + ["fine"] * 2),
    ],
)
def test_the_ablations_batches(tmp_path: Path, settings: Settings, kinds: list[str]) -> None:
    trained(tiny_session(settings, BOTH), tmp_path)
    assert kinds_of(tmp_path) == kinds


def test_portions_change_nothing_but_rounding(tmp_path: Path) -> None:
    settings = tiny_settings(steps=4)
    for portions in (1, 2):
        trained(tiny_session(settings, BOTH, portions=portions), tmp_path / str(portions))
    for one, other in zip(measured(tmp_path / "1"), measured(tmp_path / "2"), strict=True):
        assert one["loss"] == pytest.approx(other["loss"], abs=1e-4)
        assert one["gradient"] == pytest.approx(other["gradient"], rel=1e-3)


def test_minutes_end_a_run(tmp_path: Path) -> None:
    ending = trained(tiny_session(tiny_settings(steps=None, minutes=0.02)), tmp_path)
    assert ending.finished
    assert ending.seconds >= 1.2
    assert len(curve(tmp_path)) == ending.steps


def test_what_is_left_out_is_listed_once(tmp_path: Path) -> None:
    data = tiny_data(Blurs(4, frozenset({2})))
    trained(tiny_session(tiny_settings(steps=4, batch_series=4), data), tmp_path)
    assert (tmp_path / "left_out.txt").read_text(encoding="utf-8") == "2.jpg is damaged.\n"
    assert "1 could not be used" in (tmp_path / "model_card.md").read_text(encoding="utf-8")


def test_a_run_is_not_written_over(tmp_path: Path) -> None:
    session = tiny_session(tiny_settings(steps=1))
    trained(session, tmp_path)
    before = curve(tmp_path)
    with pytest.raises(TrainingError, match=r"There is a run in .*; name another folder, or go on with --resume"):
        trained(session, tmp_path)
    assert curve(tmp_path) == before


@pytest.mark.parametrize("change", ["settings.rate", "data.sha256"])
def test_a_run_goes_on_only_as_it_was_begun(tmp_path: Path, change: str) -> None:
    session = tiny_session(tiny_settings(steps=1))
    trained(session, tmp_path)
    if change == "data.sha256":
        other = replace(session, data=replace(session.data, sha256="1" * 64))
    else:
        other = replace(session, settings=replace(session.settings, rate=0.5))
    with pytest.raises(TrainingError, match=rf"begun with other settings \({change}\)"):
        trained(other, tmp_path, resume=True)


def test_a_run_that_was_over_stays_so(tmp_path: Path) -> None:
    session = tiny_session(tiny_settings(steps=2))
    trained(session, tmp_path)
    before = load_file(tmp_path / "weights.safetensors")
    assert trained(session, tmp_path, resume=True).steps == 2
    assert torch.equal(load_file(tmp_path / "weights.safetensors")["visual.proj"], before["visual.proj"])
    assert len(curve(tmp_path)) == 2


def test_a_loss_that_is_no_number_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="The loss is no number any more at step"):
        trained(tiny_session(tiny_settings(steps=30, rate=1e12)), tmp_path)
    assert len(curve(tmp_path)) < 30


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (Terms(rankreg=0, ctalign=0), "find no samples"),
        (Terms(), "CTAlign needs CLIP's text tower"),
    ],
)
def test_what_cannot_be_learnt_is_refused(tmp_path: Path, terms: Terms, sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence):
        trained(tiny_session(tiny_settings(terms=terms)), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_settings_without_sense_are_refused() -> None:
    for change in ({"minutes": 1.0}, {"steps": None}, {"terms": Terms(rankreg=0, ctalign=0, coarse=0)}):
        with pytest.raises(TrainingError):
            tiny_settings(**change)
    with pytest.raises(TrainingError, match="Coarse batches first"):
        tiny_settings(steps=None, minutes=1.0, sequel=Sequel.COARSE_FIRST)


def test_what_is_saved_is_the_average(tmp_path: Path) -> None:
    trained(tiny_session(tiny_settings(steps=3, averaging=0.5)), tmp_path)
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    saved = load_file(tmp_path / "weights.safetensors")["visual.proj"]
    assert torch.equal(saved, state["averages"]["network.visual.proj"])
    assert not torch.equal(saved, state["objective"]["network.visual.proj"])


def test_sentences_are_learnt(tmp_path: Path) -> None:
    torch.save(tiny_clip(16).state_dict(), tmp_path / "clip.pt")
    settings = tiny_settings(steps=30, batch_series=4, rate=3e-3, terms=Terms(rankreg=0, ctalign=1))
    trained(replace(tiny_session(settings, tiny_data(Blurs(4))), text=tmp_path / "clip.pt"), tmp_path / "run")
    told = measured(tmp_path / "run")
    assert "rankreg" not in told[0]
    assert fmean(line["ctalign"] for line in told[-5:]) < 0.5 < told[0]["ctalign"]
    assert "CTAlign 1," in (tmp_path / "run" / "model_card.md").read_text(encoding="utf-8")


def test_a_text_tower_of_another_size_is_refused(tmp_path: Path) -> None:
    torch.save(tiny_clip(8).state_dict(), tmp_path / "clip.pt")
    session = replace(tiny_session(tiny_settings(terms=Terms())), text=tmp_path / "clip.pt")
    with pytest.raises(TrainingError, match="The text tower has 8 features and the network 16"):
        trained(session, tmp_path / "run")


def test_the_averages_of_the_scale_are_saved_with_the_weights(tmp_path: Path) -> None:
    trained(tiny_session(tiny_settings(steps=4, terms=Terms(ctalign=0, scale=None))), tmp_path)
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    scale = weights.load(tmp_path / "weights.safetensors").scale
    assert scale == pytest.approx(state["averages"]["log_scale"].exp().item())
    assert scale != 1
