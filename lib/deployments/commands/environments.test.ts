import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeRegistry } from "@/lib/testing/approvals";
import { lastAudit } from "@/lib/testing/audit";
import { makeWorkspace, setUpDatabase } from "@/lib/testing/database";
import { deploy } from "@/lib/testing/deployments";
import { listEnvironments } from "../queries/environments";
import { addEnvironment, removeEnvironment, reviseEnvironment } from "./environments";

setUpDatabase();

let owner: Actor;
let admin: Actor;

beforeAll(async () => {
  ({ owner, admin } = await makeRegistry());
});

const names = async () => (await listEnvironments(owner)).map(({ name }) => name);

test("a workspace begins with three environments, of which production is protected", async () => {
  expect(await listEnvironments(owner)).toEqual([
    { name: "development", position: 1, policies: [], deployments: 0 },
    { name: "staging", position: 2, policies: [], deployments: 0 },
    { name: "production", position: 3, policies: ["Production"], deployments: 0 },
  ]);
  const other = { ...admin, workspaceId: (await makeWorkspace()).id };
  expect(await listEnvironments(other)).toHaveLength(3);
});

test("environments are added, renamed and moved by admins, and each is on record", async () => {
  await expect(addEnvironment(owner, { name: "eu" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await addEnvironment(admin, { name: "eu" });
  await expect(addEnvironment(admin, { name: "eu" })).rejects.toMatchObject({
    code: "ALREADY_EXISTS",
  });
  await reviseEnvironment(admin, { environment: "eu", name: "europe", position: 1 });
  expect(await names()).toEqual(["europe", "development", "staging", "production"]);
  expect(await lastAudit(owner)).toMatchObject({
    action: "deployment-environment.revised",
    subject: "deployment environment europe",
    before: { name: "eu", position: 4 },
    after: { name: "europe", position: 1 },
  });
  await reviseEnvironment(admin, { environment: "europe", position: 99 });
  expect(await names()).toEqual(["development", "staging", "production", "europe"]);
  await removeEnvironment(admin, { environment: "europe" });
  expect(await names()).toEqual(["development", "staging", "production"]);
});

test("what a policy protects by its name is neither renamed nor taken away, nor named anew", async () => {
  const refused = { code: "CONFLICT", message: expect.stringContaining('The policy "Production"') };
  const rename = (environment: string, name: string) =>
    reviseEnvironment(admin, { environment, name });
  await expect(rename("production", "live")).rejects.toMatchObject(refused);
  await expect(removeEnvironment(admin, { environment: "production" })).rejects.toMatchObject(
    refused,
  );
});

test("what was deployed in stays", async () => {
  await deploy(owner, "api");
  await expect(removeEnvironment(admin, { environment: "staging" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  expect(await listEnvironments(owner)).toContainEqual(
    expect.objectContaining({ name: "staging", deployments: 1 }),
  );
});
