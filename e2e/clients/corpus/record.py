"""The recorded answers: one file a subject, one JSON object a line, written by playing the genuine server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "answers"


def write(subject: str, version: str, answers: dict[str, dict[str, Any]]) -> None:
    """Keep what a server of this version answered."""
    FOLDER.mkdir(exist_ok=True)
    lines = [json.dumps({"mlflow": version})]
    lines += [json.dumps({"step": step, **answer}, ensure_ascii=False) for step, answer in answers.items()]
    (FOLDER / f"{subject}.jsonl").write_text("\n".join(lines) + "\n")


def recorded(subject: str) -> dict[str, dict[str, Any]]:
    """The answers by step."""
    _, *lines = _lines(subject)
    return {line.pop("step"): line for line in lines}


def recorded_version(subject: str) -> str:
    """The version of MLflow that gave them."""
    return _lines(subject)[0]["mlflow"]


def _lines(subject: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{subject}.jsonl").read_text().split("\n") if line]
