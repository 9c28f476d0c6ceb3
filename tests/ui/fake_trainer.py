"""Stands in for the training program: a real process that does what a play tells it, line by line.

Run as `python fake_trainer.py PLAY personal ...`. It notes its arguments, its process id and the series it was given
beside the play. `wait` holds on until it is killed, `write TEXT` writes what is then offered, `complain TEXT` and
`exit CODE` are what they say, `crash` ends it by a signal; every other line is printed as it is.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path


def main() -> None:
    play, arguments = Path(sys.argv[1]), sys.argv[2:]
    to, series = (Path(arguments[arguments.index(name) + 1]) for name in ("--to", "--series"))
    noted = {"arguments": arguments, "pid": os.getpid(), "series": json.loads(series.read_text()), "at": os.getcwd()}
    fresh = play.with_name("noted.new")
    fresh.write_text(json.dumps(noted))
    fresh.rename(play.with_name("noted.json"))
    for line in play.read_text(encoding="utf-8").splitlines():
        act(line.replace("WEIGHTS", json.dumps(str(to / "personal.safetensors"))), to)


def act(line: str, to: Path) -> None:
    word, _, rest = line.partition(" ")
    match word:
        case "wait":
            time.sleep(1000)
        case "write":
            to.mkdir()
            (to / "personal.safetensors").write_text(rest)
        case "complain":
            print(rest, file=sys.stderr, flush=True)
        case "exit":
            sys.exit(int(rest))
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case _:
            print(line, flush=True)


if __name__ == "__main__":
    main()
