"use client";
import { useCan } from "@/components/shell/workspace-context";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";

/** Who may change what serves here: operators where a policy protects the environment. */
export function useMayChange({ isProtected }: Pick<DeploymentDto, "isProtected">): boolean {
  const [mayWrite, mayOperate] = [useCan("deployment:write"), useCan("deployment:operate")];
  return mayWrite && (mayOperate || !isProtected);
}
