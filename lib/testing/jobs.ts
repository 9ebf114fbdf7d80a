import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { ComputeAdapter } from "@/lib/compute/adapters/adapter";
import { LocalBackend } from "@/lib/compute/adapters/local";
import { launchJob } from "@/lib/compute/commands/launch";
import { JobSupervisor } from "@/lib/compute/jobs/supervisor";
import { getJob } from "@/lib/compute/queries/jobs";
import { exportLog } from "@/lib/compute/queries/log";
import { launchInput } from "@/lib/compute/schema/jobs";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "./database";
import { setUpProgramDoor } from "./program-door";

export const JOBS_WAIT = { timeout: 60_000, interval: 50 };

interface Known {
  actor: Actor;
  experimentId: number;
  folder: string;
}

/** A workspace whose contributor launches jobs that really run, logging to a server that is there. */
export function setUpJobs() {
  setUpDatabase();
  const door = setUpProgramDoor();
  // Set before the first test.
  const known = {} as Known;

  beforeAll(async () => {
    known.folder = await mkdtemp(join(tmpdir(), "slipway-jobs-"));
    settleEnv({ LOCAL_JOBS: 8, PORT: Number(new URL(door.url).port) });
  });
  beforeEach(async () => {
    // Places are counted over all workspaces: every test begins with none taken.
    await db().job.deleteMany();
    known.actor = await makeActor({ role: "contributor" });
    const { id } = await db().experiment.findFirstOrThrow({
      where: { workspaceId: known.actor.workspaceId },
    });
    known.experimentId = Number(id);
  });
  afterAll(() => rm(known.folder, { recursive: true, force: true }));

  /** As after a restart: nothing is remembered. */
  const supervisor = (adapter: ComputeAdapter = new LocalBackend(known.folder)) =>
    new JobSupervisor(() => adapter);
  return Object.assign(known, {
    door,
    supervisor,
    launch: (command: readonly string[], more: Record<string, unknown> = {}) => {
      const asked = { name: "train", command, experimentId: known.experimentId, ...more };
      return launchJob(known.actor, launchInput.parse(asked));
    },
    becomes: (number: number, status: string) =>
      vi.waitFor(async () => {
        await supervisor().round();
        expect(await getJob(known.actor, { number })).toMatchObject({ status });
      }, JOBS_WAIT),
    textOf: async (number: number) => {
      const { chunks } = await exportLog(known.actor, { number });
      let text = "";
      for await (const chunk of chunks) text += chunk;
      return text;
    },
    runOf: async (uuid: string) => db().run.findUniqueOrThrow({ where: { uuid } }),
    actionsOf: async (number: number) =>
      (
        await db().auditEvent.findMany({
          where: { workspaceId: known.actor.workspaceId, subject: `job ${number}` },
          orderBy: { id: "asc" },
        })
      ).map(({ action }) => action),
    /** A process that died has noted nothing: whoever follows looks at once. */
    forgetTrouble: () =>
      db().job.updateMany({ data: { lookAt: null, troubleCount: 0, troubleSince: null } }),
  });
}
