"""Workspaces: made, described and deleted by programs.

MLflow's server labels its empty answers as HTML, and no client reads the label: of those only the status is compared.
"""

from ..scenario import Scenario

API = "/api/3.0/mlflow/workspaces"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_life(), _names(), _updates(), _deletion()]


def _life() -> Scenario:
    s = Scenario("workspaces life")
    s.post("create", API, {"name": "corpus-life", "description": "What is tried here"})
    s.post("create again", API, {"name": "corpus-life"}, compare="error")
    s.get("get", f"{API}/corpus-life")
    s.get("get below ajax-api", "/ajax-api/3.0/mlflow/workspaces/corpus-life")
    s.get("get below version 2", "/api/2.0/mlflow/workspaces/corpus-life", compare="status")
    s.get("of another header", f"{API}/corpus-life", headers={"X-MLFLOW-WORKSPACE": "default"})
    s.patch("describe", f"{API}/corpus-life", {"description": "What was tried here"})
    s.get("get described", f"{API}/corpus-life")
    s.delete("delete", f"{API}/corpus-life", compare="status")
    s.get("get deleted", f"{API}/corpus-life", compare="error")
    s.delete("delete again", f"{API}/corpus-life", compare="error")
    s.post("create in its place", API, {"name": "corpus-life"})
    s.get("get without a description", f"{API}/corpus-life")
    s.delete("delete what is in its place", f"{API}/corpus-life?mode=RESTRICT", compare="status")
    return s


def _names() -> Scenario:
    s = Scenario("workspaces names")
    for title, name in [
        ("default", "default"),
        ("capitals", "Corpus"),
        ("underscore", "corpus_names"),
        ("dash at the end", "corpus-"),
        ("dash at the beginning", "-corpus"),
        ("space", "corpus names"),
        ("path", "corpus/names"),
        ("dots", ".."),
        ("64 characters", "c" * 64),
        ("empty", ""),
        ("reserved", "api"),
        ("also reserved", "workspaces"),
        ("number", 12),
        ("null", None),
    ]:
        s.post(f"create {title}", API, {"name": name}, compare="error")
    s.post("create without", API, {}, compare="error")
    s.post("create 63 characters", API, {"name": "c" * 63})
    s.delete("delete 63 characters", f"{API}/{'c' * 63}", compare="status")
    s.post("description is a number", API, {"name": "corpus-names", "description": 1}, compare="error")
    s.get("get what was never made", f"{API}/corpus-names", compare="error")
    s.get("get of capitals", f"{API}/Corpus", compare="error")
    return s


def _updates() -> Scenario:
    s = Scenario("workspaces updates")
    s.post("create", API, {"name": "corpus-updates", "description": "before"})
    s.patch("nothing", f"{API}/corpus-updates", {}, compare="error")
    s.patch("unknown field", f"{API}/corpus-updates", {"colour": "red"}, compare="error")
    s.patch("description is a number", f"{API}/corpus-updates", {"description": 1}, compare="error")
    s.patch("no description", f"{API}/corpus-updates", {"description": ""})
    s.patch("relative root", f"{API}/corpus-updates", {"default_artifact_root": "some/where"}, compare="error")
    s.patch("root elsewhere", f"{API}/corpus-updates", {"default_artifact_root": "s3://bucket/somewhere"})
    s.patch("root cleared", f"{API}/corpus-updates", {"default_artifact_root": "", "description": "after"})
    s.patch("archive", f"{API}/corpus-updates", {"trace_archival_config": {"retention": "30d"}})
    s.patch("archive is a word", f"{API}/corpus-updates", {"trace_archival_config": "30d"}, compare="error")
    s.get("get updated", f"{API}/corpus-updates", compare="status")
    s.patch("of none", f"{API}/corpus-none", {"description": "x"}, compare="error")
    s.delete("delete", f"{API}/corpus-updates", compare="status")
    s.post("create with a root", API, {"name": "corpus-root", "default_artifact_root": "s3://bucket/somewhere"})
    s.delete("delete with a root", f"{API}/corpus-root", compare="status")
    return s


def _deletion() -> Scenario:
    s = Scenario("workspaces deletion")
    inside = {"X-MLFLOW-WORKSPACE": "corpus-full"}
    s.post("create", API, {"name": "corpus-full"})
    s.post("fill", "registered-models/create", {"name": "inside"}, headers=inside)
    s.delete("of one that holds something", f"{API}/corpus-full", compare="error")
    s.delete("unknown mode", f"{API}/corpus-full?mode=PERHAPS", compare="error")
    s.get("still there", f"{API}/corpus-full")
    s.get("with what it holds", "registered-models/get?name=inside", headers=inside, compare="status")
    s.delete("of the default one", f"{API}/default", compare="error")
    s.delete("empty it", "registered-models/delete", {"name": "inside"}, headers=inside)
    s.delete("of an emptied one", f"{API}/corpus-full", compare="status")
    s.get("with a header of what is gone", "registered-models/get?name=inside", headers=inside, compare="error")
    s.post("create for the lost", API, {"name": "corpus-lost"})
    s.delete("with all it holds", f"{API}/corpus-lost?mode=CASCADE", compare="status")
    s.post("create for the moved", API, {"name": "corpus-moved"})
    s.delete("moving what it holds", f"{API}/corpus-moved?mode=SET_DEFAULT", compare="status")
    return s
