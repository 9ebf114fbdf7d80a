"""OpenLineage's own client: its events come in, those that Slipway sends are what its classes take, and both are sent again when they must."""

from __future__ import annotations

import importlib
import json
import threading
import time
import urllib.error
import uuid
from collections.abc import Iterator
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("openlineage.client", reason="this environment has no OpenLineage client")

import requests
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import Dataset, DatasetEvent, InputDataset, Job, JobEvent, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import (
    column_lineage_dataset,
    dataset_version_dataset,
    ownership_dataset,
    parent_run,
    schema_dataset,
    tags_dataset,
)
from openlineage.client.transport.http import ApiKeyTokenProvider, HttpCompression, HttpConfig, HttpTransport

LINEAGE = "workspaces/default/lineage"
V1 = "/api/slipway/v1/"


def now() -> str:
    """The time as clients write it."""
    return datetime.now(timezone.utc).isoformat()


def client_of(url: str, token: str, **more: Any) -> OpenLineageClient:
    """A client as Airflow configures it: an address and an API key."""
    config = HttpConfig(url=url, auth=ApiKeyTokenProvider({"api_key": token}), timeout=20, **more)
    return OpenLineageClient(transport=HttpTransport(config))


@pytest.fixture
def client(slipway: Any) -> OpenLineageClient:
    """The client under test."""
    return client_of(slipway.url, slipway.token)


def run_event(name: str, state: RunState = RunState.COMPLETE, **more: Any) -> RunEvent:
    """A run of a job of this test."""
    run = more.pop("run", None) or Run(runId=str(uuid.uuid4()))
    return RunEvent(eventType=state, eventTime=now(), run=run, job=Job(namespace="airflow", name=name), producer="https://example.org/p", **more)


def graph(slipway: Any, node: str, depth: int = 3) -> dict[str, Any]:
    """The neighbourhood of a node."""
    return slipway.ask("GET", f"{LINEAGE}?node={node}&depth={depth}", api=V1)


def logged(slipway: Any, tags: dict[str, str]) -> str:
    """A run that read a dataset with these tags, by its id."""
    experiment = slipway.post("experiments/create", {"name": f"lineage {uuid.uuid4().hex}"})["experiment_id"]
    run_id = slipway.post("runs/create", {"experiment_id": experiment})["run"]["info"]["run_id"]
    dataset = {"name": "orders", "digest": "0a1b2c3d", "source_type": "s3", "source": '{"uri": "s3://elsewhere/orders"}'}
    entries = [{"key": key, "value": value} for key, value in tags.items()]
    slipway.post("runs/log-inputs", {"run_id": run_id, "datasets": [{"dataset": dataset, "tags": entries}]})
    return run_id


def test_a_run_of_another_system_leads_to_the_training_that_read_what_it_wrote(client: OpenLineageClient, slipway: Any, name: str) -> None:
    content = uuid.uuid4().hex * 2
    run_id = logged(slipway, {"sha256": content})
    run = Run(runId=str(uuid.uuid4()), facets={"parent": parent_run.ParentRunFacet(
        run=parent_run.Run(runId=str(uuid.uuid4())), job=parent_run.Job(namespace="airflow", name=f"{name} dag"))})
    source = InputDataset(namespace="postgres://shop:5432", name=f"shop.public.{name}", facets={
        "schema": schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields(name="id", type="int")]),
        "ownership": ownership_dataset.OwnershipDatasetFacet(owners=[ownership_dataset.Owner(name="team:shop")]),
    })
    target = OutputDataset(namespace="s3://lake", name=f"{name}.parquet", facets={
        "version": dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion="17"),
        "tags": tags_dataset.TagsDatasetFacet(tags=[tags_dataset.TagsDatasetFacetFields(key="sha256", value=content)]),
        "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(fields={"id": column_lineage_dataset.Fields(inputFields=[
            column_lineage_dataset.InputField(namespace=source.namespace, name=source.name, field="id")])}),
    })
    # The end comes first, and everything twice.
    for event in [run_event(name, RunState.COMPLETE, run=run, outputs=[target]), run_event(name, RunState.START, run=run, inputs=[source])] * 2:
        client.emit(event)
    found = graph(slipway, f"run:{run_id}", 4)
    roles = sorted(edge["role"] for edge in found["edges"])
    assert roles == ["ran", "ran", "read", "read", "started", "wrote"]
    states = {node["title"]: node["state"] for node in found["nodes"] if node["kind"] == "external-run"}
    assert states == {name: "COMPLETE", f"{name} dag": ""}


def test_jobs_and_datasets_are_told_of_too(client: OpenLineageClient, slipway: Any, name: str) -> None:
    version = dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion="sha256:" + uuid.uuid4().hex * 2)
    run_id = logged(slipway, {"sha256": version.datasetVersion})
    written = {"namespace": "s3://lake", "name": name, "facets": {"version": version}}
    client.emit(DatasetEvent(eventTime=now(), dataset=Dataset(**written), producer="https://example.org/p"))
    client.emit(JobEvent(eventTime=now(), job=Job(namespace="dbt", name=name), outputs=[OutputDataset(**written)], producer="https://example.org/p"))
    found = graph(slipway, f"run:{run_id}")
    assert "declared" in [edge["role"] for edge in found["edges"]]
    assert name in [node["title"] for node in found["nodes"] if node["kind"] == "external-job"]


def test_packed_events_are_taken(slipway: Any, name: str) -> None:
    response = client_of(slipway.url, slipway.token, compression=HttpCompression.GZIP).transport.emit(run_event(name))
    assert (response.status_code, response.content) == (201, b"")


def test_refusals_are_final_and_say_what_is_wrong(slipway: Any, name: str) -> None:
    with pytest.raises(requests.HTTPError) as refused:
        client_of(slipway.url, "not a token of anybody").emit(run_event(name))
    assert refused.value.response.status_code == 401
    for change, field in [({"eventTime": "soon"}, "eventTime"), ({"job": {"namespace": "x"}}, "job.name"), ({"inputs": [{"name": "x"}]}, "inputs.0.namespace")]:
        event = {"eventTime": now(), "producer": "p", "schemaURL": "s", "run": {"runId": str(uuid.uuid4())}, "job": {"namespace": "x", "name": "y"}, **change}
        with pytest.raises(urllib.error.HTTPError) as bad:
            slipway.ask("POST", "", event, api="/api/v1/lineage")
        assert bad.value.code == 400
        assert field in json.load(bad.value)["error"]["message"]
    with pytest.raises(requests.HTTPError) as large:
        client_of(slipway.url, slipway.token).emit(run_event(name, inputs=[InputDataset(namespace="x" * 900, name="y" * 3_000 + str(n)) for n in range(1_500)]))
    assert large.value.response.status_code == 413


class Between:
    """Stands between a client and Slipway: passes everything on, and answers the first requests 503 all the same; or only keeps what it gets."""

    def __init__(self, target: str | None, failures: int = 0) -> None:
        self.requests = 0
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "content-length", "connection")}
                outer.headers.append({key.lower(): value for key, value in headers.items()})
                outer.bodies.append(json.loads(body))
                status = requests.post(target + self.path, data=body, headers=headers, timeout=30).status_code if target else 201
                outer.requests += 1
                self.send_response(503 if outer.requests <= failures else status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_an_event_that_had_to_be_sent_again_counts_once(slipway: Any, name: str) -> None:
    between = Between(slipway.url, failures=2)
    content = uuid.uuid4().hex * 2
    run_id = logged(slipway, {"sha256": content})
    version = dataset_version_dataset.DatasetVersionDatasetFacet(datasetVersion=f"sha256:{content}")
    client_of(between.url, slipway.token).emit(run_event(name, outputs=[OutputDataset(namespace="s3://lake", name=name, facets={"version": version})]))
    between.server.shutdown()
    assert between.requests == 3
    found = graph(slipway, f"run:{run_id}")
    assert [node["title"] for node in found["nodes"] if node["kind"] == "external-run"] == [name]


def taken_by_the_clients_classes(event: dict[str, Any]) -> RunEvent:
    """The event as the client's own class; fields and values that its schema does not know are refused by it."""

    def facets(given: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
        made = {}
        for facet in given.values():
            file, shape = facet["_schemaURL"].split("/")[-3].split(".")[0], facet["_schemaURL"].split("/")[-1]
            assert file == shape and shape.endswith(f"{kind}Facet")
            module = {"JobTypeJobFacet": "job_type_job", "ParentRunFacet": "parent_run", "SchemaDatasetFacet": "schema_dataset",
                      "SourceCodeLocationJobFacet": "source_code_location_job", "DatasetVersionDatasetFacet": "dataset_version_dataset"}[shape]
            known = getattr(importlib.import_module(f"openlineage.client.generated.{module}"), shape)
            fields = {key: value for key, value in facet.items() if not key.startswith("_")}
            made[shape] = known(**fields, producer=facet["_producer"])
            assert made[shape]._get_schema() == facet["_schemaURL"]
        return made

    def dataset(shape: type, given: dict[str, Any]) -> Any:
        return shape(namespace=given["namespace"], name=given["name"], facets=facets(given["facets"], "Dataset"))

    assert event["schemaURL"] == RunEvent._get_schema()
    return RunEvent(
        eventType=RunState[event["eventType"]], eventTime=event["eventTime"], producer=event["producer"],
        run=Run(runId=event["run"]["runId"], facets=facets(event["run"]["facets"], "Run")),
        job=Job(namespace=event["job"]["namespace"], name=event["job"]["name"], facets=facets(event["job"]["facets"], "Job")),
        inputs=[dataset(InputDataset, one) for one in event["inputs"]], outputs=[dataset(OutputDataset, one) for one in event["outputs"]],
    )


@pytest.fixture
def receiver(slipway: Any) -> Iterator[Between]:
    """Somebody else's catalogue, told of everything that this test does."""
    catalogue = Between(None, failures=1)
    webhooks = "workspaces/default/webhooks"
    made = slipway.ask("POST", webhooks, {
        "name": "catalogue", "url": f"{catalogue.url}/api/v1/lineage", "format": "openlineage", "secret": "its token",
        "events": ["run.finished", "model_version.created", "model_version_alias.created"],
    }, api=V1)
    yield catalogue
    catalogue.server.shutdown()
    slipway.ask("DELETE", f"{webhooks}/{made['id']}", api=V1)


def test_what_slipway_tells_is_what_the_clients_classes_take(receiver: Between, slipway: Any, name: str) -> None:
    run_id = logged(slipway, {"sha256": uuid.uuid4().hex * 2})
    slipway.post("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": 1})
    slipway.post("registered-models/create", {"name": name})
    slipway.post("model-versions/create", {"name": name, "source": "s3://bucket/model", "run_id": run_id})
    slipway.post("registered-models/alias", {"name": name, "alias": "tried", "version": "1"})
    deadline = time.monotonic() + 60
    while len(receiver.bodies) < 4 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert {headers["authorization"] for headers in receiver.headers} == {"Bearer its token"}
    events = [taken_by_the_clients_classes(body) for body in receiver.bodies]
    # The first request was answered 503, so that one comes twice.
    assert len(events) == 4
    assert len({event.run.runId for event in events}) == 3
    training = next(event for event in events if event.run.runId == str(uuid.UUID(run_id)))
    assert training.inputs[0].facets["DatasetVersionDatasetFacet"].datasetVersion.startswith("sha256:")
