import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { saveModelCard } from "@/lib/models/commands/cards";
import { type CardDocument, saveCardInput } from "@/lib/models/schema/cards";
import { makeRegistry, PASSWORD, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { promoteInEmergency } from "../commands/emergency";
import { openRequest } from "../commands/requests";
import { getRequestCard } from "./request-card";

setUpDatabase();

const write = (actor: Actor, version: number, basedOn: number, document: Partial<CardDocument>) =>
  saveModelCard(
    actor,
    saveCardInput.parse({ name: "churn", version: String(version), basedOn, document }),
  );

describe("the card of a request", () => {
  it("is held against the card that was signed last for the place, not against its newest one", async () => {
    const { owner, ada } = await makeRegistry();
    await write(owner, 1, 0, { summary: "Finds churn.", ethics: "None known." });
    const first = await openRequest(owner, wanted());
    await sign(ada, first.number);
    await write(owner, 1, 1, { summary: "Finds churn.", ethics: "Written after it was signed." });
    await write(owner, 2, 0, { summary: "Finds churn.", ethics: "Age is a proxy." });
    const { number } = await openRequest(owner, wanted({ version: 2 }));
    expect(await getRequestCard(ada, { number })).toMatchObject({
      card: { version: 2, number: 1 },
      base: { kind: "approved", request: first.number, version: 1, card: 1 },
      changes: [{ field: "ethics", kind: "changed", before: "None known." }],
    });
    const decided = await getRequestCard(ada, { number: first.number });
    expect(decided, "what is decided shows what was signed").toMatchObject({
      card: { number: 1, document: { ethics: "None known." } },
      base: { kind: "none" },
    });
  });

  it("is held against the card at the target when nobody approved what is there", async () => {
    const { owner, admin } = await makeRegistry();
    await write(owner, 1, 0, { summary: "Finds churn." });
    await promoteInEmergency(admin, {
      ...wanted(),
      reason: "outage",
      signatureKey: "emergency-one",
      password: PASSWORD,
    });
    const { number } = await openRequest(owner, wanted({ version: 2 }));
    expect(await getRequestCard(owner, { number })).toMatchObject({ card: null, changes: [] });
    await write(owner, 2, 0, { summary: "Finds churn early." });
    expect(await getRequestCard(owner, { number })).toMatchObject({
      base: { kind: "target", version: 1, card: 1 },
      changes: [{ field: "summary", kind: "changed" }],
    });
  });

  it("is new as a whole where nothing was approved and nothing is there", async () => {
    const { owner } = await makeRegistry();
    await write(owner, 1, 0, { summary: "Finds churn.", licence: "MIT" });
    const { number } = await openRequest(owner, wanted());
    const { base, changes } = await getRequestCard(owner, { number });
    expect(base).toEqual({ kind: "none" });
    expect(changes.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
      "summary added",
      "licence added",
    ]);
  });
});
