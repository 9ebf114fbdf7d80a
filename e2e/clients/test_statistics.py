"""The statistics API beside SciPy, Evidently and NannyML, asked for the same numbers of the same data."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import nannyml
import numpy as np
import pandas as pd
import pytest
from evidently import Report
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType
from evidently.presets import DataDriftPreset
from scipy import stats

API = "/api/slipway/v1/statistics/"


def _sent(values: Sequence[Any] | np.ndarray | pd.Series) -> list[Any]:
    return [value.item() if isinstance(value, np.generic) else value for value in values]


def _compare(slipway: Any, kind: str, reference: Any, current: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """Every method's result, by its name and preset."""
    body = {"kind": kind, "reference": _sent(reference), "current": _sent(current)}
    results = slipway.ask("POST", "compare", body, api=API)["results"]
    return {(result["method"], result["preset"]): result for result in results}


def _numbers() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Pairs of samples: small and large, shifted, with ties, of few values, apart from each other."""
    draw = np.random.default_rng(20_261_130)
    return {
        "small": (draw.normal(0, 1, 180), draw.normal(0.3, 1, 140)),
        "large": (draw.gamma(2, 1, 3_000), draw.gamma(2.2, 1, 2_500)),
        "ties": (draw.poisson(4, 900).astype(float), draw.poisson(5, 800).astype(float)),
        "apart": (draw.normal(0, 1, 400), draw.normal(50, 1, 300)),
        "sizes": (draw.normal(10, 3, 1_500), draw.normal(10, 3, 60)),
    }


NUMBERS = _numbers()


def _texts() -> dict[str, tuple[list[str], list[str]]]:
    draw = np.random.default_rng(7)
    names = np.array(["red", "green", "blue", "grey"])
    return {
        "four": (list(draw.choice(names, 800, p=[0.4, 0.3, 0.2, 0.1])), list(draw.choice(names, 700, p=[0.3, 0.3, 0.2, 0.2]))),
        "two": (list(draw.choice(names[:2], 500, p=[0.5, 0.5])), list(draw.choice(names[:2], 500, p=[0.6, 0.4]))),
        "unseen": (list(draw.choice(names[:3], 600)), list(draw.choice(names, 600))),
    }


TEXTS = _texts()

Score = Callable[[np.ndarray, np.ndarray], float]
SCIPY: dict[tuple[str, str, str], Score] = {
    ("ks", "exact", "statistic"): lambda a, b: stats.ks_2samp(a, b, method="exact").statistic,
    ("ks", "exact", "pValue"): lambda a, b: stats.ks_2samp(a, b, method="exact").pvalue,
    ("ks", "asymptotic", "pValue"): lambda a, b: stats.ks_2samp(a, b, method="asymp").pvalue,
    ("wasserstein", "raw", "statistic"): stats.wasserstein_distance,
    ("energy", "scipy", "statistic"): stats.energy_distance,
    ("mann_whitney", "two-sided", "pValue"): lambda a, b: stats.mannwhitneyu(a, b, alternative="two-sided").pvalue,
    ("t_test", "equal-variance", "statistic"): lambda a, b: stats.ttest_ind(a, b).statistic,
    ("t_test", "welch", "pValue"): lambda a, b: stats.ttest_ind(a, b, equal_var=False).pvalue,
    ("cramer_von_mises", "scipy", "statistic"): lambda a, b: stats.cramervonmises_2samp(a, b).statistic,
    ("anderson_darling", "scipy", "statistic"): lambda a, b: stats.anderson_ksamp([a, b]).statistic,
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sample", NUMBERS)
def test_scipy_says_the_same(slipway: Any, sample: str) -> None:
    """Statistics and p-values of SciPy's own functions."""
    reference, current = NUMBERS[sample]
    ours = _compare(slipway, "numeric", reference, current)
    for (method, preset, field), score in SCIPY.items():
        assert ours[method, preset][field] == pytest.approx(score(reference, current), rel=1e-9, abs=1e-300), (method, preset, field)


# Which of our fields is the number that Evidently calls the drift score.
OF_EVIDENTLY = {
    "ks": ("ks", "pValue"),
    "wasserstein": ("wasserstein", "statistic"),
    "psi": ("psi", "statistic"),
    "jensenshannon": ("jensen_shannon", "statistic"),
    "kl_div": ("kl_divergence", "statistic"),
    "hellinger": ("hellinger", "statistic"),
    "t_test": ("t_test", "pValue"),
    "mannw": ("mann_whitney", "pValue"),
    "es": ("epps_singleton", "pValue"),
}
PRESETS = {"t_test": "equal-variance"}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sample", NUMBERS)
@pytest.mark.parametrize("name", OF_EVIDENTLY)
def test_evidently_prints_the_same_of_numbers(slipway: Any, sample: str, name: str) -> None:
    """The score of each of its tests, and the verdict by its own threshold."""
    reference, current = (pd.Series(side) for side in NUMBERS[sample])
    theirs = get_stattest(reference, current, ColumnType.Numerical, name)(reference, current, ColumnType.Numerical, None)
    method, field = OF_EVIDENTLY[name]
    ours = _compare(slipway, "numeric", reference, current)[method, PRESETS.get(name, "evidently")]
    assert ours[field] == pytest.approx(float(theirs.drift_score), rel=1e-9, abs=1e-14)
    if ours["drifted"] is not None:
        assert ours["drifted"] == bool(theirs.drifted)


OF_EVIDENTLY_TEXTS = {
    "chisquare": ("chi2_goodness", "evidently", "pValue"),
    "psi": ("psi", "evidently-categorical", "statistic"),
    "jensenshannon": ("jensen_shannon", "evidently-categorical", "statistic"),
    "kl_div": ("kl_divergence", "evidently-categorical", "statistic"),
    "hellinger": ("hellinger", "evidently-categorical", "statistic"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("sample", TEXTS)
@pytest.mark.parametrize("name", OF_EVIDENTLY_TEXTS)
def test_evidently_prints_the_same_of_texts(slipway: Any, sample: str, name: str) -> None:
    """The score of each of its tests for categories."""
    reference, current = (pd.Series(side) for side in TEXTS[sample])
    theirs = get_stattest(reference, current, ColumnType.Categorical, name)(reference, current, ColumnType.Categorical, None)
    method, preset, field = OF_EVIDENTLY_TEXTS[name]
    ours = _compare(slipway, "categorical", reference, current)[method, preset]
    assert ours[field] == pytest.approx(float(theirs.drift_score), rel=1e-9, abs=1e-14)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("rows", [600, 2_000])
def test_a_dataset_is_judged_as_evidently_judges_it(slipway: Any, rows: int) -> None:
    """Which columns have drifted, by what score, and the share of them: on both sides of its thousand rows."""
    draw = np.random.default_rng(rows)
    colours = np.array(["red", "green", "blue"])
    reference = pd.DataFrame(
        {
            "same": draw.normal(0, 1, rows),
            "moved": draw.normal(0, 1, rows),
            "wider": draw.exponential(1, rows),
            "colour": draw.choice(colours, rows, p=[0.6, 0.3, 0.1]),
            "other": draw.choice(colours, rows),
        }
    )
    current = pd.DataFrame(
        {
            "same": draw.normal(0, 1, rows),
            "moved": draw.normal(0.8, 1, rows),
            "wider": draw.exponential(1.6, rows),
            "colour": draw.choice(colours, rows, p=[0.2, 0.3, 0.5]),
            "other": draw.choice(colours, rows),
        }
    )
    snapshot = Report([DataDriftPreset()]).run(current, reference).dict()
    scores = {
        metric["config"]["column"]: float(metric["value"])
        for metric in snapshot["metrics"]
        if metric["config"]["type"].endswith("ValueDrift")
    }
    count = next(metric["value"] for metric in snapshot["metrics"] if metric["config"]["type"].endswith("DriftedColumnsCount"))
    columns = [
        {
            "name": name,
            "kind": "categorical" if reference[name].dtype == object else "numeric",
            "reference": _sent(reference[name]),
            "current": _sent(current[name]),
        }
        for name in reference.columns
    ]
    ours = slipway.ask("POST", "dataset", {"preset": "evidently", "columns": columns}, api=API)
    assert {column["name"]: column["score"] for column in ours["columns"]} == pytest.approx(scores, rel=1e-9, abs=1e-14)
    assert ours["share"] == pytest.approx(count["share"])
    assert sum(column["drifted"] for column in ours["columns"]) == count["count"]


CHUNK = 5_000
OF_NANNYML = {
    "numeric": ("car_value", ["jensen_shannon", "kolmogorov_smirnov", "wasserstein", "hellinger"]),
    "categorical": ("salary_range", ["jensen_shannon", "chi2", "l_infinity", "hellinger"]),
}
OUR_NAMES = {"kolmogorov_smirnov": "ks", "chi2": "chi2_contingency"}


def _loans() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The data that NannyML brings along."""
    reference, analysis, truths = nannyml.load_synthetic_car_loan_dataset()
    return reference, analysis.merge(truths, left_index=True, right_index=True)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", OF_NANNYML)
def test_chunks_are_followed_as_nannyml_follows_them(slipway: Any, kind: str) -> None:
    """Values, thresholds and alerts of its univariate drift on 50,000 rows of reference."""
    column, methods = OF_NANNYML[kind]
    reference, analysis = _loans()
    numeric, categorical = (methods, []) if kind == "numeric" else ([], methods)
    calculator = nannyml.UnivariateDriftCalculator(
        column_names=[column],
        chunk_size=CHUNK,
        **({"continuous_methods": numeric} if numeric else {"categorical_methods": categorical}),
    ).fit(reference)
    frame = calculator.calculate(analysis).filter(period="analysis").to_df()
    body = {
        "preset": "nannyml",
        "kind": kind,
        "reference": _sent(reference[column]),
        "analysis": _sent(analysis[column]),
        "chunkSize": CHUNK,
        "incomplete": "keep",
    }
    results = {result["method"]: result for result in slipway.ask("POST", "chunks", body, api=API)["results"]}
    for method in methods:
        ours = results[OUR_NAMES.get(method, method)]
        theirs = frame[column][method]
        assert ours["values"] == pytest.approx(list(theirs["value"]), rel=1e-9, abs=1e-12), method
        assert ours["alerts"] == list(theirs["alert"]), method
        if method != "chi2":
            assert ours["upperThreshold"] == pytest.approx(theirs["upper_threshold"].iloc[0], rel=1e-9), method


def _estimated(slipway: Any, problem: str, reference: pd.DataFrame, analysis: pd.DataFrame, columns: dict[str, str]) -> Any:
    send = lambda frame: {ours: _sent(frame[theirs]) for ours, theirs in columns.items()}  # noqa: E731
    body = {"problem": problem, "reference": send(reference), "analysis": send(analysis), "chunkSize": CHUNK}
    return slipway.ask("POST", "estimate", body, api=API)["metrics"]


@pytest.mark.filterwarnings("ignore")
def test_performance_without_labels_is_estimated_as_nannyml_estimates_it(slipway: Any) -> None:
    """CBPE of a binary model: estimates, thresholds, sampling errors and alerts."""
    reference, analysis = _loans()
    metrics = ["roc_auc", "f1", "precision", "recall", "specificity", "accuracy"]
    estimator = nannyml.CBPE(
        problem_type="classification_binary",
        y_pred_proba="y_pred_proba",
        y_pred="y_pred",
        y_true="repaid",
        metrics=metrics,
        chunk_size=CHUNK,
    ).fit(reference)
    frame = estimator.estimate(analysis).filter(period="analysis").to_df()
    columns = {"y_pred": "y_pred", "y_true": "repaid", "y_pred_proba": "y_pred_proba"}
    ours = _estimated(slipway, "binary", reference, analysis, columns)
    for metric in metrics:
        theirs = frame[metric]
        assert ours[metric]["estimated"] == pytest.approx(list(theirs["value"]), rel=1e-6), metric
        assert ours[metric]["lowerThreshold"] == pytest.approx(theirs["lower_threshold"].iloc[0], rel=1e-9), metric
        # NannyML's error of the AUC depends on the order in which NumPy leaves equal scores, which differs from machine to machine.
        precision = 5e-3 if metric == "roc_auc" else 1e-6
        assert ours[metric]["samplingError"] == pytest.approx(list(theirs["sampling_error"]), rel=precision), metric
        assert ours[metric]["alerts"] == list(theirs["alert"]), metric


def test_infinity_is_cleaned_on_each_side_whatever_a_tool_does(slipway: Any) -> None:
    """Evidently hands an Infinity without a NaN on to SciPy; ours says how many it left out, and goes on without them."""
    reference, current = (list(side) for side in NUMBERS["small"])
    dirty = [*_sent(current), "Infinity", None]
    body = {"kind": "numeric", "reference": _sent(reference), "current": dirty, "methods": [{"method": "ks", "preset": "exact"}]}
    answer = slipway.ask("POST", "compare", body, api=API)
    assert answer["current"] == {"rows": len(dirty), "missing": 1, "nonFinite": 1}
    clean = stats.ks_2samp(reference, current, method="exact")
    assert math.isclose(answer["results"][0]["statistic"], clean.statistic, rel_tol=1e-12)
