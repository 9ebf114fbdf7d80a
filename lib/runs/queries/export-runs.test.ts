import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logBatch } from "../commands/log-batch";
import { createRun } from "../commands/run-lifecycle";
import { exportRuns } from "./export-runs";

setUpDatabase();

let actor: Actor;
let experimentId: number;
const uuids: string[] = [];

beforeAll(async () => {
  actor = await makeActor();
  experimentId = await createExperiment(actor, { name: "files", tags: [] });
  for (let index = 0; index < 3; index += 1) {
    const { uuid } = await createRun(actor, {
      experimentId,
      name: `run ${index}, the "${index}th"`,
      userId: "ada",
      startTime: Date.UTC(2026, 0, 1 + index),
      tags: [],
    });
    uuids.push(uuid);
    await logBatch(actor, {
      runUuid: uuid,
      metrics: [0.30000000000000004, 0.1].map((value, step) => ({
        key: "loss",
        value: value + index,
        step,
        timestamp: step,
      })),
      params: [{ key: "formula", value: "=1+1" }],
      tags: [],
    });
  }
});

async function read(more: Partial<Parameters<typeof exportRuns>[1]> = {}): Promise<string[]> {
  let text = "";
  const file = exportRuns(actor, {
    experimentIds: [experimentId],
    view: "active",
    orderBy: [],
    columns: [
      { kind: "metric", key: "loss", aggregate: "max" },
      { kind: "param", key: "formula" },
      { kind: "tag", key: "team" },
    ],
    exceptUuids: new Set(),
    ...more,
  });
  for await (const chunk of file) text += chunk;
  return text.trimEnd().split("\r\n");
}

describe("runs as a file", () => {
  it("have the columns of the table, aggregates named, values at full precision", async () => {
    const [heading, first] = await read();
    expect(heading).toBe(
      "run_id,name,status,start_time,end_time,created_by,metrics.loss (max),params.formula,tags.team",
    );
    expect(first).toBe(
      `${uuids[2]},"run 2, the ""2th""",RUNNING,2026-01-03T00:00:00.000Z,,${actor.email},2.3,'=1+1,`,
    );
  });

  it("come in the order and by the filter of the table", async () => {
    const ascending = { kind: "attribute", key: "start_time" } as const;
    const lines = await read({
      orderBy: [{ column: ascending, ascending: true }],
      filter: "metrics.loss > 0.5",
    });
    expect(lines.slice(1).map((line) => line.slice(0, 32))).toEqual([uuids[1], uuids[2]]);
  });

  it("leave out what was deselected", async () => {
    const lines = await read({ exceptUuids: new Set(uuids.slice(1)) });
    expect(lines).toHaveLength(2);
  });

  it("refuse a filter that cannot be read before the first line of runs", async () => {
    await expect(read({ filter: "metrics.loss >" })).rejects.toMatchObject({ code: "INVALID" });
  });
});
