"""Train a network on series with an order, on pictures with the scores of judges, or on both.

The run folder holds the settings, a line for every step, the state to go on from, the weights and a model card. With
torchrun in front, several processes train together: torchrun --nproc-per-node 2 -m train fit ...
"""

import argparse
import sys
from pathlib import Path

from fgaesq_core.cells import CELL
from fgaesq_core.config import NetworkConfig
from fgaesq_core.sheet import room
from train.commands.arguments import existing_file, existing_folder, in_range, positive, whole
from train.data import Data, Part, from_manifest, from_photos
from train.schedule import Sequel
from train.settings import SMALL, RankLoss, Resources, Settings, Terms

_CONFIGS = {"small": SMALL, "published": NetworkConfig()}
_STEPS = 1000
# Frames are shrunk to what is seen of them, as photos are.
_FINER = 1.5
_NO_TEXT = "CTAlign is off: it needs CLIP's text tower; name a checkpoint that holds it with --text."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    _add_data(parser)
    _add_run(parser)
    _add_terms(parser)
    _add_optimisation(parser)
    _add_resources(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train; returns 0 at the end of the run and 128 and the signal's number where one ended it before."""
    from train.interruption import interruptible
    from train.progress import Board, both, printed
    from train.run_folder import RunFolder
    from train.session import Session

    device, precision = _device(arguments)
    settings = _settings(arguments, precision)
    resources = Resources(device, arguments.accumulate, arguments.workers, arguments.ahead, arguments.checkpoint_every)
    session = Session(settings, resources, _data(arguments), arguments.weights, arguments.text)
    report = both(printed, Board(arguments.out)) if arguments.tensorboard else printed
    with interruptible() as interruption:
        session.run(RunFolder(arguments.out), interruption, report, resume=arguments.resume)
    return 128 + interruption.number if interruption.number else 0


def _add_data(parser: argparse.ArgumentParser) -> None:
    data = parser.add_argument_group("what is learnt from (one of both)").add_mutually_exclusive_group(required=True)
    data.add_argument("--manifest", type=existing_file, metavar="FILE", help="series and pictures, as JSON lines")
    data.add_argument(
        "--synthesise",
        type=existing_folder,
        nargs="+",
        metavar="FOLDER",
        help="photos in and below these folders, of which series with known faults are made",
    )
    parser.add_argument(
        "--part", type=Part, choices=list(Part), default=Part.TRAIN, help="of the manifest's split, train unless told"
    )
    parser.add_argument("--split-seed", type=whole(0), default=0, metavar="N", help="one seed is one split")
    parser.add_argument(
        "--pixels",
        type=whole(1024),
        metavar="N",
        help="of a frame that is made; half as many again as seen unless told",
    )


def _add_run(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("the run")
    group.add_argument("--out", type=Path, required=True, metavar="RUN", help="the folder of the run")
    group.add_argument("--resume", action="store_true", help="go on with the run in that folder, if there is one")
    group.add_argument(
        "--config", type=_config, default=SMALL, metavar="small|published|JSON", help="sizes of the network"
    )
    group.add_argument(
        "--weights",
        type=existing_file,
        metavar="FILE",
        help="start from these: of this program, the published checkpoint, or a CLIP in the names of open_clip",
    )
    length = group.add_mutually_exclusive_group()
    length.add_argument("--steps", type=whole(1), metavar="N", help=f"length of the run, {_STEPS} unless told")
    length.add_argument(
        "--minutes", type=positive, metavar="M", help="its length in time; such a run cannot be repeated exactly"
    )
    group.add_argument("--seed", type=whole(0), default=0, metavar="N", help="one seed is one run, on one machine")
    group.add_argument("--checkpoint-every", type=whole(1), default=250, metavar="N", help="steps between two states")
    group.add_argument(
        "--tensorboard", action="store_true", help="write for TensorBoard, too, which has to be installed"
    )


def _add_terms(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("terms of the loss, and what the paper's ablation leaves out")
    group.add_argument("--no-fine", action="store_true", help="learn from single pictures only")
    group.add_argument("--no-coarse", action="store_true", help="learn from series only")
    group.add_argument("--no-rankreg", action="store_true", help="do not learn the order of pairs")
    group.add_argument("--no-ctalign", action="store_true", help="do not learn what sentences say of pairs")
    group.add_argument(
        "--no-difftoken", action="store_true", help="show frames as CLIP sees them, none of their cells sharp"
    )
    group.add_argument("--order", type=Sequel, choices=list(Sequel), default=Sequel.ALTERNATE, help="of the batches")
    group.add_argument(
        "--text", type=existing_file, metavar="FILE", help="a checkpoint with CLIP's text tower, for CTAlign"
    )
    for name, default in (("rankreg", 1.0), ("ctalign", 0.5), ("coarse", 1.0)):
        group.add_argument(
            f"--{name}", type=positive, default=default, metavar="WEIGHT", help=f"{default:g} unless told"
        )
    group.add_argument(
        "--auxiliary", type=in_range(0, 1e6), default=0.0, metavar="WEIGHT", help="learn known faults beside, too"
    )
    group.add_argument("--rank-loss", type=RankLoss, choices=list(RankLoss), default=RankLoss.FIDELITY)
    group.add_argument(
        "--scale", type=_scale, default=1.0, metavar="NUMBER|learnt", help="difference in score with odds of e to 1"
    )


def _add_optimisation(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("optimisation")
    group.add_argument("--batch-series", type=whole(1), default=8, metavar="N", help="of a step, in all processes")
    group.add_argument("--batch-pictures", type=whole(1), default=16, metavar="N", help="the same for single pictures")
    group.add_argument(
        "--lessons", type=whole(0), default=0, metavar="N", help="series of whose measures alone is learnt beforehand"
    )
    group.add_argument("--echoes", type=whole(1), default=1, metavar="N", help="times each batch is learnt from")
    group.add_argument("--lr", type=positive, default=3e-4, metavar="RATE", help="peak of the learning rate")
    group.add_argument("--warm-up", type=in_range(0, 0.9), default=0.05, metavar="SHARE", help="of the run")
    group.add_argument("--decay", type=in_range(0, 10), default=0.05, metavar="RATE", help="of matrices")
    group.add_argument("--clip", type=positive, default=1.0, metavar="LENGTH", help="longest gradient")
    group.add_argument(
        "--averaging", type=in_range(0, 0.999999), default=0.999, metavar="DECAY", help="of the averages, a step"
    )


def _add_resources(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("where it runs")
    group.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    group.add_argument("--precision", choices=["auto", "float32", "bfloat16"], default="auto")
    group.add_argument(
        "--accumulate", type=whole(1), default=1, metavar="N", help="portions of a batch, to save memory"
    )
    group.add_argument("--workers", type=whole(0), default=0, metavar="N", help="processes that make samples ahead")
    group.add_argument("--ahead", type=whole(1), default=2, metavar="N", help="batches that each of them makes ahead")


def _config(text: str) -> NetworkConfig:
    if text in _CONFIGS:
        return _CONFIGS[text]
    try:
        return NetworkConfig.from_json(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not small, published or the sizes of a network: {error}") from error


def _scale(text: str) -> float | None:
    return None if text == "learnt" else positive(text)


def _device(arguments: argparse.Namespace) -> tuple[str, str]:
    """The device, and the precision, float16 being too coarse to learn in."""
    from fgaesq_core.device import choose

    chosen = choose(arguments.device, arguments.precision)
    return chosen.name, "float32" if chosen.precision == "float16" else chosen.precision


def _settings(arguments: argparse.Namespace, precision: str) -> Settings:
    steps = arguments.steps or (None if arguments.minutes else _STEPS)
    return Settings(
        network=arguments.config,
        seed=arguments.seed,
        steps=steps,
        minutes=arguments.minutes,
        terms=_terms(arguments),
        sequel=arguments.order,
        difftoken=not arguments.no_difftoken,
        batch_series=arguments.batch_series,
        batch_pictures=arguments.batch_pictures,
        echoes=arguments.echoes,
        lessons=arguments.lessons,
        rate=arguments.lr,
        warm_up=arguments.warm_up,
        decay=arguments.decay,
        gradient=arguments.clip,
        averaging=arguments.averaging,
        precision=precision,
    )


def _terms(arguments: argparse.Namespace) -> Terms:
    ctalign = not (arguments.no_ctalign or arguments.no_fine)
    if ctalign and arguments.text is None:
        print(_NO_TEXT, file=sys.stderr)
        ctalign = False
    return Terms(
        rankreg=0.0 if arguments.no_rankreg or arguments.no_fine else arguments.rankreg,
        ctalign=arguments.ctalign if ctalign else 0.0,
        coarse=0.0 if arguments.no_coarse else arguments.coarse,
        auxiliary=0.0 if arguments.no_fine else arguments.auxiliary,
        rank_loss=arguments.rank_loss,
        scale=arguments.scale,
    )


def _data(arguments: argparse.Namespace) -> Data:
    if arguments.manifest:
        return from_manifest(arguments.manifest, arguments.part, arguments.split_seed)
    seen = room(arguments.config.rows)[0] * CELL**2
    return from_photos(arguments.synthesise, arguments.pixels or round(_FINER * seen), arguments.seed)
