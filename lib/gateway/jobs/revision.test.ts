import { expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { deploy } from "@/lib/testing/deployments";
import type { ModelAdapter } from "../adapters/adapter";
import { claimRevisions } from "../sql/revisions";
import { LoadedRevision } from "./revision";

setUpDatabase();

const ANSWERING: ModelAdapter = {
  load: async () => undefined,
  isReady: () => true,
  problem: () => null,
  metadata: () => null,
  infer: () => Promise.reject(new Error("Nobody asks it.")),
  unload: async () => undefined,
};

test("what answers is confirmed every minute though nothing changes, and what somebody found else stays", async () => {
  const { owner } = await makeRegistry();
  await deploy(owner, "live");
  const [held] = await claimRevisions(1);
  if (!held) throw new Error("No revision waits to be loaded.");
  const revision = new LoadedRevision(held, () => ANSWERING);
  await revision.load();
  const where = { workspaceId: owner.workspaceId };
  const forget = (status: string) =>
    db().revisionState.updateMany({ where, data: { status, observedAt: new Date(0) } });
  const seen = async () => {
    const { status, observedAt } = await db().revisionState.findFirstOrThrow({ where });
    return { status, isLate: observedAt.getTime() === 0 };
  };
  await forget("ready");
  await revision.tell();
  expect(await seen()).toEqual({ status: "ready", isLate: true });
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
  try {
    await revision.tell();
    expect(await seen()).toEqual({ status: "ready", isLate: false });
    await forget("failed");
    vi.setSystemTime(Date.now() + 61_000);
    await revision.tell();
    expect(await seen()).toEqual({ status: "failed", isLate: true });
  } finally {
    vi.useRealTimers();
    await revision.close();
  }
});
