import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { datasetStore } from "@/lib/storage/artifact-store";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { inspectHandler } from "../jobs/inspect";
import { listDatasets, listVersions } from "../queries/datasets";
import { compareVersions, getVersion } from "../queries/versions";
import { addCheck, removeCheck } from "./checks";
import { uploadVersion } from "./upload";

setUpDatabase();

const refused = (code: string) => expect.objectContaining({ code });
const CSV = "id,price\n1,5\n2,7\n3,\n";

const upload = (actor: Awaited<ReturnType<typeof makeActor>>, text: string, name = "prices") =>
  uploadVersion(
    actor,
    { name, fileName: "prices.csv" },
    Readable.from([Buffer.from(text)]),
    Buffer.byteLength(text),
  );

async function filesOf(workspaceId: string): Promise<number> {
  let count = 0;
  for await (const _file of datasetStore(workspaceId).walk("")) count += 1;
  return count;
}

describe("an uploaded file", () => {
  it("is a version named by its content's hash, with its profile, once however often it comes", async () => {
    const actor = await makeActor({ role: "contributor" });
    const first = await upload(actor, CSV);
    expect(first).toMatchObject({ isNew: true, version: { number: 1, contentKind: "sha256" } });
    const again = await upload(actor, CSV);
    expect(again).toMatchObject({ isNew: false, version: { id: first.version.id } });
    expect(await filesOf(actor.workspaceId)).toBe(1);
    const { datasetId } = first.version;
    const detail = await getVersion(actor, { datasetId, number: 1 });
    expect(detail.profile.document).toMatchObject({ rows: 3, columns: [{}, { nulls: 1 }] });
    const audit = await db().auditEvent.findMany({
      where: { workspaceId: actor.workspaceId, action: "dataset.version-uploaded" },
    });
    expect(audit).toHaveLength(1);
  });

  it("leaves nothing behind when it is broken, too short or refused", async () => {
    const actor = await makeActor({ role: "contributor" });
    await expect(upload(actor, "a,b\n1\n")).rejects.toEqual(refused("INVALID"));
    await expect(upload(actor, "")).rejects.toEqual(refused("INVALID"));
    const short = uploadVersion(
      actor,
      { name: "prices", fileName: "prices.csv" },
      Readable.from([Buffer.from(CSV)]),
      CSV.length + 5,
    );
    await expect(short).rejects.toEqual(refused("INVALID"));
    const viewer = await makeActor({ role: "viewer" });
    await expect(upload(viewer, CSV)).rejects.toEqual(refused("FORBIDDEN"));
    const other = await makeActor();
    const foreign = uploadVersion(
      other,
      { datasetId: 1_000_000, fileName: "prices.csv" },
      Readable.from([Buffer.from(CSV)]),
      undefined,
    );
    await expect(foreign).rejects.toEqual(refused("NOT_FOUND"));
    for (const { workspaceId } of [actor, viewer, other]) {
      expect(await filesOf(workspaceId)).toBe(0);
      expect(await db().dataset.count({ where: { workspaceId } })).toBe(0);
    }
  });

  it("is held against its dataset's checks, and compared with the version before", async () => {
    const actor = await makeActor({ role: "contributor" });
    const { version } = await upload(actor, CSV);
    const { datasetId } = version;
    const { checkId } = await addCheck(actor, {
      datasetId,
      severity: "warn",
      definition: { kind: "not_null", column: "price" },
    });
    const queued = await db().queueItem.findMany({ where: { kind: inspectHandler.kind } });
    for (const { payload } of queued)
      await inspectHandler.run(payload, {
        signal: new AbortController().signal,
        number: 1,
        isLast: true,
      });
    const first = await getVersion(actor, { datasetId, number: 1 });
    expect(first.checks).toMatchObject([{ result: { verdict: "warn", failing: 1, rows: 3 } }]);
    await upload(actor, "id,price,cut\n1,500,a\n2,700,b\n");
    const second = await getVersion(actor, { datasetId, number: 2 });
    expect(second.checks).toMatchObject([{ id: checkId, result: { verdict: "pass" } }]);
    const comparison = await compareVersions(actor, { datasetId, number: 2, with: 1 });
    expect(comparison).toMatchObject({
      rowsBefore: 3,
      rowsAfter: 2,
      schema: [{ name: "cut", change: "added" }],
    });
    expect(comparison.columns?.find(({ name }) => name === "price")?.psi).toBeGreaterThan(0.2);
    await removeCheck(actor, { datasetId, checkId });
    expect((await getVersion(actor, { datasetId, number: 2 })).checks).toEqual([]);
    const versions = await listVersions(actor, { datasetId, limit: 1 });
    expect(versions.items.map(({ number }) => number)).toEqual([2]);
    const rest = await listVersions(actor, {
      datasetId,
      limit: 1,
      pageToken: versions.nextPageToken,
    });
    expect(rest.items.map(({ number }) => number)).toEqual([1]);
    const page = (search: string) => listDatasets(actor, { search, limit: 50 });
    expect((await page("PRICE")).items).toMatchObject([{ name: "prices", versionCount: 2 }]);
    expect((await page("other")).items).toEqual([]);
  });

  it("sent by several at the same time makes one version", async () => {
    const actor = await makeActor({ role: "contributor" });
    const answers = await Promise.all([upload(actor, CSV), upload(actor, CSV)]);
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await db().datasetVersion.count({ where: { workspaceId: actor.workspaceId } })).toBe(1);
    expect(await filesOf(actor.workspaceId)).toBe(1);
  });
});
