import { expect, it } from "vitest";
import {
  exampleOpenLineage,
  OpenLineageNames,
  openLineageBody,
} from "@/lib/events/rules/open-lineage";
import { contentKeyOf } from "@/lib/lineage/rules/external-datasets";
import { toldEventOf } from "./events";

const PRODUCER = "https://slipway.example:8443";
const AT = "2026-01-02T03:04:05.678Z";
const HASH = "a".repeat(64);

it("one Slipway understands what another tells, the content of its data included", () => {
  const names = new OpenLineageNames(PRODUCER, "team");
  const version = { version: { datasetVersion: `sha256:${HASH}` } };
  const told = toldEventOf(
    JSON.parse(
      openLineageBody(AT, PRODUCER, {
        runId: "01890000-0000-7000-8000-000000000000",
        eventType: "FAIL",
        job: names.job("training"),
        inputs: [names.dataset("sales", "s3://bucket/a/d.csv", version)],
        outputs: [names.model("churn", "3")],
      }),
    ),
  );
  expect(told).toMatchObject({
    at: Date.parse(AT),
    type: "FAIL",
    job: { namespace: "slipway://slipway.example:8443", name: "team/training" },
    inputs: [{ namespace: "s3://bucket", name: "a/d.csv" }],
    outputs: [{ namespace: "mlmodel://slipway.example:8443", name: "team/churn" }],
  });
  const facets = { version: { datasetVersion: `sha256:${HASH}` } };
  expect(contentKeyOf("s3://bucket", "a/d.csv", facets)).toBe(`sha256:${HASH}`);
});

it("names datasets by where they lie, else by their name here", () => {
  const names = new OpenLineageNames(PRODUCER, "team");
  const where = (place: string) => {
    const { namespace, name } = names.dataset("sales", place, {});
    return [namespace, name];
  };
  expect(where("gs://bucket/k")).toEqual(["gs://bucket", "k"]);
  expect(where("/data/d.csv")).toEqual(["file", "/data/d.csv"]);
  for (const place of ["", "catalog.schema.table", '{"bucket": 1}'])
    expect(where(place)).toEqual(["slipway://slipway.example:8443", "team/datasets/sales"]);
});

it("an example is an event too", () => {
  const event = { event: "run.finished", at: AT, workspace: "team", data: {} };
  expect(toldEventOf(JSON.parse(exampleOpenLineage(event, PRODUCER)))).toMatchObject({
    type: "COMPLETE",
    inputs: [],
  });
});
