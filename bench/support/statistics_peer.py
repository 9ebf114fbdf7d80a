"""Times NumPy's sort, SciPy's functions and Evidently's report on columns in files, and prints what they found as JSON.

Usage: statistics_peer.py FOLDER COLUMNS ROUNDS. FOLDER holds reference_N.f64 and current_N.f64, little-endian doubles.
A tool that is not installed is left out.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

warnings.filterwarnings("ignore")
folder, count, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
columns = [tuple(np.fromfile(folder / f"{side}_{at}.f64", dtype="<f8") for side in ("reference", "current")) for at in range(count)]


def seconds(work: Callable[[], Any]) -> float:
    """CPU that a piece of work takes, at best: whatever else the machine does is not its own."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def sort_all() -> None:
    for reference, current in columns:
        np.sort(reference)
        np.sort(current)


found: dict[str, Any] = {"numpy": np.__version__, "sort": seconds(sort_all)}

try:
    from scipy import __version__, stats
except ImportError:
    pass
else:
    values: list[list[float]] = []

    def ask_scipy() -> None:
        values.clear()
        for reference, current in columns:
            ks = stats.ks_2samp(reference, current, method="asymp")
            values.append([float(ks.statistic), float(ks.pvalue), float(stats.wasserstein_distance(reference, current))])

    found |= {"scipy": __version__, "functions": seconds(ask_scipy), "values": values}

try:
    import pandas as pd
    from evidently import Report, __version__ as evidently
    from evidently.metrics import ValueDrift
except ImportError:
    pass
else:
    # One column is enough of what takes so long; each column costs it the same.
    reference, current = (pd.DataFrame({"value": side}) for side in columns[0])
    report = Report([ValueDrift(column="value", method=method) for method in ("ks", "wasserstein", "psi")])
    started = time.process_time()
    metrics = report.run(current, reference).dict()["metrics"]
    found |= {"evidently": evidently, "report": time.process_time() - started, "scores": [float(metric["value"]) for metric in metrics]}

json.dump(found, sys.stdout)
