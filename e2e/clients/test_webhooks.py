"""Webhooks through MLflow's client, received on loopback and verified with MLflow's own signature."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("mlflow.webhooks", reason="this client has no webhooks yet")

from mlflow import MlflowClient
from mlflow.entities.webhook import WebhookEvent, WebhookStatus
from mlflow.exceptions import MlflowException
from mlflow.webhooks.constants import WEBHOOK_DELIVERY_ID_HEADER, WEBHOOK_SIGNATURE_HEADER, WEBHOOK_TIMESTAMP_HEADER
from mlflow.webhooks.delivery import _generate_hmac_signature

SECRET = "a secret of the clients' tests"


class Receiver:
    """Somebody else's system: keeps what it is sent, and answers with the statuses that wait, then with 200."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.received.append(({key.lower(): value for key, value in self.headers.items()}, body))
                self.send_response(outer.statuses.pop(0) if outer.statuses else 200)
                self.end_headers()
                self.wfile.write(b"received")

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count: int) -> list[dict[str, Any]]:
        """What was sent once `count` requests have come."""
        deadline = time.monotonic() + 30
        while len(self.received) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(self.received) == count
        return [json.loads(body) for _, body in self.received]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of this test."""
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()


@pytest.fixture
def client() -> Iterator[MlflowClient]:
    """The client; what it leaves behind is deleted."""
    client = MlflowClient()
    yield client
    for webhook in client.list_webhooks():
        client.delete_webhook(webhook.webhook_id)


def named(prefix: str) -> str:
    """A name of this test alone."""
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def test_webhooks_are_made_read_changed_listed_and_deleted(client: MlflowClient, receiver: Receiver) -> None:
    made = client.create_webhook("ci", receiver.url, ["model_version.created", "prompt.created"], "builds", SECRET)
    assert made.status == WebhookStatus.ACTIVE
    assert made.description == "builds"
    assert made.secret is None
    assert {str(event) for event in made.events} == {"model_version.created", "prompt.created"}
    assert client.get_webhook(made.webhook_id).name == "ci"
    changed = client.update_webhook(made.webhook_id, name="cd", status="DISABLED", events=["registered_model.created"])
    assert (changed.name, changed.status, changed.description) == ("cd", WebhookStatus.DISABLED, "builds")
    assert [str(event) for event in changed.events] == ["registered_model.created"]
    others = [client.create_webhook(f"w{n}", receiver.url, ["model_version.created"]) for n in range(2)]
    first = client.list_webhooks(max_results=2)
    second = client.list_webhooks(max_results=2, page_token=first.token)
    assert [one.webhook_id for one in [*first, *second]] == [others[1].webhook_id, others[0].webhook_id, made.webhook_id]
    assert not second.token
    client.delete_webhook(made.webhook_id)
    with pytest.raises(MlflowException, match=f"Webhook with ID {made.webhook_id} not found") as refused:
        client.get_webhook(made.webhook_id)
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_refusals_say_what_is_wrong(client: MlflowClient, slipway: Any) -> None:
    for name, url, message in [
        ("-bad-", "https://example.org", "Webhook name '-bad-' is invalid"),
        ("ok", "http://example.org", "Invalid webhook URL scheme"),
        ("ok", "https://10.1.2.3/", "not an address of the public Internet"),
        ("ok", "https://[::1]/", "not an address of the public Internet"),
    ]:
        with pytest.raises(MlflowException, match=message.replace("(", r"\(")) as refused:
            client.create_webhook(name, url, ["model_version.created"])
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    with pytest.raises(Exception) as http:
        slipway.post("webhooks", {"name": "x", "url": "https://example.org", "events": [{"entity": "MODEL_VERSION_TAG", "action": "CREATED"}]})
    answer = json.load(http.value)
    assert answer["message"] == "Invalid action 'created' for entity 'model_version_tag'. Valid actions are: ['deleted', 'set']"


def test_a_test_is_sent_and_answered(client: MlflowClient, receiver: Receiver) -> None:
    webhook = client.create_webhook("ci", receiver.url, ["model_version.created"], secret=SECRET)
    result = client.test_webhook(webhook.webhook_id)
    assert (result.success, result.response_status, result.response_body) == (True, 200, "received")
    receiver.statuses = [500]
    result = client.test_webhook(webhook.webhook_id, "model_version_alias.created")
    assert (result.success, result.response_status) == (False, 500)
    assert [sent["entity"] for sent in receiver.wait(2)] == ["model_version", "model_version_alias"]
    receiver.server.shutdown()
    receiver.server.server_close()
    result = client.test_webhook(webhook.webhook_id)
    assert not result.success
    assert "Failed to test webhook" in result.error_message


def test_events_are_signed_as_mlflow_signs_and_tried_again(client: MlflowClient, receiver: Receiver) -> None:
    receiver.statuses = [503]
    client.create_webhook("ci", receiver.url, ["registered_model.created"], secret=SECRET)
    name = named("hooked")
    client.create_registered_model(name, tags={"team": "red"}, description="hello")
    sent = receiver.wait(2)
    assert sent[0] == sent[1]
    assert (sent[0]["entity"], sent[0]["action"]) == ("registered_model", "created")
    assert sent[0]["data"] == {"name": name, "tags": {"team": "red"}, "description": "hello"}
    for headers, body in receiver.received:
        signature = _generate_hmac_signature(
            SECRET, headers[WEBHOOK_DELIVERY_ID_HEADER.lower()], headers[WEBHOOK_TIMESTAMP_HEADER.lower()], body.decode()
        )
        assert headers[WEBHOOK_SIGNATURE_HEADER.lower()] == signature
    assert len({headers[WEBHOOK_DELIVERY_ID_HEADER.lower()] for headers, _ in receiver.received}) == 1


def test_every_event_of_the_registry_has_mlflows_data(client: MlflowClient, receiver: Receiver) -> None:
    name = named("model")
    prompt = named("prompt")
    client.create_webhook("all", receiver.url, [WebhookEvent(entity, action) for entity, action in [
        ("model_version", "created"), ("model_version_tag", "set"), ("model_version_tag", "deleted"),
        ("model_version_alias", "created"), ("model_version_alias", "deleted"), ("prompt", "created"),
        ("prompt_version", "created"), ("prompt_alias", "created"),
    ]])
    client.create_registered_model(name)
    client.create_model_version(name, "s3://elsewhere/model", tags={"a": "1"}, description="first")
    client.set_model_version_tag(name, "1", "b", "2")
    client.delete_model_version_tag(name, "1", "b")
    client.set_registered_model_alias(name, "tried", "1")
    client.delete_registered_model_alias(name, "tried")
    client.register_prompt(prompt, "Hello {{name}}", commit_message="hi", tags={"c": "3"})
    client.set_prompt_alias(prompt, "tried", 1)
    sent = {f"{one['entity']}.{one['action']}": one["data"] for one in receiver.wait(8)}
    assert sent["model_version.created"] == {
        "name": name, "version": "1", "source": "s3://elsewhere/model", "run_id": None, "tags": {"a": "1"}, "description": "first",
    }
    assert sent["model_version_tag.set"] == {"name": name, "version": "1", "key": "b", "value": "2"}
    assert sent["model_version_tag.deleted"] == {"name": name, "version": "1", "key": "b"}
    assert sent["model_version_alias.created"] == {"name": name, "alias": "tried", "version": "1"}
    assert sent["model_version_alias.deleted"] == {"name": name, "alias": "tried"}
    assert sent["prompt.created"]["name"] == prompt
    assert (sent["prompt_version.created"]["version"], sent["prompt_version.created"]["template"]) == ("1", "Hello {{name}}")
    assert sent["prompt_alias.created"] == {"name": prompt, "alias": "tried", "version": "1"}
