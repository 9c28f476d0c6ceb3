"""Which model judges, and where it runs: the arguments shared by all commands that judge photos."""

import argparse

from app.analysis.embedder import Embedder
from app.analysis.model_shelf import ModelShelf
from app.analysis.models import DEVICES, Scorer
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import BadArgumentError
from app.errors import AppError
from app.paths import user_places


def add_model_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --model and --device."""
    parser.add_argument(
        "--model",
        metavar="NAME|FILE",
        help="the model that judges the photos, by name, else as a file (default: the one in use, which "
        "burstpick model use NAME chooses)",
    )
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the model runs (default %(default)s)")


def chosen_model(arguments: argparse.Namespace) -> Scorer:
    """The model of those arguments, loaded; raises BadArgumentError."""
    shelf = _shelf()
    if arguments.model is None and shelf.warning:
        output.problem(shelf.warning)
    try:
        return shelf.load(arguments.model, arguments.device)
    except AppError as error:
        raise BadArgumentError(error.sentence, error.detail) from error


def chosen_embedder(arguments: argparse.Namespace, scorer: Scorer, token: CancelToken) -> Embedder:
    """How alike photos look to the model of those arguments, which has been loaded; raises Cancelled."""
    return _shelf().embedder(arguments.model, scorer, token)


def _shelf() -> ModelShelf:
    places = user_places()
    return ModelShelf(places.models, places.settings)
