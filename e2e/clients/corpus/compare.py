"""Says in what two answers to the same request differ."""

from __future__ import annotations

from typing import Any

Answer = dict[str, Any]


def differences(theirs: Answer, ours: Answer, how: str) -> list[str]:
    """Every difference as a sentence part; empty when the answers are the same."""
    found: list[str] = []
    if theirs["status"] != ours["status"]:
        found.append(f"status {theirs['status']} there, {ours['status']} here")
    if how == "status":
        return found
    if theirs["kind"] != ours["kind"]:
        found.append(f"{theirs['kind']} there, {ours['kind']} here")
        return found
    if how == "error" and isinstance(theirs["body"], dict) and "error_code" in theirs["body"]:
        found += _walk("error_code", theirs["body"]["error_code"], _get(ours["body"], "error_code"))
        if not _get(ours["body"], "message"):
            found.append("no message here")
        return found
    return found + _walk("", theirs["body"], ours["body"])


def _get(body: Any, key: str) -> Any:
    return body.get(key) if isinstance(body, dict) else None


def _walk(path: str, theirs: Any, ours: Any) -> list[str]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        found = []
        for key in sorted(theirs.keys() | ours.keys()):
            where = f"{path}.{key}" if path else key
            if key not in ours:
                found.append(f"{where} is missing here (there: {_short(theirs[key])})")
            elif key not in theirs:
                found.append(f"{where} is only here: {_short(ours[key])}")
            else:
                found += _walk(where, theirs[key], ours[key])
        return found
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        return [line for index, pair in enumerate(zip(theirs, ours, strict=True)) for line in _walk(f"{path}[{index}]", *pair)]
    if isinstance(theirs, str) and isinstance(ours, str) and "<what the database said>" in theirs:
        return []
    if theirs == ours and isinstance(theirs, bool) == isinstance(ours, bool):
        return []
    return [f"{path or 'body'}: {_short(theirs)} there, {_short(ours)} here"]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 400 else text[:400] + "…"
