import "server-only";
import { endGates } from "@/lib/approvals/jobs/gates";
import { expireApprovals, remindOfOverdue, renewApprovals } from "@/lib/approvals/jobs/requests";
import { writeDueCheckpoint } from "@/lib/audit/checkpoints";
import { readHead, readSealedSince, sealAudit } from "@/lib/audit/seal";
import { sweepSnapshots } from "@/lib/compute/jobs/sweep-snapshots";
import { SNAPSHOT_DAYS } from "@/lib/compute/schema/snapshots";
import { removeUnnamedFiles } from "@/lib/datasets/jobs/sweep-files";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { forgetDeliveries, forgetNotifications } from "@/lib/events/jobs/retention";
import { logUnpaired } from "@/lib/gateway/jobs/pair-halves";
import { keepPredictions } from "@/lib/gateway/jobs/predictions";
import { forgetProfiles } from "@/lib/gateway/sql/profile-plans";
import { forgetWindows } from "@/lib/gateway/sql/windows";
import { actOnIncidents } from "@/lib/incidents/jobs/act";
import { lookForIncidents } from "@/lib/incidents/jobs/look";
import { lookAtMonitors } from "@/lib/monitors/jobs/look";
import { lookAtPerformance } from "@/lib/monitors/jobs/performance";
import { forgetFailedItems } from "@/lib/queue/forget";
import { eraseExpired } from "@/lib/records/jobs/erase";
import { artifactStore } from "@/lib/storage/artifact-store";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Work that comes again and again, on one replica at a time. */
export interface Chore {
  name: string;
  everyMs: number;
  /** Done so often that nobody wants a line about it. */
  isRoutine?: boolean;
  /** Answers how many things it dealt with. */
  run: () => Promise<number>;
}

/** How far screens know of the chain; whoever begins to lead begins with what there is. */
let told: number | null = null;

/** Seals what was committed, whoever sealed before, and tells the screens of the workspaces it happened in. */
async function seal(): Promise<number> {
  told ??= (await readHead(pool())).seq;
  const sealed = await sealAudit();
  const { seq, workspaceIds } = await readSealedSince(pool(), told);
  told = seq;
  for (const id of workspaceIds) announce(id, "audit");
  await writeDueCheckpoint();
  return sealed;
}

export const CHORES: readonly Chore[] = [
  { name: "audit.seal", everyMs: SECOND, isRoutine: true, run: seal },
  { name: "predictions.unpaired", everyMs: MINUTE, isRoutine: true, run: () => logUnpaired() },
  {
    name: "uploads.expire",
    everyMs: HOUR,
    run: () => artifactStore().removeStaleUploads(new Date(Date.now() - DAY)),
  },
  {
    name: "dataset-files.sweep",
    everyMs: DAY,
    run: () => removeUnnamedFiles(new Date(Date.now() - DAY)),
  },
  {
    name: "source-snapshots.sweep",
    everyMs: DAY,
    run: () =>
      sweepSnapshots(new Date(Date.now() - SNAPSHOT_DAYS * DAY), new Date(Date.now() - DAY)),
  },
  { name: "approvals.expire", everyMs: MINUTE, run: () => expireApprovals() },
  { name: "approvals.renew", everyMs: MINUTE, run: () => renewApprovals() },
  { name: "approvals.remind", everyMs: MINUTE, run: () => remindOfOverdue() },
  { name: "gates.end", everyMs: MINUTE, run: endGates },
  { name: "webhook-deliveries.forget", everyMs: 10 * MINUTE, run: forgetDeliveries },
  { name: "profiles.forget", everyMs: DAY, run: forgetProfiles },
  { name: "serving-windows.forget", everyMs: HOUR, run: forgetWindows },
  { name: "audit.erase", everyMs: HOUR, run: () => eraseExpired() },
  { name: "predictions.keep", everyMs: HOUR, run: () => keepPredictions() },
  { name: "monitors.look", everyMs: 10 * SECOND, isRoutine: true, run: () => lookAtMonitors() },
  {
    name: "performance.look",
    everyMs: 10 * SECOND,
    isRoutine: true,
    run: () => lookAtPerformance(),
  },
  { name: "incidents.look", everyMs: 10 * SECOND, isRoutine: true, run: lookForIncidents },
  { name: "incidents.act", everyMs: 5 * SECOND, isRoutine: true, run: actOnIncidents },
  { name: "queue.forget", everyMs: HOUR, run: forgetFailedItems },
  { name: "notifications.forget", everyMs: HOUR, run: forgetNotifications },
  {
    name: "ended-sessions.forget",
    everyMs: HOUR,
    run: async () =>
      (await db().endedSession.deleteMany({ where: { expiresAt: { lt: new Date() } } })).count,
  },
  {
    name: "sign-in-failures.forget",
    everyMs: 10 * MINUTE,
    run: async () => {
      const before = new Date(Date.now() - DAY);
      return (await db().signInFailure.deleteMany({ where: { at: { lt: before } } })).count;
    },
  },
];
