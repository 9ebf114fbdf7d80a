import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { encodePageToken } from "@/lib/core/page-token";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createExperiment, deleteExperiment } from "../commands";
import { defaultExperimentId } from "../sql";
import { type SearchExperimentsInput, searchExperiments } from "./search-experiments";

setUpDatabase();

const TAGS: Record<string, Record<string, string>> = {
  alpha: { team: "vision", stage: "done" },
  Beta: { team: "speech" },
  gamma: {},
  delta: { team: "Vision" },
};

let actor: Actor;
const ids = new Map<string, number>();

beforeAll(async () => {
  // The experiment that is called 0 here is not the first one of all.
  await makeActor();
  actor = await makeActor();
  for (const [name, tags] of Object.entries(TAGS)) {
    const pairs = Object.entries(tags).map(([key, value]) => ({ key, value }));
    ids.set(name, Number(await createExperiment(actor, { name, tags: pairs })));
  }
  ids.set("Default", await defaultExperimentId(actor.workspaceId));
});

const input = (more: Partial<SearchExperimentsInput>): SearchExperimentsInput => ({
  orderBy: ["experiment_id ASC"],
  view: "active",
  limit: 100,
  ...more,
});

async function find(more: Partial<SearchExperimentsInput>): Promise<string> {
  const { items } = await searchExperiments(actor, input(more));
  return items.map(({ name }) => name).join(" ");
}

describe("a search for experiments", () => {
  it.each([
    ["", "Default alpha Beta gamma delta"],
    ["name = 'alpha'", "alpha"],
    ["attribute.name != 'alpha'", "Default Beta gamma delta"],
    ["name LIKE '%ta'", "Beta delta"],
    ["name LIKE 'b%'", ""],
    ["name ILIKE 'b%'", "Beta"],
    ["tags.team = 'vision'", "alpha"],
    ["tag.team ILIKE 'vision'", "alpha delta"],
    ["tags.team != 'vision'", "Beta delta"],
    ["tags.team IS NULL", "Default gamma"],
    ["tags.team IS NOT NULL AND tags.stage IS NULL", "Beta delta"],
    ["creation_time > 0", "Default alpha Beta gamma delta"],
    ["last_update_time < 5", ""],
    ["creation_time < 99999999999999999999", "Default alpha Beta gamma delta"],
    ["name = 'alpha' OR NOT tags.team IS NULL AND name = 'Beta'", "alpha Beta"],
    ["experiment_id = '0'", "Default"],
  ])("for %s finds %s", async (filter, names) => {
    expect(await find({ filter })).toBe(names);
  });

  it("finds them by id, the one that is called 0 among them", async () => {
    const filter = `experiment_id IN ('0', '${ids.get("Beta")}', '999999')`;
    expect(await find({ filter })).toBe("Default Beta");
    const others = `experiment_id NOT IN ('0', '${ids.get("Beta")}')`;
    expect(await find({ filter: others })).toBe("alpha gamma delta");
    expect(await find({ filter: `experiment_id != '${ids.get("alpha")}'` })).toBe(
      "Default Beta gamma delta",
    );
  });

  it("orders them as asked, and the newest first when it is not", async () => {
    expect(await find({ orderBy: ["name"] })).toBe("Beta Default alpha delta gamma");
    expect(await find({ orderBy: ["name DESC"] })).toBe("gamma delta alpha Default Beta");
    expect(await find({ orderBy: ["attribute.experiment_id DESC"] })).toBe(
      "delta gamma Beta alpha Default",
    );
    const { items } = await searchExperiments(actor, input({ orderBy: [] }));
    const times = items.map(({ creationTime }) => creationTime);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it("gives every one of them once, page by page", async () => {
    const names: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await searchExperiments(
        actor,
        input({ limit: 2, pageToken, orderBy: ["name"] }),
      );
      names.push(...page.items.map(({ name }) => name));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(names.join(" ")).toBe("Beta Default alpha delta gamma");
  });

  it("refuses filters, orders and tokens that are none", async () => {
    const bad: Partial<SearchExperimentsInput>[] = [
      { filter: "metrics.a > 1" },
      { filter: "experiment_id = 'x'" },
      { filter: "creation_time > '1'" },
      { orderBy: ["tags.team"] },
      { orderBy: ["name", "attribute.name DESC"] },
      { pageToken: "x" },
      { pageToken: encodePageToken({ offset: 0 }) },
      { pageToken: encodePageToken({ offset: 1e300 }) },
      { pageToken: encodePageToken({ k: ["a"] }) },
    ];
    for (const more of bad) await expect(find(more)).rejects.toMatchObject({ code: "INVALID" });
  });

  it("shows the deleted ones only to who asks for them", async () => {
    await deleteExperiment(actor, ids.get("gamma") ?? 0);
    expect(await find({ filter: "name = 'gamma'" })).toBe("");
    expect(await find({ view: "deleted" })).toBe("gamma");
    expect(await find({ view: "all", filter: "name LIKE '%a'" })).toBe("alpha Beta gamma delta");
  });
});
