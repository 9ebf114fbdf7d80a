import "server-only";
import { randomBytes } from "node:crypto";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { hashPassword } from "@/lib/access/passwords";
import { SCOPES } from "@/lib/access/permissions";
import { hashSecret } from "@/lib/access/secrets";
import { recordAudit, systemIn } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/client";

export interface FirstAdmin {
  email: string;
  /** Absent: one is made and answered. */
  password: string | undefined;
  /** Absent: no token is made. */
  token: string | undefined;
}

/** The default experiment of a workspace; the wire calls it "0". In the default workspace that is its real id. */
export async function createDefaultExperiment(tx: Tx, workspaceId: string, owner: string) {
  const now = BigInt(Date.now());
  const isFirst = (await tx.experiment.count({ where: { id: 0n } })) === 0;
  const experiment = await tx.experiment.create({
    data: {
      ...(isFirst ? { id: 0n } : {}),
      workspaceId,
      name: "Default",
      artifactLocation: isFirst ? "mlflow-artifacts:/0" : "",
      creationTime: now,
      lastUpdateTime: now,
      owner,
    },
  });
  if (!isFirst)
    await tx.experiment.update({
      where: { id: experiment.id },
      data: { artifactLocation: `mlflow-artifacts:/${experiment.id}` },
    });
  await tx.workspace.update({
    where: { id: workspaceId },
    data: { defaultExperimentId: experiment.id },
  });
}

/**
 * On a database without users: the default workspace and its administrator. Answers the password that was made, or
 * null when one was given or there are users already.
 */
export async function createFirstAdmin(tx: Tx, admin: FirstAdmin): Promise<string | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('slipway first start'))`;
  if ((await tx.user.count()) > 0) return null;
  const made = admin.password === undefined ? randomBytes(12).toString("base64url") : null;
  const workspace = await tx.workspace.create({
    data: { slug: DEFAULT_WORKSPACE, name: "Default workspace" },
  });
  const user = await tx.user.create({
    data: {
      email: admin.email.toLowerCase(),
      name: "Administrator",
      passwordHash: await hashPassword(admin.password ?? made ?? ""),
      isOperator: true,
      memberships: { create: { workspaceId: workspace.id, role: "admin" } },
    },
  });
  if (admin.token !== undefined)
    await tx.apiToken.create({
      data: {
        userId: user.id,
        name: "first administrator",
        hash: hashSecret(admin.token),
        prefix: admin.token.slice(0, 4),
        scopes: [...SCOPES],
      },
    });
  await createDefaultExperiment(tx, workspace.id, user.email);
  await recordAudit(tx, systemIn(workspace.id), {
    action: "workspace.created",
    subject: `workspace ${workspace.slug}`,
    after: { name: workspace.name, firstAdmin: user.id, hasToken: admin.token !== undefined },
  });
  return made;
}
