import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, makeWorkspace, setUpDatabase } from "@/lib/testing/database";
import { listRunViews } from "../queries/views";
import { deleteRunView, saveRunView, setDefaultRunView } from "./views";

setUpDatabase();

let author: Actor;
let colleague: Actor;
let experimentId: number;
let count = 0;

const save = (actor: Actor, name: string, parts: { isShared?: boolean; query?: string } = {}) =>
  saveRunView(actor, { experimentId, name, query: "", isShared: false, ...parts });
const namesFor = async (actor: Actor) =>
  (await listRunViews(actor, experimentId)).map(({ name }) => name);

beforeAll(async () => {
  const workspace = await makeWorkspace();
  author = await makeActor({ role: "contributor", workspace });
  colleague = await makeActor({ role: "viewer", workspace });
});

beforeEach(async () => {
  count += 1;
  experimentId = await createExperiment(author, { name: `views ${count}`, tags: [] });
});

describe("a saved view", () => {
  it("is seen by its author only, until it is shared", async () => {
    const view = await save(author, "mine");
    await save(colleague, "theirs");
    expect(await namesFor(author)).toEqual(["mine"]);
    expect(await namesFor(colleague)).toEqual(["theirs"]);
    await saveRunView(author, { ...view, experimentId, isShared: true });
    expect(await namesFor(colleague)).toEqual(["mine", "theirs"]);
  });

  it("keeps what arranges a table, and nothing of the moment or unknown", async () => {
    const query = "q=metrics.loss+%3C+1&sort=m:loss&sel=x&peek=zz&v=abc&nonsense=1";
    const { query: kept } = await save(author, "filtered", { query });
    const params = new URLSearchParams(kept);
    expect(params.get("q")).toBe("metrics.loss < 1");
    expect([...params.keys()].sort()).toEqual(["q", "sort"]);
  });

  it("has a name of its own among those that are seen together", async () => {
    await save(author, "Best");
    await expect(save(author, "best")).rejects.toMatchObject({ code: "CONFLICT" });
    await save(author, "best", { isShared: true });
    await save(colleague, "best");
    expect(await namesFor(author)).toHaveLength(2);
  });

  it("is shared, changed and deleted by contributors; a viewer keeps views of their own", async () => {
    await expect(save(colleague, "for all", { isShared: true })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { id } = await save(author, "for all", { isShared: true });
    await expect(deleteRunView(colleague, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const own = await save(colleague, "own");
    await expect(deleteRunView(author, { id: own.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await deleteRunView(colleague, { id: own.id });
    expect(await namesFor(colleague)).toEqual(["for all"]);
  });

  it("opens the experiment when a contributor says so: one at most, and a shared one", async () => {
    const one = await save(author, "one", { isShared: true });
    const two = await save(author, "two", { isShared: true });
    await setDefaultRunView(author, { id: one.id, isDefault: true });
    await setDefaultRunView(author, { id: two.id, isDefault: true });
    const defaults = async () =>
      (await listRunViews(author, experimentId)).flatMap(({ name, isDefault }) =>
        isDefault ? name : [],
      );
    expect(await defaults()).toEqual(["two"]);
    await saveRunView(author, { ...two, experimentId, isShared: false });
    expect(await defaults()).toEqual([]);
    await expect(setDefaultRunView(author, { id: two.id, isDefault: true })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(
      setDefaultRunView(colleague, { id: one.id, isDefault: true }),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is not found from another workspace, nor saved for an experiment of another", async () => {
    const stranger = await makeActor({ role: "admin" });
    const { id } = await save(author, "shared", { isShared: true });
    await expect(deleteRunView(stranger, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(save(stranger, "x")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listRunViews(stranger, experimentId)).toEqual([]);
  });
});
