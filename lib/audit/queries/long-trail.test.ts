import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { recordAudit } from "../record";
import { listAuditInput } from "../schema";
import { LOOKED_THROUGH } from "../sql/find-events";
import { exportAudit, listAuditEvents } from "./events";

setUpDatabase();

test("a long trail is searched part by part, and says how far a search has come", async () => {
  const auditor = await makeActor();
  const record = (subject: string) =>
    db().$transaction((tx) => recordAudit(tx, auditor, { action: "model.created", subject }));
  await record("model first");
  await db().$executeRaw`
    INSERT INTO audit_events (workspace_id, role, action, subject, payload_digest)
    SELECT ${auditor.workspaceId}::uuid, 'admin', 'run.updated', 'run ' || n, ''::bytea
    FROM generate_series(1, ${LOOKED_THROUGH}::int) n`;
  await record("model second");
  const search = (filter: Record<string, unknown>) =>
    listAuditEvents(auditor, listAuditInput.parse({ limit: 5, ...filter }));

  const recent = await search({ text: "model.created" });
  expect(recent.items.map(({ subject }) => subject)).toEqual(["model second"]);
  expect(recent.lookedUntil).toEqual(expect.any(String));
  const older = await search({ text: "model.created", pageToken: recent.nextPageToken });
  expect(older).toEqual({ items: [expect.objectContaining({ subject: "model first" })] });
  expect(await search({ role: "nobody" })).toMatchObject({
    items: [],
    lookedUntil: expect.any(String),
  });

  const [found, whole] = [await search({ object: "model first" }), await search({ action: "run" })];
  expect(found, "an index finds it").not.toHaveProperty("lookedUntil");
  expect(found.items).toHaveLength(1);
  expect(whole, "a full page needs no excuse").not.toHaveProperty("lookedUntil");

  const { chunks } = await exportAudit(auditor, { format: "json", action: "model.created" });
  let text = "";
  for await (const chunk of chunks) text += chunk;
  expect(JSON.parse(text), "an export looks through all of it").toHaveLength(2);
});
