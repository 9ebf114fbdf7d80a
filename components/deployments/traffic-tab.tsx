"use client";
import { useOrigin } from "@/components/models/use-origin";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import type { LiveTrafficDto } from "@/lib/deployments/dto/traffic";
import type { TrafficRange } from "@/lib/deployments/rules/traffic";
import { TrafficCharts } from "./traffic-charts";
import { TrafficSummary } from "./traffic-summary";

interface TrafficTabProps {
  deployment: DeploymentDto;
  traffic: LiveTrafficDto | null;
  range: TrafficRange;
}

/** What is asked now, who answers it, and what it is all for. */
export function TrafficTab({ deployment, traffic, range }: TrafficTabProps) {
  const origin = useOrigin();
  const snippet = `curl -X POST ${origin}/serve/${deployment.name}/invocations \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"dataframe_split": {"columns": ["…"], "data": [["…"]]}}'`;
  return (
    <>
      {traffic ? (
        <TrafficCharts
          key={deployment.name}
          deployment={deployment.name}
          initial={traffic}
          initialRange={range}
          snippet={snippet}
        />
      ) : null}
      <TrafficSummary deployment={deployment} />
    </>
  );
}
