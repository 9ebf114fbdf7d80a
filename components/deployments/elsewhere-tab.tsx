"use client";
import { Cable } from "lucide-react";
import { useOrigin } from "@/components/models/use-origin";
import { MonitorsCard } from "@/components/monitors/monitor-list";
import { useWorkspace } from "@/components/shell/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import type { DeploymentTab } from "@/lib/core/routes";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import type { MonitorSummaryDto } from "@/lib/monitors/dto/screens";
import { TrafficSummary } from "./traffic-summary";

/** What is not done here for a deployment that its owner runs, and why. */
export const WHY_NOT: Readonly<Partial<Record<DeploymentTab, string>>> = {
  traffic:
    "It answers no requests here, so none are counted. Post what it was asked and answered: it is logged under Predictions, and monitors watch it.",
  rollouts:
    "Its owner decides who gets which version, so nothing is rolled out here. Change its traffic to say which version serves now.",
  tests: "Its traffic is not split here, so no two revisions can be compared by an A/B test.",
  playground: "It answers no requests here. Ask it where it runs.",
};

interface ElsewhereTabProps {
  deployment: DeploymentDto;
  tab: DeploymentTab;
  monitors: readonly MonitorSummaryDto[];
}

/** Stands where a deployment that is served here has traffic, rollouts, tests and a playground. */
export function ElsewhereTab({ deployment, tab, monitors }: ElsewhereTabProps) {
  const origin = useOrigin();
  const { slug } = useWorkspace();
  const code = `curl -X POST ${origin}/api/slipway/v1/workspaces/${slug}/deployments/${deployment.name}/predictions \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/x-ndjson" \\
  -d '{"id": "order-1", "at": "2026-01-31T12:00:00Z", "inputs": {"…": 1}, "outputs": 0.13}'`;
  const isTraffic = tab === "traffic";
  return (
    <>
      <EmptyState
        icon={<Cable />}
        title="Served elsewhere"
        {...(isTraffic ? { snippet: { code, language: "Shell" } } : {})}
      >
        {WHY_NOT[tab]}
      </EmptyState>
      {isTraffic ? (
        <>
          <TrafficSummary deployment={deployment} />
          <MonitorsCard monitors={monitors} />
        </>
      ) : null}
    </>
  );
}
