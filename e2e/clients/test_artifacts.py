"""Files of runs: written, listed, read back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import mlflow
import pytest
from conftest import Slipway
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException


def _paths(client: MlflowClient, run_id: str, path: str | None = None) -> dict[str, bool]:
    return {entry.path: entry.is_dir for entry in client.list_artifacts(run_id, path)}


def test_files_and_folders_come_back_byte_for_byte(experiment: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "deep" / "er").mkdir(parents=True)
    (source / "a.txt").write_text("alpha")
    (source / "deep" / "er" / "größe 実験 + & (1).bin").write_bytes(bytes(range(256)))
    (source / "empty").write_bytes(b"")
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(source / "a.txt"))
        mlflow.log_artifact(str(source / "a.txt"), "some/place")
        mlflow.log_artifacts(str(source), "tree")
    client = MlflowClient()
    run_id = run.info.run_id
    assert _paths(client, run_id) == {"a.txt": False, "some": True, "tree": True}
    assert _paths(client, run_id, "tree") == {"tree/a.txt": False, "tree/deep": True, "tree/empty": False}
    assert _paths(client, run_id, "tree/a.txt") == {}
    assert _paths(client, run_id, "nothing") == {}
    copy = Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="tree", dst_path=str(tmp_path / "copy")))
    assert {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()} == {
        path.relative_to(source): path.read_bytes() for path in source.rglob("*") if path.is_file()
    }
    one = mlflow.artifacts.download_artifacts(artifact_uri=f"runs:/{run_id}/some/place/a.txt", dst_path=str(tmp_path / "one"))
    assert Path(one).read_text() == "alpha"


def test_a_large_file_is_streamed_both_ways(experiment: str, tmp_path: Path) -> None:
    block = hashlib.sha512(b"block").digest() * 2**14
    big = tmp_path / "big.bin"
    with big.open("wb") as file:
        for index in range(64):
            file.write(index.to_bytes(4, "big") + block)
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(big))
    copy = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="big.bin", dst_path=str(tmp_path / "copy")))
    assert hashlib.sha256(copy.read_bytes()).digest() == hashlib.sha256(big.read_bytes()).digest()
    assert MlflowClient().list_artifacts(run.info.run_id)[0].file_size == big.stat().st_size


def test_text_and_dictionaries(experiment: str) -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("# Größe\n", "notes/readme.md")
        mlflow.log_dict({"a": [1, None, "ü"]}, "config.json")
        mlflow.log_dict({"a": {"b": 1}}, "config.yaml")
    uri = run.info.artifact_uri
    assert mlflow.artifacts.load_text(f"{uri}/notes/readme.md") == "# Größe\n"
    assert mlflow.artifacts.load_dict(f"{uri}/config.json") == {"a": [1, None, "ü"]}
    assert "b: 1" in mlflow.artifacts.load_text(f"{uri}/config.yaml")


def test_an_artifact_is_replaced_and_what_is_missing_is_said(experiment: str, tmp_path: Path) -> None:
    with mlflow.start_run() as run:
        mlflow.log_text("one", "a.txt")
        mlflow.log_text("two", "a.txt")
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/a.txt") == "two"
    with pytest.raises((MlflowException, OSError)):
        mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="missing.txt", dst_path=str(tmp_path))


def test_figures(experiment: str, tmp_path: Path) -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure, axes = pyplot.subplots()
    axes.plot([1, 2, 3], [3, 1, 2])
    with mlflow.start_run() as run:
        mlflow.log_figure(figure, "plots/line.png")
        mlflow.log_figure(figure, "plots/line.svg")
    pyplot.close(figure)
    folder = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="plots", dst_path=str(tmp_path)))
    assert (folder / "line.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (folder / "line.svg").read_text()


def test_images_one_and_by_step(slipway: Slipway, experiment: str) -> None:
    image_module = pytest.importorskip("PIL.Image")
    numpy = pytest.importorskip("numpy")
    image = image_module.new("RGB", (12, 8), (200, 10, 10))
    with mlflow.start_run() as run:
        mlflow.log_image(image, "one.png")
        for step in range(2):
            mlflow.log_image(numpy.full((8, 12, 3), step * 100, dtype=numpy.uint8), key="sample", step=step)
    mlflow.flush_artifact_async_logging()
    loaded = mlflow.artifacts.load_image(f"{run.info.artifact_uri}/one.png")
    assert (loaded.size, loaded.convert("RGB").getpixel((0, 0))) == ((12, 8), (200, 10, 10))
    images = [entry.path for entry in MlflowClient().list_artifacts(run.info.run_id, "images")]
    # Of each step the image and a thumbnail.
    assert len(images) == 4
    assert "mlflow.loggedImages" in slipway.run(run.info.run_id)["tags"]


def test_tables_grow(slipway: Slipway, experiment: str) -> None:
    pandas = pytest.importorskip("pandas")
    with mlflow.start_run() as run:
        mlflow.log_table({"prompt": ["a"], "score": [1]}, "eval.json")
        mlflow.log_table(pandas.DataFrame({"prompt": ["b"], "score": [2]}), "eval.json")
    table = mlflow.load_table("eval.json", run_ids=[run.info.run_id])
    assert list(table["prompt"]) == ["a", "b"]
    assert list(table["score"]) == [1, 2]
    assert "eval.json" in slipway.run(run.info.run_id)["tags"]["mlflow.loggedArtifacts"]


def test_a_dataset_is_an_input_of_its_run(slipway: Slipway, experiment: str) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
    dataset = mlflow.data.from_pandas(frame, source="https://example.org/data.csv", name="points", targets="y")
    with mlflow.start_run() as run:
        mlflow.log_input(dataset, context="training", tags={"split": "a"})
        mlflow.log_input(dataset, context="training")
    stored = slipway.run(run.info.run_id)["inputs"]["dataset_inputs"]
    assert [(entry["dataset"]["name"], entry["dataset"]["digest"]) for entry in stored] == [("points", dataset.digest)]
    read = mlflow.get_run(run.info.run_id).inputs.dataset_inputs[0]
    assert {tag.key: tag.value for tag in read.tags}["mlflow.data.context"] == "training"
    assert len(MlflowClient().search_runs([experiment], "dataset.name = 'points' AND dataset.context = 'training'")) == 1
    assert MlflowClient().search_runs([experiment], "dataset.name = 'others'") == []


def test_a_large_file_goes_and_comes_in_parts(experiment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    megabyte = 2**20
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true")
    monkeypatch.setenv("MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD", "true")
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", str(12 * megabyte))
    monkeypatch.setenv("MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE", str(5 * megabyte))
    monkeypatch.setenv("MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE", str(4 * megabyte))
    big = tmp_path / "big.bin"
    big.write_bytes(hashlib.shake_128(b"parts").digest(17 * megabyte + 3))
    with mlflow.start_run() as run:
        mlflow.log_artifact(str(big), "large")
    copy = Path(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="large/big.bin", dst_path=str(tmp_path / "copy")))
    assert copy.read_bytes() == big.read_bytes()


def test_an_experiment_may_name_a_place_of_its_own(name: str) -> None:
    experiment_id = mlflow.create_experiment(name, artifact_location=f"places/{name}")
    with mlflow.start_run(experiment_id=experiment_id) as run:
        mlflow.log_text("here", "a.txt")
    assert run.info.artifact_uri.startswith("mlflow-artifacts:/places/")
    assert mlflow.artifacts.load_text(f"{run.info.artifact_uri}/a.txt") == "here"
    with pytest.raises(MlflowException):
        mlflow.create_experiment(f"{name} outside", artifact_location="file:///nowhere/at/all")
