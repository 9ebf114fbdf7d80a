import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { makeDataFolder } from "@/lib/core/data-folder";
import {
  findBinaries,
  findSystemUser,
  type PostgresBinaries,
  type SystemUser,
} from "./postgres-binaries";

const run = promisify(execFile);
const USER = "slipway";
const LOG_LIMIT = 10 * 2 ** 20;

/** A PostgreSQL cluster inside the data folder. */
export interface Cluster {
  folder: string;
  logFile: string;
  password: string;
  binaries: PostgresBinaries;
  /** The account it runs as, when we are root. */
  user: SystemUser | null;
  /** Server settings beyond ours, "name=value". */
  settings: readonly string[];
}

export function clusterUrl(password: string, port: number, database = USER): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

async function readPassword(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, "secrets");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "postgres");
  await writeFile(file, randomBytes(24).toString("base64url"), { flag: "wx", mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return (await readFile(file, "utf8")).trim();
}

async function initialise(cluster: Cluster, dataFolder: string): Promise<void> {
  // Made beside and moved into place, so that a start that was cut off leaves nothing half made.
  const making = join(dataFolder, `postgres.making-${process.pid}`);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { mode: 0o700 });
  const passwordFile = join(dataFolder, `postgres-password-${process.pid}`);
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  try {
    if (cluster.user) {
      await chown(making, cluster.user.uid, cluster.user.gid);
      await chown(passwordFile, cluster.user.uid, cluster.user.gid);
    }
    const options = ["--auth=scram-sha-256", `--username=${USER}`, `--pwfile=${passwordFile}`];
    await run(
      cluster.binaries.initdb,
      [`--pgdata=${making}`, ...options, "--encoding=UTF8", "--locale=C", "--no-instructions"],
      { ...cluster.user },
    );
    await rename(making, cluster.folder);
  } catch (error) {
    throw new Error(
      `The database could not be created in ${cluster.folder}. Check that the account that runs PostgreSQL may write there${cluster.user ? " (as root, it runs as another account, which needs to reach the folder and node_modules)" : ""}.`,
      { cause: error },
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

async function readVersion(folder: string): Promise<string | null> {
  return readFile(join(folder, "PG_VERSION"), "utf8").then(
    (text) => text.trim(),
    () => null,
  );
}

/** The cluster of a data folder, created when there is none. Refuses one of another major version. */
export async function openCluster(
  dataFolder: string,
  settings: readonly string[],
): Promise<Cluster> {
  await makeDataFolder(dataFolder);
  const [binaries, user, password] = await Promise.all([
    findBinaries(),
    findSystemUser(),
    readPassword(dataFolder),
  ]);
  if (user) await chmod(dataFolder, 0o711);
  const folder = join(dataFolder, "postgres");
  const cluster = {
    folder,
    logFile: join(dataFolder, "postgres.log"),
    password,
    binaries,
    user,
    settings,
  };
  const version = await readVersion(folder);
  if (version === null) await initialise(cluster, dataFolder);
  else if (version !== binaries.major)
    throw new Error(
      `${folder} was written by PostgreSQL ${version}, and this Slipway brings PostgreSQL ${binaries.major}. Run "npm run backup" with the Slipway that wrote it, then "npm run restore" here into a new data folder.`,
    );
  return cluster;
}

export interface Postmaster {
  pid: number;
  port: number;
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === "linux")
    return readFile(`/proc/${pid}/cmdline`, "utf8").then(
      (text) => text.replaceAll("\0", " "),
      () => "",
    );
  return run("ps", ["-o", "command=", "-p", String(pid)]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

/** The server that runs on a cluster now, or null. A lock file that a killed server left behind is removed. */
export async function findPostmaster(folder: string): Promise<Postmaster | null> {
  const file = join(folder, "postmaster.pid");
  const lines = await readFile(file, "utf8").then(
    (text) => text.split("\n"),
    () => null,
  );
  if (!lines) return null;
  const pid = Number(lines[0]);
  // The process id may belong to another program by now.
  if ((await commandOf(pid)).includes(folder)) return { pid, port: Number(lines[3]) };
  await rm(file, { force: true });
  return null;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=120",
  "shared_buffers=256MB",
  "work_mem=16MB",
  "maintenance_work_mem=128MB",
  "max_wal_size=2GB",
  "random_page_cost=1.1",
  "jit=off",
];

/** Starts the server as a child that outlives a Ctrl-C of ours, so that we can drain before it stops. */
export async function spawnPostmaster(cluster: Cluster, port: number): Promise<Postmaster> {
  const size = await stat(cluster.logFile).then(
    (found) => found.size,
    () => 0,
  );
  const output = await open(cluster.logFile, size > LOG_LIMIT ? "w" : "a", 0o600);
  try {
    const flags = [...SETTINGS, ...cluster.settings].flatMap((setting) => ["-c", setting]);
    const child = spawn(
      cluster.binaries.postgres,
      ["-D", cluster.folder, "-p", String(port), ...flags],
      { ...cluster.user, detached: true, stdio: ["ignore", output.fd, output.fd] },
    );
    await new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    return { pid: child.pid ?? 0, port };
  } finally {
    await output.close();
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
