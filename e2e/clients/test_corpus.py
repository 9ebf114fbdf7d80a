"""Raw requests whose answers the genuine MLflow server has given: ours are the same, or differ on purpose."""

from __future__ import annotations

import pytest

from conftest import Slipway
from corpus.cases import subjects
from corpus.deliberate import REASONS
from corpus.judge import judge
from corpus.player import Player
from corpus.record import recorded

SUBJECTS = subjects()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_answers_are_those_of_the_genuine_server(slipway: Slipway, subject: str) -> None:
    player = Player(slipway.url, slipway.token)
    scenarios = SUBJECTS[subject]
    answers = {key: answer for scenario in scenarios for key, answer in player.play(scenario).items()}
    verdict = judge(scenarios, recorded(subject), answers, REASONS)
    print(f"{subject}: {verdict.same} the same, {verdict.declared} different on purpose")
    assert verdict.same > 0
    assert verdict.undeclared + verdict.stale == []
