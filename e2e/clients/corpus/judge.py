"""Sorts differences into those that are meant and those that are mistakes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .compare import differences
from .scenario import Scenario


@dataclass
class Verdict:
    """What a comparison found."""

    same: int = 0
    declared: int = 0
    undeclared: list[str] = field(default_factory=list)
    # Declared as different, and the same after all.
    stale: list[str] = field(default_factory=list)


def judge(scenarios: list[Scenario], theirs: dict[str, Any], ours: dict[str, Any], reasons: dict[str, str]) -> Verdict:
    """Compare two servers' answers step by step."""
    verdict = Verdict()
    for scenario in scenarios:
        for step in scenario.steps:
            if step.id not in theirs:
                verdict.undeclared.append(f"{step.id}\n    not recorded yet: play `record`")
                continue
            found = differences(theirs[step.id], ours[step.id], step.compare)
            if not found and step.id in reasons:
                verdict.stale.append(f"{step.id}\n    listed as deliberately different, and the same")
            elif not found:
                verdict.same += 1
            elif step.id in reasons:
                verdict.declared += 1
            else:
                request = f"{step.method} {step.path} {(step.body or b'').decode('utf-8', 'replace')[:300]}"
                verdict.undeclared.append("\n    ".join([step.id, request, *found]))
    return verdict
