import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { reviewRequest } from "@/lib/approvals/jobs/requests";
import { db } from "@/lib/db/client";
import { makeRegistry, wanted } from "@/lib/testing/approvals";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { compareModelCards, getModelCard, listModelCardVersions } from "../queries/cards";
import { type CardDocument, cardDocument, saveCardInput } from "../schema/cards";
import { readNewestCard } from "../sql/cards";
import { saveModelCard } from "./cards";
import { deleteRegisteredModel } from "./registered-models";
import { deleteModelVersion } from "./versions";

setUpDatabase();

const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

const save = (
  actor: Actor,
  basedOn: number,
  document: Partial<CardDocument>,
  version = "1",
  note = "",
) => saveModelCard(actor, saveCardInput.parse({ name: "churn", version, basedOn, document, note }));

const card = (actor: Actor, version = "1", number?: number) =>
  getModelCard(actor, { name: "churn", version, card: number });

const versionId = async ({ workspaceId }: Actor, version = 1) =>
  (await db().modelVersion.findFirstOrThrow({ where: { workspaceId, version } })).id;

describe("a card", () => {
  it("is a new one with every save, and the ones before stay as they were", async () => {
    const { owner } = await makeRegistry();
    expect(await card(owner)).toMatchObject({ card: null, newest: 0 });
    await save(owner, 0, { intendedUse: "Weekly retention calls." });
    await save(owner, 1, { intendedUse: "Monthly retention calls." }, "1", "As agreed.");
    expect(await card(owner)).toMatchObject({
      newest: 2,
      card: {
        number: 2,
        note: "As agreed.",
        author: owner.email,
        changes: ["intendedUse"],
        document: { intendedUse: "Monthly retention calls." },
      },
    });
    expect((await card(owner, "1", 1)).card?.document.intendedUse).toBe("Weekly retention calls.");
    await expect(card(owner, "1", 3)).rejects.toEqual(refused("NOT_FOUND", /has no card 3/));
    expect(await card(owner, "2")).toMatchObject({ card: null });
  });

  it("is not overwritten by whoever read an older one, and says who was faster", async () => {
    const { owner, admin } = await makeRegistry();
    await save(owner, 0, { ethics: "None known." });
    await save(admin, 1, { ethics: "Age is a proxy." });
    await expect(save(owner, 1, { ethics: "Something else." })).rejects.toEqual(
      refused("CONFLICT", new RegExp(`${admin.email} has saved card 2 meanwhile`)),
    );
    await expect(save(owner, 9, { ethics: "Something else." })).rejects.toEqual(
      refused("CONFLICT", /no card 9/),
    );
    expect((await card(owner)).card?.document.ethics).toBe("Age is a proxy.");
  });

  it("is saved once when two people save at the same instant, or one client asks twice", async () => {
    const { owner, admin } = await makeRegistry();
    const both = await Promise.allSettled([
      save(owner, 0, { ethics: "one" }),
      save(admin, 0, { ethics: "two" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const again = { ethics: (await card(owner)).card?.document.ethics ?? "" };
    expect(await save(owner, 0, again)).toMatchObject({ number: 1, isNew: false });
    expect((await listModelCardVersions(owner, { name: "churn", limit: 50 })).items).toHaveLength(
      1,
    );
  });

  it("leaves a line in the audit with both hashes", async () => {
    const { owner } = await makeRegistry();
    const first = await save(owner, 0, { licence: "MIT" });
    const second = await save(owner, 1, { licence: "Apache-2.0" });
    const trail = await auditTrail(owner);
    expect(trail.filter(({ action }) => action === "model-version.card-saved")).toEqual([
      expect.objectContaining({
        subject: "model version churn/1",
        after: { card: 1, hash: first.hash },
      }),
      expect.objectContaining({
        before: { card: 1, hash: first.hash },
        after: { card: 2, hash: second.hash },
      }),
    ]);
  });

  it("cannot be changed or deleted by anybody, and goes with its model only", async () => {
    const { owner } = await makeRegistry();
    await save(owner, 0, { licence: "MIT" });
    const where = { workspaceId: owner.workspaceId };
    await expect(db().modelCardVersion.updateMany({ where, data: { note: "x" } })).rejects.toThrow(
      /immutable/,
    );
    await expect(db().modelCardVersion.deleteMany({ where })).rejects.toThrow(/immutable/);
    await expect(db().$executeRaw`TRUNCATE model_card_versions`).rejects.toThrow(/immutable/);
    await deleteModelVersion(owner, { name: "churn", version: "1" });
    await expect(card(owner)).rejects.toEqual(refused("NOT_FOUND"));
    expect(await db().modelCardVersion.count({ where })).toBe(1);
    await deleteRegisteredModel(owner, "churn");
    expect(await db().modelCardVersion.count({ where })).toBe(0);
  });

  it("belongs to its workspace, in the database too", async () => {
    const { owner } = await makeRegistry();
    const stranger = await makeActor();
    await expect(save(stranger, 0, { licence: "MIT" })).rejects.toEqual(refused("NOT_FOUND"));
    await expect(card(stranger)).rejects.toEqual(refused("NOT_FOUND"));
    await expect(
      db().modelCardVersion.create({
        data: {
          workspaceId: stranger.workspaceId,
          versionId: await versionId(owner),
          number: 1,
          document: {},
          documentHash: "",
          authorId: stranger.userId,
          author: "",
        },
      }),
    ).rejects.toThrow(/[Ff]oreign key/);
  });

  it("is written by contributors and read by everybody", async () => {
    const actors = await makeActors();
    await expect(save(actors.viewer, 0, {})).rejects.toEqual(refused("FORBIDDEN"));
    await expect(card(actors.viewer)).rejects.toEqual(refused("NOT_FOUND"));
  });
});

describe("the newest card of a version", () => {
  it("says what it is missing", async () => {
    const { owner } = await makeRegistry();
    const id = await versionId(owner);
    const read = () => readNewestCard(db(), owner.workspaceId, id);
    expect(await read()).toBeNull();
    const { hash } = await save(owner, 0, { licence: "MIT", riskRating: "high" });
    const newest = await read();
    expect(newest).toMatchObject({ number: 1, hash, document: { licence: "MIT" } });
    expect(newest?.missing).toContain("riskReason");
    expect(newest?.missing).not.toContain("riskRating");
    expect(newest?.missing).not.toContain("licence");
  });
});

describe("open approval requests", () => {
  it("are looked at once more when a card of their version is saved, and only then", async () => {
    const { owner } = await makeRegistry();
    const { number } = await openRequest(owner, wanted());
    await save(owner, 0, { licence: "MIT" }, "2");
    expect(await queued()).toEqual([]);
    await save(owner, 0, { licence: "MIT" });
    await save(owner, 0, { licence: "MIT" });
    await save(owner, 1, { licence: "Apache-2.0" });
    const payload = { workspaceId: owner.workspaceId, number };
    expect(await queued()).toEqual([payload, payload]);
    await reviewRequest(owner.workspaceId, number);
  });

  async function queued() {
    const items = await db().queueItem.findMany({ where: { kind: "approvals.review" } });
    return items.map(({ payload }) => payload);
  }
});

describe("comparing cards", () => {
  it("says what was added, removed and changed, against the card before or another version's", async () => {
    const { owner } = await makeRegistry();
    await save(owner, 0, { licence: "MIT", ethics: "None known." });
    await save(owner, 1, { licence: "Apache-2.0", contact: "#churn" });
    await save(owner, 0, { contact: "#churn" }, "2");
    const compare = (input: object) =>
      compareModelCards(owner, { name: "churn", version: "1", ...input });
    expect(await compare({})).toMatchObject({
      before: { version: 1, number: 1 },
      after: { version: 1, number: 2 },
      changes: [
        { field: "ethics", kind: "removed" },
        { field: "contact", kind: "added" },
        { field: "licence", kind: "changed", before: "MIT", after: "Apache-2.0" },
      ],
    });
    expect(await compare({ withVersion: "2" })).toMatchObject({
      before: { version: 2, number: 1 },
      changes: [{ field: "licence", kind: "added" }],
    });
    await expect(compare({ card: 1 })).rejects.toEqual(refused("INVALID", /first card/));
    expect((await compare({ card: 1, withCard: 2 })).changes).toHaveLength(3);
  });
});

describe("the list of cards", () => {
  it("comes in pages, of one version or of all of them, without what deleted ones said", async () => {
    const { owner } = await makeRegistry();
    for (const basedOn of [0, 1, 2]) await save(owner, basedOn, { summary: `${basedOn}` });
    await save(owner, 0, { summary: "other" }, "2");
    const list = (more: object) =>
      listModelCardVersions(owner, { name: "churn", limit: 2, ...more });
    const first = await list({});
    expect(first.items.map(({ version, number }) => [version, number])).toEqual([
      [2, 1],
      [1, 3],
    ]);
    const second = await list({ pageToken: first.nextPageToken });
    expect(second.items.map(({ number }) => number)).toEqual([2, 1]);
    expect(second.nextPageToken).toBeUndefined();
    expect((await list({ version: "2" })).items).toHaveLength(1);
    await deleteModelVersion(owner, { name: "churn", version: "2" });
    expect((await list({})).items.map(({ version }) => version)).toEqual([1, 1]);
    await expect(list({ version: "2" })).rejects.toEqual(refused("NOT_FOUND"));
  });
});

describe("what a card may say", () => {
  const problems = (document: object) => {
    const parsed = cardDocument.strict().safeParse(document);
    return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  };

  it("is bounded, and misspelt fields are refused", () => {
    expect(problems({ ethics: "x".repeat(10_001) })).toEqual(["Use at most 10,000 characters."]);
    expect(problems({ intendeduse: "" })).toEqual([expect.stringMatching(/Unrecognized key/)]);
    expect(problems({ results: [{ metric: "auc", value: Number.NaN }] })).toHaveLength(1);
    expect(problems({ sections: Array.from({ length: 13 }, () => ({ title: "a" })) })).toHaveLength(
      1,
    );
  });
});
