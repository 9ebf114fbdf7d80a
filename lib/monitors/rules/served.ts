import type { TrafficPlan } from "@/lib/deployments/schema/traffic";
import { readSignature } from "@/lib/gateway/rules/signature";

/** A deployment, as far as it says what a monitor of it would watch. */
interface Served<Revision> {
  plan: TrafficPlan;
  revisions: readonly Revision[];
}

/** What answers most of a deployment's requests. */
export function stableOf<Revision extends { number: number }>({
  plan,
  revisions,
}: Served<Revision>): Revision | undefined {
  const [most] = plan.weights.toSorted((one, other) => other.weight - one.weight);
  return revisions.find(({ number }) => number === most?.revision);
}

/** The columns that a model is sent, when its signature names them. */
export function sentColumns(served: Served<{ number: number; signature: unknown }>) {
  const { inputs } = readSignature(stableOf(served)?.signature);
  return inputs?.kind === "columns" ? inputs.columns.map(({ name }) => name) : null;
}
