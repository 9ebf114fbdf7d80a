/**
 * What the audit adds to a command: the same change (an experiment's tag, in one transaction) with its event and without,
 * by one writer and by 32 at once; then whether the chain is whole.
 */
import { randomUUID } from "node:crypto";
import { type Auditor, recordAudit } from "@/lib/audit/record";
import { sealAudit } from "@/lib/audit/seal";
import { verifyAudit } from "@/lib/audit/verify";
import { closeDatabase, db } from "@/lib/db/client";
import { closePool } from "@/lib/db/pool";
import { createDefaultExperiment } from "@/lib/workspaces/commands/first-start";
import { type Measurement, measurement, median, report } from "./support/report";

const LIMIT = 1.2;

interface Scene {
  auditor: Auditor;
  experimentIds: readonly bigint[];
}

async function makeScene(writers: number): Promise<Scene> {
  const workspace = await db().workspace.create({
    data: { slug: `w-${randomUUID()}`.slice(0, 40), name: "Bench" },
  });
  await db().$transaction((tx) => createDefaultExperiment(tx, workspace.id, "bench"));
  const experimentIds: bigint[] = [];
  for (let index = 0; index < writers; index += 1) {
    const { id } = await db().experiment.create({
      data: {
        workspaceId: workspace.id,
        name: `e${index}`,
        artifactLocation: "",
        creationTime: 0n,
        lastUpdateTime: 0n,
        owner: "bench",
      },
    });
    experimentIds.push(id);
  }
  const auditor = {
    userId: randomUUID(),
    email: "bench@example.org",
    tokenName: null,
    workspaceId: workspace.id,
    role: "admin",
    credential: "session:bench",
  } as const;
  return { auditor, experimentIds };
}

/** What `setExperimentTag` does, with or without its event. */
async function change({ auditor }: Scene, id: bigint, round: number, isAudited: boolean) {
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM experiments WHERE id = ${id} FOR UPDATE`;
    await tx.experiment.findFirst({ where: { id, workspaceId: auditor.workspaceId ?? "" } });
    const tag = { key: "round", value: String(round) };
    const where = { experimentId_key: { experimentId: id, key: "round" } };
    const before = await tx.experimentTag.findUnique({ where });
    await tx.experimentTag.upsert({ where, create: { experimentId: id, ...tag }, update: tag });
    await tx.experiment.update({ where: { id }, data: { lastUpdateTime: BigInt(Date.now()) } });
    if (isAudited)
      await recordAudit(tx, auditor, {
        action: "experiment.tagged",
        subject: `experiment ${id}`,
        before: { round: before?.value },
        after: { round: tag.value },
      });
  });
}

async function timed(scene: Scene, each: number, isAudited: boolean): Promise<number> {
  const started = performance.now();
  await Promise.all(
    scene.experimentIds.map(async (id) => {
      for (let round = 0; round < each; round += 1) await change(scene, id, round, isAudited);
    }),
  );
  return (performance.now() - started) / (each * scene.experimentIds.length);
}

/**
 * By turns, each side first as often as the other. A write to disk takes now half and now twice as long as another, and
 * luck of that kind decides which side has the best of a few long rounds; the medians of many short ones stay where they
 * are.
 */
async function compareWriters(writers: number, each: number, rounds: number): Promise<Measurement> {
  const scene = await makeScene(writers);
  const times = { bare: [] as number[], audited: [] as number[] };
  await timed(scene, 20, true);
  await timed(scene, 20, false);
  for (let round = 0; round < rounds; round += 1) {
    const isAuditedFirst = round % 2 === 0;
    for (const isAudited of [isAuditedFirst, !isAuditedFirst]) {
      const time = await timed(scene, each, isAudited);
      times[isAudited ? "audited" : "bare"].push(time);
    }
  }
  const audited = median(times.audited);
  const bare = median(times.bare);
  return measurement(
    `a command with its audit event against the same without, ${writers} writers`,
    audited / bare,
    LIMIT,
    { audited: `${audited.toFixed(3)} ms`, bare: `${bare.toFixed(3)} ms` },
  );
}

/** 32 writers while the chain is sealed every moment: no fork, no gap. */
async function survive(): Promise<Measurement> {
  const scene = await makeScene(32);
  let isWriting = true;
  const sealing = (async () => {
    while (isWriting) await sealAudit();
  })();
  await timed(scene, 20, true);
  isWriting = false;
  await sealing;
  const started = performance.now();
  const { isIntact, verified } = await verifyAudit();
  const seconds = (performance.now() - started) / 1000;
  return measurement("breaks in the chain after 32 writers at once", isIntact ? 0 : 1, 0, {
    verified,
    perSecond: Math.round(verified / seconds),
  });
}

await report("audit", [
  await compareWriters(1, 1, 600),
  await compareWriters(32, 3, 60),
  await survive(),
]);
await closeDatabase();
await closePool();
