import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { shortTarget } from "@/lib/approvals/rules/targets";
import { formatPlural } from "@/lib/core/format";

/** The parts of the evidence in a few words each: what the hash stands for. */
export function SignedThings({ request }: { request: ApprovalRequestDetailDto }) {
  const { modelName, version, target, action, replacesVersion, plan, gateResults } = request;
  const { deployment, policy } = request;
  const held = gateResults.filter(({ verdict }) => verdict === "pass" || verdict === "waived");
  const things = [
    `${modelName} ${version}: its source, the place of its files, its run and its risk tier`,
    action === "set"
      ? `To ${shortTarget(target)}${deployment ? `, deployment ${deployment.name} only` : ""}, in place of ${replacesVersion === null ? "nothing" : `version ${replacesVersion}`}`
      : `Away from ${shortTarget(target)}`,
    plan.steps.length > 0
      ? `The rollout in ${formatPlural(plan.steps.length, "step")}`
      : "The plan as it is written",
    gateResults.length > 0
      ? `${formatPlural(gateResults.length, "gate")}, of which ${held.length} passed or ${held.length === 1 ? "is" : "are"} waived, with what each found`
      : "No gates: the policy has none",
    `Policy ${policy.name}, version ${policy.number}`,
  ];
  return (
    <details className="text-sm">
      <summary className="text-muted">What the hash stands for</summary>
      <ul className="mt-1 list-disc pl-5">
        {things.map((thing) => (
          <li key={thing}>{thing}</li>
        ))}
      </ul>
    </details>
  );
}
