import "server-only";
import type { PublishedPolicy } from "@/lib/approvals/rules/policies";
import { isSameTarget } from "@/lib/approvals/rules/targets";
import { readPolicies } from "@/lib/approvals/sql/policies";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import type { EnvironmentDto } from "../dto/deployments";

export function environmentNotFound(name: string): AppError {
  const message = `There is no environment "${name}" in this workspace.`;
  return new AppError("NOT_FOUND", message, { environment: message });
}

/** An environment that stays for the rest of the transaction. Throws NOT_FOUND. */
export async function holdEnvironment(
  tx: Tx,
  workspaceId: string,
  name: string,
): Promise<{ id: bigint; name: string }> {
  const [row] = await tx.$queryRaw<{ id: bigint; name: string }[]>`
    SELECT id, name FROM deployment_environments WHERE workspace_id = ${workspaceId}::uuid AND name = ${name}
    FOR SHARE`;
  if (!row) throw environmentNotFound(name);
  return row;
}

/** All environments of a workspace, with the policies that name them. */
export async function readEnvironments(workspaceId: string): Promise<EnvironmentDto[]> {
  const [rows, policies] = await Promise.all([
    db().deploymentEnvironment.findMany({
      where: { workspaceId },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      include: { _count: { select: { deployments: { where: { deletedAt: null } } } } },
    }),
    readPolicies(db(), workspaceId),
  ]);
  return rows.map(({ name, _count }, index) => ({
    name,
    position: index + 1,
    policies: policiesOver(policies, name),
    deployments: _count.deployments,
  }));
}

/** Names of the policies that protect an environment, for some models or all. */
export function policiesOver(policies: readonly PublishedPolicy[], name: string): string[] {
  return policies
    .filter(({ document }) =>
      document.targets.some((one) => isSameTarget(one, { kind: "environment", value: name })),
    )
    .map((policy) => policy.name);
}
