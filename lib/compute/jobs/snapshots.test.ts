import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { sourceStore } from "@/lib/storage/artifact-store";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs } from "@/lib/testing/jobs";
import { runAgain } from "../commands/run-again";
import { uploadSnapshot } from "../commands/snapshots";
import { getJob } from "../queries/jobs";
import { getProvenance } from "../queries/provenance";
import { exportSnapshot } from "../queries/snapshots";
import { fetchingCommand } from "../rules/snapshots";
import { sweepSnapshots } from "./sweep-snapshots";

const jobs = setUpJobs();
const { launch, becomes, textOf } = jobs;

async function archiveOf(files: Record<string, string>, kind: "tar" | "zip" = "tar") {
  const folder = await mkdtemp(join(jobs.folder, "source-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const name = kind === "tar" ? "../source.tar.gz" : "../source.zip";
  const make = kind === "tar" ? ["tar", "-czf", name, "."] : ["zip", "-qr", name, "."];
  execFileSync("sh", ["-c", `rm -f ${name} && ${make.join(" ")}`], { cwd: folder });
  return readFile(join(folder, name));
}

const upload = (bytes: Buffer, actor = jobs.actor) =>
  uploadSnapshot(actor, { fileName: "churn.tar.gz" }, Readable.from([bytes]), bytes.length);

describe("an uploaded snapshot", () => {
  test("is there once, by its hash, and is what the job runs, and every repetition of it", async () => {
    const bytes = await archiveOf({ "train.sh": "echo trained; ls", "uv.lock": "x==1" });
    const { snapshot, isNew } = await upload(bytes);
    expect([isNew, (await upload(bytes)).isNew]).toEqual([true, false]);
    const source = { snapshot: snapshot.sha256 };
    const job = await launch(["sh", "train.sh"], { source });
    expect(job.unpinned.some((line) => line.startsWith("Code"))).toBe(false);
    await becomes(job.number, "succeeded");
    expect(await textOf(job.number)).toBe("trained\ntrain.sh\nuv.lock\n");
    const again = await runAgain(jobs.actor, job);
    expect(again.source).toEqual(source);
    await becomes(again.number, "succeeded");
    expect(await textOf(again.number)).toBe("trained\ntrain.sh\nuv.lock\n");
    const { rows, locks } = await getProvenance(jobs.actor, { number: again.number });
    const row = { group: "Code", name: "Snapshot", value: `SHA-256 ${snapshot.sha256}` };
    expect(rows).toContainEqual(row);
    expect(locks.map(({ path }) => path)).toEqual(["uv.lock"]);
    const actions = await db().auditEvent.count({ where: { action: "source-snapshot.uploaded" } });
    expect(actions).toBe(1);
  });

  test("that is unknown, or is another workspace's, launches nothing", async () => {
    const other = await makeActor({ role: "contributor" });
    const theirs = await upload(await archiveOf({ "a.sh": "echo theirs" }), other);
    for (const snapshot of ["ab".repeat(32), theirs.snapshot.sha256])
      await expect(launch(["true"], { source: { snapshot } })).rejects.toMatchObject({
        code: "INVALID",
        fields: { source: expect.stringContaining("no source snapshot") },
      });
    const { sha256 } = theirs.snapshot;
    await expect(exportSnapshot(jobs.actor, { sha256 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await db().job.count()).toBe(0);
  });

  test("whose file has become another one ends the job before its command begins", async () => {
    const { snapshot } = await upload(await archiveOf({ "a.sh": "echo first" }));
    const { workspaceId } = jobs.actor;
    const { filePath } = await db().sourceSnapshot.findFirstOrThrow({ where: { workspaceId } });
    const changed = await archiveOf({ "a.sh": "echo changed" });
    await sourceStore(workspaceId).put(filePath, Readable.from([changed]));
    const job = await launch(["sh", "a.sh"], { source: { snapshot: snapshot.sha256 } });
    await becomes(job.number, "failed");
    expect((await getJob(jobs.actor, job)).reason).toContain("another hash");
    expect(await textOf(job.number)).toBe("");
  });

  test("that takes more of the disk than the job may is not begun with", async () => {
    const { snapshot } = await upload(await archiveOf({ big: "x".repeat(3_000_000) }));
    const source = { snapshot: snapshot.sha256 };
    const job = await launch(["echo", "began"], { source, limits: { diskMiB: 2 } });
    await becomes(job.number, "failed");
    expect((await getJob(jobs.actor, job)).reason).toContain("more of the disk");
  });

  test("of no use is refused, and nothing of it stays", async () => {
    await expect(upload(Buffer.from("#!/bin/sh\n"))).rejects.toMatchObject({ code: "INVALID" });
    const evil = await mkdtemp(join(jobs.folder, "evil-"));
    await writeFile(join(evil, "x"), "x");
    execFileSync("sh", ["-c", `cd ${evil} && ln -s /etc l && tar -czf a.tgz x l`]);
    await expect(upload(await readFile(join(evil, "a.tgz")))).rejects.toThrow("leads out");
    const { workspaceId } = jobs.actor;
    expect(await sourceStore(workspaceId).stat("")).toBeNull();
    expect(await db().sourceSnapshot.count({ where: { workspaceId } })).toBe(0);
  });

  test("is kept while a job names it, and swept when none ever has", async () => {
    const used = await upload(await archiveOf({ "a.sh": "true" }));
    const unused = await upload(await archiveOf({ "b.sh": "true" }));
    await launch(["true"], { source: { snapshot: used.snapshot.sha256 } });
    const later = new Date(Date.now() + 60_000);
    expect(await sweepSnapshots(new Date(Date.now() - 60_000), later)).toBe(0);
    expect(await sweepSnapshots(later, later)).toBeGreaterThan(0);
    const { workspaceId } = jobs.actor;
    const left = await db().sourceSnapshot.findMany({ where: { workspaceId } });
    expect(left.map(({ sha256 }) => sha256)).toEqual([used.snapshot.sha256]);
    const store = sourceStore(workspaceId);
    expect(await store.stat(unused.snapshot.sha256)).toBeNull();
    expect(await store.stat(used.snapshot.sha256)).toMatchObject({ isDirectory: true });
  });
});

test("a snapshot that is being launched with, or was meanwhile, stays, and nobody is kept waiting", async () => {
  const { workspaceId } = jobs.actor;
  const later = new Date(Date.now() + 60_000);
  await sweepSnapshots(later, later);
  const names = ["a", "b", "c"];
  for (const name of names) await upload(await archiveOf({ [`${name}.sh`]: "true" }));
  const rows = await db().sourceSnapshot.findMany({
    where: { workspaceId },
    orderBy: { id: "asc" },
  });
  const tx = await pool().connect();
  try {
    await tx.query("BEGIN");
    await tx.query("SELECT 1 FROM source_snapshots WHERE id = $1 FOR KEY SHARE", [rows[0]?.id]);
    expect(await sweepSnapshots(later, later)).toBe(2);
    await tx.query("COMMIT");
  } finally {
    tx.release();
  }
  const left = await db().sourceSnapshot.findMany({ where: { workspaceId } });
  expect(left.map(({ id }) => id)).toEqual([rows[0]?.id]);
  const removed = { workspaceId, action: "source-snapshot.removed" };
  expect(await db().auditEvent.count({ where: removed })).toBe(2);
});

const hasPython = (() => {
  try {
    return execFileSync("python3", ["--version"]).length > 0;
  } catch {
    return false;
  }
})();

test.runIf(hasPython)(
  "a machine that only has Python fetches it with the job's token and looks at its hash",
  async () => {
    for (const kind of ["tar", "zip"] as const) {
      const { snapshot } = await upload(await archiveOf({ "a.sh": `echo fetched ${kind}` }, kind));
      const { workspaceSlug } = jobs.actor;
      const address = `${jobs.door.url}/api/slipway/v1/workspaces/${workspaceSlug}/source-snapshots/${snapshot.sha256}/file`;
      const { sha256 } = snapshot;
      const job = await launch(fetchingCommand(["sh", "a.sh"], { sha256, address }));
      await becomes(job.number, "succeeded");
      expect(await textOf(job.number)).toBe(
        `Slipway unpacked snapshot ${sha256}\nfetched ${kind}\n`,
      );
      const wrong = await launch(
        fetchingCommand(["sh", "a.sh"], { sha256: "ab".repeat(32), address }),
      );
      await becomes(wrong.number, "failed");
      expect(await textOf(wrong.number)).toBe(
        "Its hash is another one.\nThe source could not be fetched.\n",
      );
    }
  },
);
