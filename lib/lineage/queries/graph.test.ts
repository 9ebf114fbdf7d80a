import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { setAlias } from "@/lib/models/commands/aliases";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeLineage } from "@/lib/testing/lineage";
import { impactInput, lineageInput } from "../schema";
import { getLineage } from "./graph";
import { listImpact } from "./impact";

setUpDatabase();

const refused = (code: string) => expect.objectContaining({ code });
const graph = (actor: Actor, query: Record<string, unknown>) =>
  getLineage(actor, lineageInput.parse(query));

describe("the lineage of a dataset version", () => {
  it("leads through its run and the logged model to the version and to where that stands", async () => {
    const { actor, uuid, model, data } = await makeLineage();
    await setAlias(actor, { name: "churn", alias: "candidate", version: "1" });
    const { nodes, edges, clusters } = await graph(actor, { node: data, depth: 4 });
    const version = nodes.find(({ kind }) => kind === "model-version");
    const placement = nodes.find(({ kind }) => kind === "placement");
    expect(nodes.map(({ kind, title }) => [kind, title]).toSorted()).toEqual([
      ["dataset-version", "sales v1"],
      ["logged-model", "forest"],
      ["model-version", "churn v1"],
      ["placement", "churn @candidate"],
      ["run", "run 0"],
    ]);
    expect(version?.places).toEqual(["@candidate"]);
    expect(edges).toEqual([
      { source: data, target: `run:${uuid}`, role: "read", details: ["training"] },
      { source: `run:${uuid}`, target: `logged-model:${model}`, role: "logged", details: [] },
      { source: `logged-model:${model}`, target: version?.id, role: "registered", details: [] },
      { source: version?.id, target: placement?.id, role: "holds", details: [] },
    ]);
    expect(clusters).toEqual([]);
    const back = await graph(actor, { node: placement?.id, depth: 4, directions: "upstream" });
    expect(back.nodes.map(({ id }) => id).toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
  });

  it("shows at its edge how much lies beyond, and that when it is opened", async () => {
    const { actor, uuid, model, data } = await makeLineage();
    const near = await graph(actor, { node: data, depth: 1 });
    expect(near.clusters).toEqual([
      {
        node: `run:${uuid}`,
        direction: "downstream",
        kind: "logged-model",
        hidden: 1,
        isExact: true,
      },
    ]);
    const opened = await graph(actor, { node: data, depth: 1, open: `run:${uuid}~downstream` });
    expect(opened.nodes.map(({ id }) => id)).toContain(`logged-model:${model}`);
  });

  it("sums up the many runs that read it, shows more when opened and one alone when it is picked", async () => {
    const { actor, data } = await makeLineage({ runs: 12, versions: 0 });
    const many = await graph(actor, { node: data, depth: 1 });
    const runs = (of: typeof many) => of.nodes.filter(({ kind }) => kind === "run");
    expect(runs(many).map(({ title }) => title)).toContain("run 11");
    expect(runs(many)).toHaveLength(8);
    expect(many.clusters).toContainEqual({
      node: data,
      direction: "downstream",
      kind: "run",
      hidden: 4,
      isExact: true,
    });
    expect(
      runs(await graph(actor, { node: data, depth: 1, open: `${data}~downstream` })),
    ).toHaveLength(12);
    const first = await db().run.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId, name: "run 0" },
    });
    const picked = await graph(actor, { node: data, depth: 1, pin: `run:${first.uuid}` });
    expect(runs(picked).map(({ title }) => title)).toContain("run 0");
    expect(picked.edges).toContainEqual(expect.objectContaining({ target: `run:${first.uuid}` }));
  });

  it("is at a moment what was there then", async () => {
    const { actor, model } = await makeLineage();
    await setAlias(actor, { name: "churn", alias: "candidate", version: "1" });
    const asOf = new Date(Date.now() + 60_000).toISOString();
    const node = `logged-model:${model}`;
    const kinds = async (query: Record<string, unknown>) =>
      (await graph(actor, { node, directions: "downstream", ...query })).nodes.map(
        ({ kind }) => kind,
      );
    expect(await kinds({ asOf })).toEqual(["logged-model", "model-version", "placement"]);
    await db().lineagePlacement.updateMany({
      where: { workspaceId: actor.workspaceId },
      data: { until: BigInt(Date.now() + 1_000) },
    });
    expect(await kinds({ asOf })).toEqual(["logged-model", "model-version"]);
    await expect(graph(actor, { node, asOf: "2001-01-01T00:00:00Z" })).rejects.toEqual(
      refused("NOT_FOUND"),
    );
  });

  it("leaves out older versions when only the newest and those in use are wanted", async () => {
    const { actor, model } = await makeLineage({ versions: 3 });
    await setAlias(actor, { name: "churn", alias: "candidate", version: "1" });
    const titles = (
      await graph(actor, { node: `logged-model:${model}`, depth: 1, mode: "latest" })
    ).nodes
      .filter(({ kind }) => kind === "model-version")
      .map(({ title }) => title);
    expect(titles.toSorted()).toEqual(["churn v1", "churn v3"]);
  });

  it("is nobody else's", async () => {
    const { data, uuid } = await makeLineage();
    const stranger = await makeActor();
    for (const node of [data, `run:${uuid}`])
      await expect(graph(stranger, { node })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(listImpact(stranger, impactInput.parse({ node: data }))).rejects.toEqual(
      refused("NOT_FOUND"),
    );
  });
});

describe("what a dataset version touches", () => {
  it("is every version made of it, those in use first, page by page", async () => {
    const { actor, data } = await makeLineage({ runs: 3, versions: 3 });
    await setAlias(actor, { name: "churn", alias: "candidate", version: "2" });
    const seen: (number | null)[] = [];
    let pageToken: string | undefined;
    do {
      const page = await listImpact(actor, impactInput.parse({ node: data, limit: 4, pageToken }));
      expect([page.total, page.inUse]).toEqual([9, 1]);
      seen.push(...page.items.map(({ version }) => version));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    expect(seen).toEqual([2, 9, 8, 7, 6, 5, 4, 3, 1]);
    const { items } = await listImpact(actor, impactInput.parse({ node: data, inUse: "true" }));
    expect(items).toEqual([expect.objectContaining({ version: 2, places: ["@candidate"] })]);
  });
});
