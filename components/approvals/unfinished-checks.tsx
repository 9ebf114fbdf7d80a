import { Callout } from "@/components/ui/callout";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { formatPlural } from "@/lib/core/format";

/** Whoever signs while a check is out will be asked again when its result comes in. */
export function UnfinishedChecks({ request }: { request: ApprovalRequestDetailDto }) {
  const unfinished = request.gateResults.filter(({ verdict }) => verdict === "not_run");
  if (unfinished.length === 0) return null;
  return (
    <Callout
      tone="warning"
      title={`${formatPlural(unfinished.length, "check has", "checks have")} no result yet`}
    >
      {unfinished.map(({ title }) => title).join(", ")}. A result changes the evidence, and
      everybody who has signed by then is asked again.
    </Callout>
  );
}
