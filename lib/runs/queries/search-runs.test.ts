import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { encodePageToken } from "@/lib/core/page-token";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logSampleRun, type SampleRun } from "@/lib/testing/sample-runs";
import { deleteRuns } from "../commands/run-lifecycle";
import { RUN_STATUS } from "../rules";
import { type SearchRunsInput, searchRuns } from "./search-runs";

setUpDatabase();

const LONG = "x".repeat(300);

/** By name; later ones started later. */
const SAMPLES: Record<string, SampleRun> = {
  a: {
    metrics: { loss: [9, 0.5], acc: 0.9 },
    params: { lr: "0.1", opt: "Adam", note: `${LONG}1` },
    tags: { team: "vision", "mlflow.user": "ada" },
    userId: "ada",
    status: RUN_STATUS.FINISHED,
    endTime: 9_000,
    datasets: [{ name: "diamonds", digest: "d1", context: "train" }],
  },
  b: {
    metrics: { loss: 0.7 },
    params: { lr: "0.01", opt: "adamw", note: `${LONG}2` },
    tags: { team: "100%" },
    userId: "bob",
    status: RUN_STATUS.FAILED,
    datasets: [{ name: "flights", digest: "f1", context: "test" }],
  },
  c: {
    metrics: { loss: Number.NaN, acc: Number.POSITIVE_INFINITY },
    params: { lr: "0.1", opt: "" },
    tags: { team: "a_b" },
  },
  d: { params: { opt: "C:\\dir" }, tags: { team: "axb" } },
};

let actor: Actor;
let experimentId: number;
const uuids = new Map<string, string>();

beforeAll(async () => {
  actor = await makeActor();
  experimentId = Number(await createExperiment(actor, { name: "search", tags: [] }));
  let startTime = 1_000;
  for (const [name, sample] of Object.entries(SAMPLES)) {
    uuids.set(name, await logSampleRun(actor, experimentId, { name, startTime, ...sample }));
    startTime += 1_000;
  }
});

const input = (more: Partial<SearchRunsInput>): SearchRunsInput => ({
  experimentIds: [experimentId],
  orderBy: ["start_time ASC"],
  view: "active",
  limit: 100,
  ...more,
});

async function find(more: Partial<SearchRunsInput>, as = actor): Promise<string> {
  const { items } = await searchRuns(as, input(more));
  return items.map(({ name }) => name).join("");
}

describe("a filter finds the runs", () => {
  it.each([
    ["", "abcd"],
    // Metrics: the last value counts, and only NaN is unequal to everything.
    ["metrics.loss < 0.6", "a"],
    ["metrics.loss <= 0.7", "ab"],
    ["metrics.loss > 0.5", "b"],
    ["metrics.loss >= 0", "ab"],
    ["metrics.loss = 0.7", "b"],
    ["metrics.loss != 0.7", "ac"],
    ["metrics.acc > 1e300", "c"],
    ["metrics.acc < 1e999", "a"],
    ["metrics.acc >= -1e999", "ac"],
    ["metrics.loss > 0 AND metrics.acc > 0", "a"],
    ["metrics.nobody > 0", ""],
    ["metrics.nobody != 0", ""],
    // Parameters and tags: != needs the key.
    ["params.lr = '0.1'", "ac"],
    ["params.lr != '0.1'", "b"],
    ["params.lr IS NULL", "d"],
    ["params.lr IS NOT NULL", "abc"],
    ["params.nobody IS NULL", "abcd"],
    ["params.nobody IS NOT NULL", ""],
    ["params.nobody != 'x'", ""],
    ["params.opt = ''", "c"],
    ["params.opt LIKE 'Adam'", "a"],
    ["params.opt LIKE 'adam%'", "b"],
    ["params.opt ILIKE 'adam%'", "ab"],
    ["params.opt LIKE '%\\dir'", "d"],
    [`params.note = '${LONG}1'`, "a"],
    [`params.note = '${LONG}'`, ""],
    [`params.note LIKE '${LONG}_'`, "ab"],
    ["tags.team = 'vision'", "a"],
    ["tags.team LIKE '%\\%'", ""],
    ["tags.team LIKE '100%'", "b"],
    ["tags.team LIKE 'a_b'", "cd"],
    ["tags.`mlflow.user` = 'ada'", "a"],
    ["tag.mlflow.user IS NULL", "bcd"],
    // Attributes.
    ["status = 'FINISHED'", "a"],
    ["status != 'RUNNING'", "ab"],
    ["attributes.status LIKE 'F%'", "ab"],
    ["status ILIKE '%unn%'", "cd"],
    ["status = 'finished'", ""],
    ["run_name = 'c'", "c"],
    ["`run name` ILIKE 'D'", "d"],
    ["attr.run_name != 'c'", "abd"],
    ["user_id = 'bob'", "b"],
    ["artifact_uri LIKE 'mlflow-artifacts:/%'", "abcd"],
    ["start_time > 2000", "cd"],
    ["start_time >= 2000.5", "cd"],
    ["start_time < 2000.5", "ab"],
    ["start_time = 2000.5", ""],
    ["start_time != 2000.5", "abcd"],
    ["Created <= 1e3", "a"],
    ["start_time < 1e999", "abcd"],
    ["start_time > 99999999999999999999", ""],
    ["end_time = 9000", "a"],
    ["end_time != 1", "a"],
    // Datasets.
    ["dataset.name = 'diamonds'", "a"],
    ["datasets.digest IN ('d1', 'f1')", "ab"],
    ["dataset.context != 'train'", "b"],
    ["dataset.name NOT IN ('flights')", "a"],
    ["dataset.name ILIKE 'FLI%'", "b"],
    // What is asked for besides.
    ["metrics.loss < 0.6 OR params.lr IS NULL", "ad"],
    ["NOT params.lr = '0.1'", "bd"],
    ["NOT (params.lr = '0.1' OR tags.team = 'axb')", "b"],
    ["NOT end_time = 9000", "bcd"],
    ["(params.lr = '0.1' OR params.lr = '0.01') AND NOT metrics.loss > 0.6", "ac"],
    ["NOT NOT status = 'FAILED'", "b"],
  ])("%s → %s", async (filter, names) => {
    expect(await find({ filter })).toBe(names);
  });

  it("by id, in a list and out of it", async () => {
    const [a, b] = [uuids.get("a"), uuids.get("b")];
    expect(await find({ filter: `run_id = '${a}'` })).toBe("a");
    expect(await find({ filter: `run_id IN ('${a}', "${b}", 'none')` })).toBe("ab");
    expect(await find({ filter: `attributes.run_id NOT IN ('${a}')` })).toBe("bcd");
    expect(await find({ filter: `run_id LIKE '${a?.slice(0, 20)}%'` })).toBe("a");
  });

  it("whatever the order is by, the metric of the filter included", async () => {
    for (const orderBy of [["metrics.loss"], ["metrics.acc"], ["params.lr"], ["tags.nobody"]]) {
      const found = await find({ filter: "metrics.loss < 0.6 OR metrics.loss = 0.7", orderBy });
      expect([...found].sort().join("")).toBe("ab");
      expect(await find({ filter: "metrics.loss < 0.6", orderBy })).toBe("a");
    }
    expect(await find({ filter: "metrics.loss != 0.5", orderBy: ["metrics.loss"] })).toBe("bc");
  });

  it("of these experiments, of this workspace, and of this stage of life", async () => {
    expect(await find({ experimentIds: [] })).toBe("");
    expect(await find({ experimentIds: [experimentId + 1_000] })).toBe("");
    expect(await find({}, await makeActor())).toBe("");
    const gone = await logSampleRun(actor, experimentId, { name: "e", startTime: 5_000 });
    await deleteRuns(actor, [gone]);
    expect(await find({})).toBe("abcd");
    expect(await find({ view: "deleted" })).toBe("e");
    expect(await find({ view: "all" })).toBe("abcde");
  });

  it("without breaking on text that looks like SQL or like a pattern", async () => {
    for (const value of [
      "'; DROP TABLE runs; --",
      "\\",
      "%",
      "_",
      "\u{1f600}".repeat(300),
      "\ud800",
    ])
      for (const operator of ["=", "!=", "LIKE", "ILIKE"]) {
        const filter = `params.opt ${operator} '${value.replaceAll("'", "''")}'`;
        await expect(find({ filter })).resolves.toBeTypeOf("string");
      }
  });
});

describe("an order", () => {
  it.each([
    [["metrics.loss"], "abcd"],
    [["metrics.loss DESC"], "bacd"],
    [["metrics.acc DESC"], "cadb"],
    [["params.lr", "start_time"], "bacd"],
    [["params.lr DESC", "start_time"], "acbd"],
    [["params.lr", "metrics.loss DESC"], "bacd"],
    [["params.opt"], "cadb"],
    [["tags.team DESC"], "adcb"],
    [["status"], "badc"],
    [["run_name DESC"], "dcba"],
    [["end_time"], "adcb"],
    [["end_time DESC"], "adcb"],
    [["user_id", "run_name"], "cdab"],
    [["metrics.nobody", "run_name"], "abcd"],
    [[], "dcba"],
  ])("by %j gives %s", async (orderBy, names) => {
    expect(await find({ orderBy })).toBe(names);
  });
});

describe("a page token", () => {
  it("that is broken or of another search is the client's mistake", async () => {
    const tokens = [
      "x",
      "%%%",
      btoa("not json"),
      encodePageToken(null),
      encodePageToken({ s: 0 }),
      encodePageToken({ s: 99, k: ["1", "2"] }),
      encodePageToken({ s: -1, k: ["1"] }),
      encodePageToken({ s: 0.5, k: ["1"] }),
      encodePageToken({ s: 0, k: [] }),
      encodePageToken({ s: 0, k: ["1"] }),
      encodePageToken({ s: 0, k: ["one", "0", "id"] }),
      encodePageToken({ s: 0, k: ["1e999", "0", "id"] }),
      encodePageToken({ s: 0, k: ["0.5", "1.5", "id"] }),
      encodePageToken({ s: 0, k: ["0.5", "99999999999999999999", "id"] }),
      encodePageToken({ s: 0, k: ["0.5", "1", "nul\0"] }),
      encodePageToken({ s: 0, k: ["0x10", "1", "id"] }),
      encodePageToken({ offset: 100 }),
    ];
    for (const pageToken of tokens)
      await expect(find({ pageToken, orderBy: ["metrics.loss"] })).rejects.toMatchObject({
        code: "INVALID",
      });
  });
});
