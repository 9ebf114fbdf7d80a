import { beforeAll, describe, expect, it } from "vitest";
import { createExperiment } from "@/lib/experiments/commands";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { logSampleRun } from "@/lib/testing/sample-runs";

setUpDatabase();
const door = setUpProgramDoor();
const POINTS = 51_000;

let token: string;
let runId: string;

beforeAll(async () => {
  const actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  const experimentId = Number(await createExperiment(actor, { name: "long", tags: [] }));
  runId = await logSampleRun(actor, experimentId, {});
  for (let from = 0; from < POINTS; from += 1_000)
    await logBatch(actor, {
      runUuid: runId,
      metrics: Array.from({ length: 1_000 }, (_, index) => {
        const step = from + index;
        return { key: "loss", step, timestamp: step, value: step === 30_000 ? Number.NaN : step };
      }),
      params: [],
      tags: [],
    });
});

interface History {
  metrics: { key: string; value: number | string; timestamp: number; step: number }[];
  next_page_token?: string;
}

async function read(more = ""): Promise<{ headers: Headers; body: History }> {
  const response = await fetch(
    `${door.url}/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=loss${more}`,
    { headers: { Authorization: `Bearer ${token}` } },
  );
  expect(response.status).toBe(200);
  // The protocol says what the answer holds.
  return { headers: response.headers, body: (await response.json()) as History };
}

describe("a long history over the wire", () => {
  it("is streamed whole where no page size is named, without a token", async () => {
    const { headers, body } = await read();
    expect(headers.get("content-length")).toBeNull();
    expect(headers.get("content-type")).toMatch(/^application\/json/);
    expect(body.metrics.map(({ step }) => step)).toEqual(
      Array.from({ length: POINTS }, (_, step) => step),
    );
    expect(body.metrics[30_000]).toMatchObject({ key: "loss", value: "NaN", timestamp: 30_000 });
    expect(body.next_page_token).toBeUndefined();
  });

  it("is one message in pages, and a page may be larger than what is read at a time", async () => {
    const first = await read("&max_results=10");
    expect(first.headers.get("content-length")).not.toBeNull();
    expect(first.body.metrics).toHaveLength(10);
    const second = await read(
      `&max_results=40000&page_token=${encodeURIComponent(first.body.next_page_token ?? "")}`,
    );
    expect(second.body.metrics).toHaveLength(40_000);
    const last = await read(
      `&max_results=40000&page_token=${encodeURIComponent(second.body.next_page_token ?? "")}`,
    );
    expect(last.body.metrics[0]?.step).toBe(40_010);
    expect(last.body.metrics).toHaveLength(POINTS - 40_010);
    expect(last.body.next_page_token).toBeUndefined();
  });
});
