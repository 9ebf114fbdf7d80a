import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { ROLES, type Role, type Scope } from "@/lib/access/permissions";
import { settleEnv } from "@/lib/core/env";
import { closeDatabase, db } from "@/lib/db/client";
import { closePool } from "@/lib/db/pool";
import { createDefaultExperiment } from "@/lib/workspaces/commands/first-start";
import { TEMPLATE } from "./global-setup";

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Gives the tests of a file a migrated, empty PostgreSQL database and a data folder of their own. */
export function setUpDatabase(): void {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  let dataFolder: string | undefined;
  beforeAll(async () => {
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
    dataFolder = await mkdtemp(join(tmpdir(), "slipway-data-"));
    settleEnv({
      DATABASE_URL: `${inject("postgresUrl")}/${name}`,
      SLIPWAY_DATA: dataFolder,
      SLIPWAY_SECRET: "a secret of the tests, which signs nothing else",
      LOG_LEVEL: "silent",
    });
  });
  afterAll(async () => {
    await closeDatabase();
    await closePool();
    await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    if (dataFolder) await rm(dataFolder, { recursive: true, force: true });
  });
}

export interface TestWorkspace {
  id: string;
  slug: string;
}

export async function makeWorkspace(
  slug = `w-${randomUUID().slice(0, 8)}`,
): Promise<TestWorkspace> {
  return db().$transaction(async (tx) => {
    const workspace = await tx.workspace.create({ data: { slug, name: slug } });
    await createDefaultExperiment(tx, workspace.id, "owner@example.org");
    return { id: workspace.id, slug };
  });
}

interface ActorOptions {
  role?: Role;
  /** Absent: a new one is made. */
  workspace?: TestWorkspace;
  email?: string;
  tokenName?: string | null;
  scopes?: readonly Scope[] | null;
  isOperator?: boolean;
}

/** A user with a membership, as the actor that queries and commands take. */
export async function makeActor(options: ActorOptions = {}): Promise<Actor> {
  const { role = "admin", tokenName = null, scopes = null, isOperator = false } = options;
  const workspace = options.workspace ?? (await makeWorkspace());
  const email = options.email ?? `${role}-${randomUUID().slice(0, 8)}@example.org`;
  const user = await db().user.create({
    data: {
      email,
      name: email,
      isOperator,
      memberships: { create: { workspaceId: workspace.id, role } },
    },
  });
  return {
    userId: user.id,
    email,
    name: email,
    tokenName,
    scopes: scopes ? new Set(scopes) : null,
    isOperator,
    isBound: false,
    expiresAt: null,
    signedInAt: null,
    workspaceId: workspace.id,
    workspaceSlug: workspace.slug,
    role,
  };
}

/** One actor of each role, in one workspace. */
export async function makeActors(): Promise<Record<Role, Actor>> {
  const workspace = await makeWorkspace();
  const actors = await Promise.all(ROLES.map((role) => makeActor({ role, workspace })));
  // One actor was made for each role, in the order of ROLES.
  return Object.fromEntries(actors.map((actor) => [actor.role, actor])) as Record<Role, Actor>;
}
