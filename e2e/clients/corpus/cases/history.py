"""Reading metrics back: history, its pages, and the two bulk forms that pages of charts use."""

from urllib.parse import urlencode

from ..scenario import Scenario

HISTORY = "metrics/get-history"
BULK = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
INTERVAL = "metrics/get-history-bulk-interval"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_history(), _pages(), _bulk(), _interval(), _interval_sampled()]


def _logged(s: Scenario, run: str, key: str, count: int, first: int = 0) -> None:
    metrics = [{"key": key, "value": n * 0.5, "timestamp": 100 + n, "step": n} for n in range(first, first + count)]
    for begin in range(0, count, 1000):
        s.post(f"log {count} of {key} to {run} from {begin}", "runs/log-batch", {"run_id": f"${run}", "metrics": metrics[begin : begin + 1000]})


def _history() -> Scenario:
    s = Scenario("history")
    s.experiment()
    s.run("r")
    for index, (step, time, value) in enumerate([(2, 5, 1.0), (1, 5, 2.0), (1, 3, 9.0), (1, 3, 0.5), (0, 9, 7.0)]):
        s.post(f"point {index}", "runs/log-metric", {"run_id": "$r", "key": "m", "value": value, "timestamp": time, "step": step})
    s.get("order", f"{HISTORY}?run_id=$r&metric_key=m")
    s.get("by run_uuid", f"{HISTORY}?run_uuid=$r&metric_key=m")
    s.get("by both ids", f"{HISTORY}?run_id=$r&run_uuid=$r&metric_key=m")
    s.get("unknown key", f"{HISTORY}?run_id=$r&metric_key=nothing")
    s.get("unknown run", f"{HISTORY}?run_id={'0' * 32}&metric_key=m")
    s.get("no key", f"{HISTORY}?run_id=$r")
    s.get("empty key", f"{HISTORY}?run_id=$r&metric_key=")
    s.get("no run", f"{HISTORY}?metric_key=m")
    s.get("nothing", HISTORY)
    s.get("of a deleted run", f"{HISTORY}?run_id=$r&metric_key=m")
    s.post("delete the run", "runs/delete", {"run_id": "$r"})
    s.get("deleted, read", f"{HISTORY}?run_id=$r&metric_key=m")
    return s


def _pages() -> Scenario:
    s = Scenario("history pages")
    s.experiment()
    s.run("r")
    _logged(s, "r", "m", 5)
    path = f"{HISTORY}?run_id=$r&metric_key=m"
    s.get("first of two", f"{path}&max_results=3", save={"token": "next_page_token"})
    s.get("second of two", f"{path}&max_results=3&page_token=$token")
    s.get("exactly all", f"{path}&max_results=5")
    s.get("more than all", f"{path}&max_results=25000")
    s.get("empty token", f"{path}&max_results=3&page_token=")
    for value in ("0", "-1", "1.5", "many", ""):
        s.get(f"max_results {value or 'empty'}", f"{path}&max_results={value}", compare="error")
    s.get("bad token", f"{path}&max_results=3&page_token=%21%21", compare="error")
    s.get("token of something else", f"{path}&max_results=3&page_token=eyJvZmZzZXQiOiAwfQ==", compare="error")
    return s


def _bulk() -> Scenario:
    s = Scenario("history bulk")
    s.experiment()
    s.run("a")
    s.run("b")
    _logged(s, "a", "m", 4)
    _logged(s, "b", "m", 3)
    s.post("a NaN", "runs/log-metric", {"run_id": "$a", "key": "odd", "value": "NaN", "timestamp": 1})
    s.get("one run", f"{BULK}?run_id=$a&metric_key=m")
    s.get("two runs", f"{BULK}?run_id=$a&run_id=$b&metric_key=m", pick="metrics.*.value", compare="status")
    s.get("unknown run", f"{BULK}?run_id={'0' * 32}&metric_key=m")
    s.get("unknown key", f"{BULK}?run_id=$a&metric_key=nothing")
    s.get("limited", f"{BULK}?run_id=$a&metric_key=m&max_results=2")
    s.get("not a number", f"{BULK}?run_id=$a&metric_key=odd", compare="status")
    s.get("no run", f"{BULK}?metric_key=m")
    s.get("no key", f"{BULK}?run_id=$a")
    s.get("a hundred runs", f"{BULK}?{'&'.join(f'run_id={n:032}' for n in range(100))}&metric_key=m")
    s.get("a hundred and one runs", f"{BULK}?{'&'.join(f'run_id={n:032}' for n in range(101))}&metric_key=m", compare="error")
    s.get("bad max_results", f"{BULK}?run_id=$a&metric_key=m&max_results=many", compare="error")
    s.get("below api", "/api/2.0/mlflow/metrics/get-history-bulk?run_id=$a&metric_key=m", compare="status")
    return s


def _interval() -> Scenario:
    s = Scenario("history interval")
    s.experiment()
    s.run("a")
    s.run("b")
    _logged(s, "a", "m", 8)
    _logged(s, "b", "m", 3, first=5)

    def ask(title: str, run_ids: list[str], compare: str = "exact", **fields: object) -> None:
        query = "&".join([f"run_ids={run}" for run in run_ids] + ([urlencode(fields)] if fields else []))
        s.get(title, f"{INTERVAL}?{query}", compare=compare)

    ask("one run", ["$a"], metric_key="m", max_results=100)
    ask("no max_results", ["$a"], metric_key="m")
    ask("steps 2 to 4", ["$a"], metric_key="m", start_step=2, end_step=4, max_results=10)
    ask("steps beyond", ["$a"], metric_key="m", start_step=100, end_step=200, max_results=10)
    ask("one step", ["$a"], metric_key="m", start_step=3, end_step=3, max_results=10)
    ask("unknown run", ["0" * 32], metric_key="m", max_results=10)
    ask("unknown key", ["$a"], metric_key="nothing", max_results=10)
    ask("no key", ["$a"], max_results=10)
    ask("no run", [], metric_key="m", max_results=10)
    ask("only a start", ["$a"], "error", metric_key="m", start_step=2)
    ask("only an end", ["$a"], "error", metric_key="m", end_step=2)
    ask("end before start", ["$a"], "error", metric_key="m", start_step=4, end_step=2)
    ask("start is a word", ["$a"], "error", metric_key="m", start_step="x", end_step=2)
    for value in (0, -1, 2500, 2501, "many"):
        ask(f"max_results {value}", ["$b"], "error", metric_key="m", max_results=value)
    ask("a hundred and one runs", [f"{n:032}" for n in range(101)], "error", metric_key="m", max_results=10)
    s.get("below ajax-api", f"/ajax-api/2.0/mlflow/{INTERVAL}?run_ids=$b&metric_key=m&max_results=10")
    return s


def _interval_sampled() -> Scenario:
    s = Scenario("history interval sampled")
    s.experiment()
    s.run("a")
    _logged(s, "a", "m", 1000)
    for wanted in (1, 2, 10, 320):
        # Which points stand for the others is each server's own choice.
        s.get(f"{wanted} of 1000", f"{INTERVAL}?run_ids=$a&metric_key=m&max_results={wanted}", compare="status")
    return s
