import { GitCompare } from "lucide-react";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { describeTarget } from "@/lib/approvals/rules/targets";
import { routes } from "@/lib/core/routes";

interface NoBaseProps {
  workspace: string;
  request: ApprovalRequestDetailDto;
  /** The version to compare with, when there is one that cannot be read. */
  base: number | null;
}

function whyNot({ request, base }: Omit<NoBaseProps, "workspace">): string {
  if (base !== null)
    return `Version ${base} was there, but one of the two versions is deleted, and nothing is left to compare.`;
  return request.action === "clear"
    ? "The version is taken away: nothing takes its place."
    : `There is no version at the ${describeTarget(request.target)}: this would be the first.`;
}

/** Instead of a comparison, where there is nothing to compare with. */
export function RequestNoBase({ workspace, request, base }: NoBaseProps) {
  const { modelName, version } = request;
  return (
    <Card>
      <CardHeader title="Against what is there now" />
      <EmptyState
        icon={<GitCompare />}
        title="Nothing to compare with"
        className="py-8"
        action={
          <LinkButton href={routes.modelVersion(workspace, modelName, version)}>
            Metrics and files of version {version}
          </LinkButton>
        }
      >
        {whyNot({ request, base })}
      </EmptyState>
    </Card>
  );
}
