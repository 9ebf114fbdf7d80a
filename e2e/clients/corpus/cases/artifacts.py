"""Artifacts: proxied files, listings, ranges, paths that lead out, uploads of the UI, files of runs and logged models."""

from ..scenario import Scenario

FILES = "/api/2.0/mlflow-artifacts/artifacts"
AJAX = "/ajax-api/2.0/mlflow"


def scenarios() -> list[Scenario]:
    """The scenarios of this file."""
    return [_files(), _listings(), _names(), _deletes(), _downloads(), _escapes(), _small_uploads(), _parts(), _runs(), _logged_models()]


def _run(name: str) -> tuple[Scenario, str]:
    """A scenario with a run, and the address of its files."""
    s = Scenario(f"artifacts {name}")
    s.experiment()
    s.run()
    return s, f"{FILES}/$e/$r/artifacts"


def _files() -> Scenario:
    s, root = _run("files")
    s.put("a file", f"{root}/a.txt", "alpha")
    s.get("what was written", f"{root}/a.txt")
    s.put("over it", f"{root}/a.txt", "beta")
    s.get("what replaced it", f"{root}/a.txt")
    s.get("by the other prefix", f"{root}/a.txt".replace("/api/", "/ajax-api/"))
    s.put("by the other prefix, written", f"{root}/ajax.txt".replace("/api/", "/ajax-api/"), "gamma")
    s.put("an empty file", f"{root}/empty", "")
    s.get("an empty file, read", f"{root}/empty")
    s.put("a claimed type counts for nothing", f"{root}/b.bin", "<p>x", content_type="text/html")
    s.get("its type is by its name", f"{root}/b.bin")
    s.get("missing", f"{root}/missing.txt", compare="error")
    s.get("missing directory", f"{root}/none/missing.txt", compare="error")
    s.put("in a directory", f"{root}/d/e/f.json", "{}")
    s.get("a directory", f"{root}/d", compare="status")
    s.get("below a file", f"{root}/a.txt/b", compare="status")
    s.put("no name", f"{root}/", "x", compare="status")
    s.put("where a directory is", f"{root}/d", "x", compare="status")
    s.put("below a file, written", f"{root}/a.txt/b", "x", compare="status")
    s.get("the file is as it was", f"{root}/a.txt")
    return s


def _listings() -> Scenario:
    s, root = _run("listings")
    folder = "$e/$r/artifacts"
    for path in ["b.txt", "a/1.txt", "a/b/2.txt", "a.txt", "C.txt", "ö.txt"]:
        s.put(f"file {path}", f"{root}/{path.replace('ö', '%C3%B6')}", "12345")
    for title, path in {"root": folder, "directory": f"{folder}/a", "trailing slash": f"{folder}/a/", "file": f"{folder}/a.txt", "missing": f"{folder}/none", "below a file": f"{folder}/a.txt/x"}.items():
        s.get(title, f"{FILES}?path={path}", unordered=("files",))
    s.get("by the other prefix", f"/ajax-api/2.0/mlflow-artifacts/artifacts?path={folder}/a", unordered=("files",))
    s.get("of a run", "artifacts/list?run_id=$r", unordered=("files",))
    s.get("of a run by run_uuid", "artifacts/list?run_uuid=$r", compare="status")
    s.get("of a run, below", "artifacts/list?run_id=$r&path=a", unordered=("files",))
    s.get("of a run, deeper", "artifacts/list?run_id=$r&path=a/b", unordered=("files",))
    s.get("of a run, a file", "artifacts/list?run_id=$r&path=a.txt")
    s.get("of a run, missing", "artifacts/list?run_id=$r&path=none")
    s.get("of no run", "artifacts/list?run_id=0123456789abcdef0123456789abcdef", compare="error")
    s.get("of nothing", "artifacts/list", compare="error")
    return s


def _names() -> Scenario:
    s, root = _run("names")
    for name in ["with%20space", "plus+and%26", "%C3%A9%E5%AE%9F", "a%3Fb", "a=b;c", "..hidden..", "...", "(1)", "~", "a%2525"]:
        s.put(f"write {name}", f"{root}/{name}", name, compare="status")
        s.get(f"read {name}", f"{root}/{name}", compare="status")
    s.put("write 255", f"{root}/{'n' * 255}", "x", compare="status")
    s.put("write 256", f"{root}/{'n' * 256}", "x", compare="status")
    s.get("all of them", f"{FILES}?path=$e/$r/artifacts", unordered=("files",), compare="status")
    return s


def _deletes() -> Scenario:
    s, root = _run("deletes")
    for path in ["a.txt", "d/1", "d/e/2", "dd/3"]:
        s.put(f"file {path}", f"{root}/{path}", "x")
    s.delete("a file", f"{root}/a.txt", compare="status")
    s.delete("again", f"{root}/a.txt", compare="status")
    s.delete("a directory", f"{root}/d", compare="status")
    s.get("what is left", f"{FILES}?path=$e/$r/artifacts", unordered=("files",))
    return s


def _downloads() -> Scenario:
    s, root = _run("downloads")
    s.put("digits", f"{root}/digits.txt", "0123456789")
    for value in ["bytes=2-4", "bytes=7-", "bytes=-2", "bytes=8-100", "bytes=20-"]:
        s.get(f"range {value}", f"{root}/digits.txt", headers={"Range": value}, compare="status" if value == "bytes=20-" else "exact")
    s.get("of a run", "/get-artifact?run_id=$r&path=digits.txt")
    s.get("of a run by run_uuid", "/get-artifact?run_uuid=$r&path=digits.txt")
    s.get("of a run, missing", "/get-artifact?run_id=$r&path=none", compare="status")
    s.get("of no run", "/get-artifact?run_id=0123456789abcdef0123456789abcdef&path=a", compare="status")
    s.get("of a run without path", "/get-artifact?run_id=$r", compare="status")
    return s


ESCAPES = [
    "../canary",
    "a/../../canary",
    "%2e%2e/canary",
    "%2E%2E%2Fcanary",
    "..%2fcanary",
    "%252E%252E%252Fcanary",
    "%25252e%25252e%25252fcanary",
    "a%23b/../canary",
    "a%23b",
]


def _escapes() -> Scenario:
    s, root = _run("escapes")
    s.put("a file", f"{root}/a.txt", "x")
    for path in ESCAPES:
        s.get(f"read {path}", f"{FILES}/{path}", compare="status")
        s.put(f"write {path}", f"{FILES}/{path}", "x", compare="status")
        s.delete(f"delete {path}", f"{FILES}/{path}", compare="status")
        s.get(f"list {path}", f"{FILES}?path={path}", compare="status")
        s.get(f"list of a run {path}", f"artifacts/list?run_id=$r&path={path}", compare="status")
        s.get(f"read of a run {path}", f"/get-artifact?run_id=$r&path={path}", compare="status")
        s.send(f"upload {path}", "POST", f"{AJAX}/upload-artifact?run_uuid=$r&path={path}", raw="x", compare="status")
    return s


def _small_uploads() -> Scenario:
    s, root = _run("small uploads")

    def upload(title: str, query: str, body: str = "alpha", **options: object) -> None:
        s.send(title, "POST", f"{AJAX}/upload-artifact?{query}", raw=body, content_type="application/octet-stream", **options)

    upload("a file", "run_uuid=$r&path=a/b.txt", compare="status")
    s.get("what was written", f"{root}/a/b.txt")
    upload("no run", "path=a.txt")
    upload("no path", "run_uuid=$r")
    upload("no data", "run_uuid=$r&path=none.txt", body="")
    upload("unknown run", "run_uuid=0123456789abcdef0123456789abcdef&path=a.txt", compare="error")
    upload("too large", "run_uuid=$r&path=large.bin", body="x" * (10 * 2**20 + 1))
    s.get("nothing more came of it", f"{FILES}?path=$e/$r/artifacts", unordered=("files",))
    return s


def _parts() -> Scenario:
    s, _ = _run("parts")
    folder = "/api/2.0/mlflow-artifacts"
    s.post("create", f"{folder}/mpu/create/$e/$r/artifacts", {"path": "big.bin", "num_parts": 2}, compare="status")
    s.post("create without path", f"{folder}/mpu/create/$e/$r/artifacts", {"num_parts": 2}, compare="error")
    s.post("create out of the store", f"{folder}/mpu/create/../x", {"path": "big.bin"}, compare="status")
    s.post("complete without parts", f"{folder}/mpu/complete/$e/$r/artifacts", {"path": "big.bin", "upload_id": "x"}, compare="error")
    s.get("presigned", f"{folder}/presigned/$e/$r/artifacts/a.txt", compare="status")
    return s


def _runs() -> Scenario:
    s, root = _run("of deleted runs")
    s.put("a file", f"{root}/a.txt", "x")
    s.post("delete the run", "runs/delete", {"run_id": "$r"})
    s.get("its list", "artifacts/list?run_id=$r")
    s.get("its file", f"{root}/a.txt")
    return s


def _logged_models() -> Scenario:
    s = Scenario("artifacts of logged models")
    s.experiment()
    s.post("make model", "logged-models", {"experiment_id": "$e", "name": "m"}, save={"m": "model.info.model_id"}, compare="status")
    root = f"{FILES}/$e/models/$m/artifacts"
    s.put("MLmodel", f"{root}/MLmodel", "flavors: {}")
    s.put("data", f"{root}/data/model.pkl", "123")
    s.get("its directory", "logged-models/$m/artifacts/directories", unordered=("files",))
    s.get("its directory, below", "logged-models/$m/artifacts/directories?artifact_directory_path=data", unordered=("files",))
    s.get("its file", f"{AJAX}/logged-models/$m/artifacts/files?artifact_file_path=MLmodel")
    s.get("its file, missing", f"{AJAX}/logged-models/$m/artifacts/files?artifact_file_path=none", compare="status")
    s.get("its file, no path", f"{AJAX}/logged-models/$m/artifacts/files", compare="status")
    s.get("its file, out of it", f"{AJAX}/logged-models/$m/artifacts/files?artifact_file_path=../x", compare="status")
    s.get("of no model", "logged-models/m-0123456789abcdef0123456789abcdef/artifacts/directories", compare="error")
    s.model("artifacts served")
    s.version("artifacts served", "models:/$m", model_id="$m")
    s.get("of a version", "/model-versions/get-artifact?name=artifacts%20served&version=1&path=MLmodel")
    s.get("of a version, out of it", "/model-versions/get-artifact?name=artifacts%20served&version=1&path=../x", compare="status")
    s.get("of no version", "/model-versions/get-artifact?name=artifacts%20served&version=9&path=MLmodel", compare="status")
    return s
