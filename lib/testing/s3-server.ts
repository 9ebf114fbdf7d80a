import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { S3Settings } from "@/lib/storage/s3-store";

const NAME = "versitygw";
const ACCESS = { accessKeyId: "slipway-test", secretAccessKey: "slipway-test-secret" };

/** The S3 server of the tests, where `scripts/s3-server.mjs` puts it or where the PATH has it; null without. */
export function findS3Server(): string | null {
  const folders = [join(".cache", "tools"), ...(process.env.PATH ?? "").split(delimiter)];
  const found = folders.map((folder) => join(folder, NAME)).find((path) => existsSync(path));
  return found ?? null;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === "object" && address) resolve(address.port);
        else reject(new Error("No free port."));
      });
    });
  });
}

async function untilHealthy(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const isUp = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The S3 server of the tests did not start.");
}

export interface RunningS3 {
  settings: S3Settings;
  stop: () => Promise<void>;
}

/** Starts the S3 server with one empty bucket. */
export async function startS3Server(binary: string): Promise<RunningS3> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-s3-"));
  const bucket = `test-${randomUUID()}`;
  await mkdir(join(folder, bucket));
  const port = await freePort();
  const server = spawn(
    binary,
    ["--port", `127.0.0.1:${port}`, "--health", "/healthz", "--quiet", "posix", folder],
    {
      stdio: "ignore",
      env: {
        ...process.env,
        ROOT_ACCESS_KEY: ACCESS.accessKeyId,
        ROOT_SECRET_KEY: ACCESS.secretAccessKey,
      },
    },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await untilHealthy(endpoint, server);
  return {
    settings: {
      bucket,
      prefix: "some/prefix",
      endpoint,
      region: "us-east-1",
      credentials: ACCESS,
      forcePathStyle: true,
    },
    stop: async () => {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
