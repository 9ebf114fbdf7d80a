"""Plays the corpus from a command line.

    python -m corpus record URL [- SUBJECT ...]       writes down what the genuine MLflow server answers
    python -m corpus check URL TOKEN [SUBJECT ...]    compares a server with what is written down

The subject `workspaces` is recorded from a server that was started with --enable-workspaces, the others from one without.
"""

from __future__ import annotations

import sys
import urllib.request

from .cases import subjects
from .deliberate import REASONS
from .judge import judge
from .player import Player
from .record import recorded, write


def _version(url: str) -> str:
    with urllib.request.urlopen(f"{url}/version", timeout=10) as response:  # noqa: S310
        return response.read().decode()


def main(arguments: list[str]) -> int:
    """Run one command; the exit status."""
    command, url, *rest = arguments
    player = Player(url, rest[0] if rest and rest[0] != "-" else None)
    only = rest[1:]
    wrong = 0
    for subject, scenarios in subjects().items():
        if only and subject not in only:
            continue
        answers = {key: answer for scenario in scenarios for key, answer in player.play(scenario).items()}
        if command == "record":
            write(subject, _version(url), answers)
            print(f"{subject}: {len(answers)} answers")
            continue
        verdict = judge(scenarios, recorded(subject), answers, REASONS)
        wrong += len(verdict.undeclared) + len(verdict.stale)
        for line in verdict.undeclared + verdict.stale:
            print(line)
        print(f"{subject}: {verdict.same} the same, {verdict.declared} deliberate, {len(verdict.undeclared)} wrong, {len(verdict.stale)} no longer different")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
