"use client";
import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useQueryState } from "nuqs";
import { LogView } from "@/components/compute/log-view";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Select } from "@/components/ui/select";
import { NOTHING_PRINTED } from "@/lib/compute/rules/terminal";
import { routes } from "@/lib/core/routes";
import type { RevisionDto } from "@/lib/deployments/dto/deployments";
import { revisionParam } from "@/lib/deployments/search-params";
import { revisionLogOptions } from "@/lib/gateway/query-options";
import { servedTitle } from "./traffic-parts";

interface LogsTabProps {
  deployment: string;
  /** The newest first. */
  revisions: readonly RevisionDto[];
}

const EMPTY: Readonly<Record<RevisionDto["backend"]["kind"], string>> = {
  onnx: "Models in ONNX run beside the server and print nothing.",
  process: "Its process has printed nothing yet.",
  external: "It runs elsewhere: its log is there.",
  elsewhere: "Its owner runs it: its log is there.",
  ray: "It runs on the cluster: its log is in Ray's dashboard.",
};

interface RevisionLogProps extends LogsTabProps {
  revision: RevisionDto;
  onRevision: (revision: number) => void;
}

function RevisionLog({ deployment, revisions, revision, onRevision }: RevisionLogProps) {
  const { slug } = useWorkspace();
  const { data, error, isPending, refetch } = useQuery(
    revisionLogOptions(slug, deployment, revision.number),
  );
  return (
    <LogView
      printed={data?.printed ?? NOTHING_PRINTED}
      isRead={!isPending}
      problem={error?.message}
      onRetry={() => void refetch()}
      file={routes.revisionLogFile(slug, deployment, revision.number)}
      emptyText={EMPTY[revision.backend.kind]}
      actions={
        <Select
          label="Revision"
          options={revisions.map((one) => ({
            value: String(one.number),
            label: `Revision ${one.number}: ${servedTitle(one)}`,
          }))}
          value={String(revision.number)}
          onChange={(number) => onRevision(Number(number))}
          className="w-40 sm:w-56"
        />
      }
    />
  );
}

/** What the processes of a deployment's revisions print; at first that of the one with the most traffic. */
export function LogsTab(props: LogsTabProps) {
  const [number, setNumber] = useQueryState("revision", revisionParam);
  const { revisions } = props;
  const [most] = revisions.toSorted((a, b) => b.weight - a.weight);
  const revision = revisions.find((one) => one.number === number) ?? most;
  if (!revision)
    return (
      <Card>
        <EmptyState icon={<ScrollText />} title="No revisions">
          Add one, and what its process prints appears here.
        </EmptyState>
      </Card>
    );
  return (
    <RevisionLog
      key={revision.number}
      {...props}
      revision={revision}
      onRevision={(next) => void setNumber(next)}
    />
  );
}
