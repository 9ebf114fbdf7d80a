"""What an unmodified client meets at a protected alias or stage, and after the approval."""

from __future__ import annotations

import json
import re
import urllib.request
import uuid
from typing import Any

import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException, RestException

from conftest import Slipway


def _rest(slipway: Slipway, method: str, path: str, body: dict[str, Any] | None = None, token: str | None = None) -> Any:
    request = urllib.request.Request(
        f"{slipway.url}/api/slipway/v1{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token or slipway.token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def _refused(error: MlflowException) -> int:
    """The number of the request whose address the refusal names."""
    assert error.error_code == "PERMISSION_DENIED"
    found = re.search(r"https?://\S+/default/approvals/(\d+) ", str(error))
    assert found, str(error)
    return int(found.group(1))


def test_a_protected_alias_is_refused_with_the_address_of_its_request(slipway: Slipway, name: str) -> None:
    client = MlflowClient()
    client.create_registered_model(name)
    client.create_model_version(name, "s3://bucket/model")
    with pytest.raises(RestException) as refusal:
        client.set_registered_model_alias(name, "champion", "1")
    number = _refused(refusal.value)
    with pytest.raises(RestException) as again:
        client.set_registered_model_alias(name, "champion", "1")
    assert _refused(again.value) == number
    assert client.get_registered_model(name).aliases == {}
    request = _rest(slipway, "GET", f"/approval-requests/{number}")
    assert (request["modelName"], request["openedVia"], request["status"]) == (name, "mlflow", "pending")
    assert request["eligibility"] == {"mayVote": False, "reason": "You requested this.", "isAwaited": False, "onBehalfOf": []}


def test_a_protected_stage_is_refused_and_the_others_are_not(name: str) -> None:
    client = MlflowClient()
    client.create_registered_model(name)
    client.create_model_version(name, "s3://bucket/model")
    client.transition_model_version_stage(name, "1", "Staging")
    with pytest.raises(RestException) as refusal:
        client.transition_model_version_stage(name, "1", "Production", archive_existing_versions=True)
    _refused(refusal.value)
    assert client.get_model_version(name, "1").current_stage == "Staging"


def test_an_emergency_reaches_the_alias_and_the_client_reads_it(slipway: Slipway, name: str) -> None:
    client = MlflowClient()
    client.create_registered_model(name)
    client.create_model_version(name, "s3://bucket/model")
    body = {
        "model": name,
        "version": 1,
        "target": {"kind": "alias", "value": "champion"},
        "reason": "the client tests have one person only",
        "signatureKey": str(uuid.uuid4()),
    }
    _rest(slipway, "POST", "/emergency-promotions", body)
    assert client.get_model_version_by_alias(name, "champion").version == "1"
    client.set_registered_model_alias(name, "champion", "1")
    with pytest.raises(RestException):
        client.delete_registered_model_alias(name, "champion")
    with pytest.raises(RestException):
        client.delete_model_version(name, "1")
    with pytest.raises(RestException):
        client.rename_registered_model(name, f"{name} renamed")
