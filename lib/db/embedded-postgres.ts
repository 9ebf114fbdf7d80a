import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import {
  type Cluster,
  clusterUrl,
  findPostmaster,
  freePort,
  isAlive,
  openCluster,
  type Postmaster,
  spawnPostmaster,
} from "./embedded-cluster";

const READY_MS = 60_000;
/** Recovery after a crash replays the log and may take long. */
const RECOVERY_MS = 600_000;
const STOP_MS = 30_000;
const OWNER_LOCK = 4_711_001;

interface Log {
  info: (details: object, message: string) => void;
  warn: (details: object, message: string) => void;
}

export interface EmbeddedPostgres {
  url: string;
  stop: () => Promise<void>;
}

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error ? String(error.code) : "";

async function connect(cluster: Cluster, { port }: Postmaster): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: clusterUrl(cluster.password, port, "postgres"),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: "slipway owner",
  });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Connects as soon as the server answers. Throws when it has ended, or is not ready in time. */
async function awaitReady(cluster: Cluster, postmaster: Postmaster): Promise<pg.Client> {
  const started = Date.now();
  let limit = READY_MS;
  for (;;) {
    try {
      return await connect(cluster, postmaster);
    } catch (error) {
      if (codeOf(error) === "57P03") limit = RECOVERY_MS;
      else if (codeOf(error) !== "ECONNREFUSED" && !isAlive(postmaster.pid)) throw error;
      if (!isAlive(postmaster.pid) || Date.now() - started > limit)
        throw new Error(`PostgreSQL did not start. Its log is ${cluster.logFile}.`, {
          cause: error,
        });
      await pause(25);
    }
  }
}

async function launch(cluster: Cluster, wanted?: number): Promise<[Postmaster, pg.Client]> {
  let failure: unknown;
  // A free port may be taken by somebody else before the server binds it.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = wanted ?? (await freePort());
    const postmaster = await spawnPostmaster(cluster, port);
    try {
      return [postmaster, await awaitReady(cluster, postmaster)];
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function own(client: pg.Client, dataFolder: string): Promise<void> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS mine", [OWNER_LOCK]);
  if (rows[0]?.mine === true) return;
  await client.end();
  throw new Error(
    `Another Slipway already uses the data folder ${dataFolder}. Stop it, or set SLIPWAY_DATA to another folder.`,
  );
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'slipway'");
  if (rowCount === 0) await client.query("CREATE DATABASE slipway");
}

async function shutDown(postmaster: Postmaster): Promise<void> {
  if (!isAlive(postmaster.pid)) return;
  process.kill(postmaster.pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (isAlive(postmaster.pid)) {
    if (Date.now() > deadline) throw new Error("PostgreSQL did not stop in time.");
    await pause(20);
  }
}

class Supervisor implements EmbeddedPostgres {
  readonly url: string;
  private stopping = false;
  private restart: Promise<void> = Promise.resolve();

  constructor(
    private readonly cluster: Cluster,
    private postmaster: Postmaster,
    private owner: pg.Client,
    private readonly dataFolder: string,
    private readonly log: Log,
  ) {
    this.url = clusterUrl(cluster.password, postmaster.port);
    this.watch();
  }

  /** The owner's connection ends when the server does. */
  private watch(): void {
    this.owner.once("end", () => {
      if (!this.stopping) this.restart = this.bringBack();
    });
  }

  private async bringBack(): Promise<void> {
    this.log.warn({ pid: this.postmaster.pid }, "the embedded PostgreSQL went away");
    for (let wait = 100; !this.stopping; wait = Math.min(wait * 2, 10_000)) {
      await pause(wait, undefined, { ref: false });
      try {
        await this.attach();
        this.log.info({ pid: this.postmaster.pid }, "the embedded PostgreSQL is back");
        return;
      } catch (error) {
        this.log.warn({ err: error }, "the embedded PostgreSQL does not come back yet");
      }
    }
  }

  private async attach(): Promise<void> {
    const running = await findPostmaster(this.cluster.folder);
    const [postmaster, owner] = running
      ? ([running, await awaitReady(this.cluster, running)] as const)
      : await launch(this.cluster, this.postmaster.port);
    await own(owner, this.dataFolder);
    this.postmaster = postmaster;
    this.owner = owner;
    this.watch();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restart;
    await this.owner.end().catch(() => undefined);
    await shutDown(this.postmaster);
  }
}

/**
 * Starts PostgreSQL in a data folder, or takes over the one that a killed Slipway left running, and brings it back when
 * it dies. Throws one sentence for a folder in use, of another version, or not writable.
 */
export async function startEmbeddedPostgres({
  dataFolder,
  log,
  settings = [],
  port,
}: {
  dataFolder: string;
  log: Log;
  settings?: readonly string[];
  /** Absent: a free one. */
  port?: number;
}): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataFolder, settings);
  const running = await findPostmaster(cluster.folder);
  const [postmaster, owner] = running
    ? ([running, await awaitReady(cluster, running)] as const)
    : await launch(cluster, port);
  await own(owner, dataFolder);
  await createDatabase(owner);
  log.info({ port: postmaster.port, adopted: running !== null }, "the embedded PostgreSQL is up");
  return new Supervisor(cluster, postmaster, owner, dataFolder, log);
}

/** The address of the server that runs in a data folder now, or null. */
export async function findRunningPostgres(dataFolder: string): Promise<string | null> {
  if (!(await stat(join(dataFolder, "postgres")).catch(() => null))) return null;
  const { folder, password } = await openCluster(dataFolder, []);
  const running = await findPostmaster(folder);
  return running ? clusterUrl(password, running.port) : null;
}
