import { Badge } from "@/components/ui/badge";
import {
  describeApprovers,
  describeGates,
  describeTimes,
} from "@/lib/approvals/rules/policy-sentence";
import { shortTarget } from "@/lib/approvals/rules/targets";
import type { PolicyDocument } from "@/lib/approvals/schema/policies";

/** What a policy says, as sentences. */
export function PolicyFacts({ document }: { document: PolicyDocument }) {
  const { targets, riskTiers } = document;
  return (
    <div className="grid gap-2 text-sm">
      <ul aria-label="Targets" className="flex flex-wrap gap-1.5">
        {targets.map((target) => (
          <li key={`${target.kind}:${target.value}`} className="min-w-0">
            <Badge tone="accent">
              {target.kind === "alias" ? "" : `${target.kind} `}
              {shortTarget(target)}
            </Badge>
          </li>
        ))}
      </ul>
      <p className="break-words">
        {riskTiers.length === 0
          ? "For models of every risk tier."
          : `For models of the risk tier ${riskTiers.join(" or ")}.`}{" "}
        {describeApprovers(document)} {describeGates(document)}
      </p>
      <p className="text-muted">{describeTimes(document)}</p>
    </div>
  );
}
