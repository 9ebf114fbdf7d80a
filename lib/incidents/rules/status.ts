import { AppError } from "@/lib/core/errors";

/** The deployment of an incident. Throws CONFLICT for one that is about a dataset: nothing of it can be gone back to or retrained. */
export function deploymentOf({
  deployment,
  number,
}: {
  deployment: string | null;
  number: number;
}): string {
  if (deployment !== null) return deployment;
  throw new AppError("CONFLICT", `Incident ${number} is about a dataset, not about a deployment.`);
}

/** Throws CONFLICT for an incident that is over. */
export function assertUnresolved({ status, number }: { status: string; number: number }): void {
  if (status === "resolved")
    throw new AppError("CONFLICT", `Incident ${number} is resolved. Reopen it first.`);
}
