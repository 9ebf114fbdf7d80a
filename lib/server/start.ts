import "server-only";
import { env, settleEnv } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { closeDatabase } from "@/lib/db/client";
import { closePool } from "@/lib/db/pool";
import { flushAnnouncements } from "@/lib/events/announce";
import { EventHub } from "@/lib/events/listen";
import { flushPredictions } from "@/lib/gateway/jobs/prediction-log";
import { flushPoints } from "@/lib/runs/sql/group-commit";
import { Worker } from "@/lib/worker/worker";
import { type Doors, HttpServer } from "./http-server";
import { openPeopleDoor } from "./people-door";
import { type Prepared, prepare } from "./prepare";
import { openProgramDoor } from "./program-door";

export interface Running {
  url: string;
  /** The administrator's password, when this start made it. */
  firstPassword: string | null;
  adminEmail: string;
  /** Drains requests, flushes every acknowledged write, and stops. */
  stop: () => Promise<void>;
}

/** Opens what this process's role asks for; answers how to close it, in the order in which a stop needs it. */
async function open(server: HttpServer, doors: Doors, prepared: Prepared, port: number) {
  const { ROLE } = env();
  const state = { isReady: false };
  const hub = new EventHub();
  await hub.start();
  const programs = await openProgramDoor({ isReady: () => state.isReady, hub, role: ROLE });
  doors.programs = programs;
  if (ROLE !== "worker") doors.people = await openPeopleDoor(port);
  const worker = ROLE === "web" ? null : new Worker();
  worker?.start();
  state.isReady = true;
  return async () => {
    state.isReady = false;
    programs.endStreams();
    await server.drain();
    await worker?.stop();
    await flushPoints();
    await flushPredictions();
    await flushAnnouncements();
    await hub.stop();
    await programs.app.close();
    await doors.people?.close().catch(() => undefined);
    await closeDatabase();
    await closePool();
    await prepared.embedded?.stop();
    log().info("Slipway has stopped");
  };
}

/** Starts this process in its role and resolves when it answers requests. */
export async function start(): Promise<Running> {
  const doors: Doors = { programs: null, people: null };
  const server = new HttpServer(doors);
  const port = await server.listen();
  settleEnv({ PORT: port });
  const prepared = await prepare();
  const close = await open(server, doors, prepared, port).catch(async (error: unknown) => {
    await prepared.embedded?.stop();
    throw error;
  });
  const url = env().SLIPWAY_URL ?? `http://${env().HOST}:${port}`;
  log().info({ url, role: env().ROLE }, "Slipway is ready");
  let stopping: Promise<void> | undefined;
  return {
    url,
    firstPassword: prepared.firstPassword,
    adminEmail: prepared.adminEmail,
    stop: () => {
      stopping ??= close();
      return stopping;
    },
  };
}
