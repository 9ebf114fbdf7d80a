"""Where Slipway answers another way than MLflow on purpose, each with the reason."""

_NO_5XX = "A client's mistake is not answered with 500, which clients repeat for minutes."
_REPEAT = "A client that repeats a write after a lost answer must not fail, so the same value again changes nothing."
_TYPED = "A value of the wrong type is refused; MLflow stores it as if it were absent."

REGISTRY: dict[str, str] = {
    "inputs datasets / by run_uuid": "run_uuid stands for run_id wherever a run is named.",
    "inputs datasets / read the other": "The input that was sent by run_uuid is there.",
    "inputs datasets / no dataset in it": "A dataset without a name or digest could not be told from another one.",
    "inputs datasets / no name": "A dataset without a name or digest could not be told from another one.",
    "inputs datasets / name is a number": _TYPED,
    "inputs outputs / again": _REPEAT,
    "inputs outputs / step is a word": _TYPED,
    "inputs legacy models / a list": _NO_5XX,
    "logged models finalize / number as text": _TYPED,
    "logged models finalize / unknown status": _TYPED,
    "logged models finalize / status beyond": _TYPED,
    "logged models params / the same value again": _REPEAT,
    'logged models search / filter name = "alpha"': "Double quotes work as they do in every other search.",
    "logged models search refused / filter metrics.auc = 'high'": _NO_5XX,
    "logged models search refused / token is no token": _NO_5XX,
    "model versions logged model sources / unknown logged model": _NO_5XX,
    "model versions logged model sources / models uri of a deleted model": _NO_5XX,
    "model versions copies / of an empty stage": _NO_5XX,
    "model versions get / version 99999999999999999999": _NO_5XX,
    "model versions stages / archiving for None": _NO_5XX,
    "model versions stages / archiving for Archived": _NO_5XX,
    "registered models names / of 257": "Names are at most 256 characters long, as in MLflow on every database but SQLite.",
    "registered models search refused / tag.a IS NULL": _NO_5XX,
    "registered models search refused / order twice by the same": _NO_5XX,
    "registered models search refused / filter with a NUL": "Text that cannot be stored is refused.",
    "registered models pages / size 0": "MLflow answers a token that leads nowhere; a client would ask for ever.",
    "registered models pages / size -1": "MLflow answers a token that leads nowhere; a client would ask for ever.",
}

REASONS: dict[str, str] = {**REGISTRY}
