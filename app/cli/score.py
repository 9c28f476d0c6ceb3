"""Score pictures with a protocol of choice: each folder as one series, each file on its own."""

import argparse

from app.analysis.models import Scorer
from app.analysis.score_paths import SEEDED, ProtocolError, check_protocol, score_paths
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import BadArgumentError, existing_path
from app.cli.interruption import cancelled_by_ctrl_c
from app.cli.model_choice import add_model_arguments, chosen_model
from app.cli.progress_bar import ProgressBar
from app.cli.score_report import ScoreReport
from app.errors import AppError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = (
        "Prints one line per picture, each series from its best on: the score, the probability to be the best of the "
        "series, the file, and with the best one whether it is too close to call. A RAW file beside its JPEG is one "
        "picture with it. The protocols: series looks once at each picture, where it differs from the others; pairs "
        "compares each with every other, which takes n * (n - 1) looks; published does so exactly as the authors' "
        "code does; single compares none. Which of them there are depends on the model; the first it has is the one "
        "used unless told otherwise. Scores in JSON are rounded to six digits and ranked as rounded."
    )
    parser.add_argument("paths", nargs="+", type=existing_path, metavar="PATH", help="a folder, or a picture")
    add_model_arguments(parser)
    parser.add_argument(
        "--protocol", metavar="series|pairs|published|single", help="how pictures are compared (default: the model's)"
    )
    parser.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="seeds the draws for each single picture, with the protocols published and single only (default 0; the "
        "published code sets none, so that its numbers differ from run to run)",
    )
    output.add_output_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Score the paths; 0 if a picture was scored, 1 if none could be or there is no room for the work."""
    target = output.json_target(arguments, arguments.paths)
    scorer = chosen_model(arguments)
    protocol = _protocol(arguments, scorer)
    token = CancelToken()
    try:
        with ProgressBar(hidden=arguments.quiet) as bar, cancelled_by_ctrl_c(token):
            result = score_paths(
                arguments.paths,
                scorer=scorer,
                protocol=protocol,
                seed=arguments.seed or 0,
                report=bar.show,
                token=token,
            )
    except AppError as error:
        output.problem(error.sentence)
        return 1
    output.give(ScoreReport(scorer.name, scorer.id, protocol, result), arguments, target)
    for one in result.skipped:
        output.problem(output.visible(f"{one.path}: {one.reason}"))
    if not result.series and not result.singles:
        output.problem("no picture could be scored")
        return 1
    return 0


def _protocol(arguments: argparse.Namespace, scorer: Scorer) -> str:
    """The protocol to use; raises BadArgumentError for one the model lacks, or that has no use for a seed."""
    protocol: str = scorer.protocols[0] if arguments.protocol is None else arguments.protocol
    try:
        check_protocol(scorer, protocol)
    except ProtocolError as error:
        raise BadArgumentError(error.sentence) from error
    if arguments.seed is not None and protocol not in SEEDED:
        raise BadArgumentError(f"The protocol “{protocol}” draws nothing; --seed goes with {' or '.join(SEEDED)}.")
    return protocol
