"use client";
import { CircleCheck, CircleHelp, CircleX, ListChecks, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { removeCheckAction } from "@/lib/datasets/actions";
import type { CheckDto, CheckResultDto, VersionDetailDto } from "@/lib/datasets/dto/datasets";
import { AddCheckForm } from "./add-check-form";
import { describeCheck } from "./check-text";
import { InspectButton } from "./profile-card";

const VERDICTS = {
  pass: { tone: "success", Icon: CircleCheck, label: "Passed" },
  fail: { tone: "danger", Icon: CircleX, label: "Failed" },
  warn: { tone: "warning", Icon: TriangleAlert, label: "Warning" },
  inconclusive: { tone: "neutral", Icon: CircleHelp, label: "Inconclusive" },
} as const;

function Result({ result }: { result: CheckResultDto | null }) {
  if (!result) return <p className="text-muted text-sm">Not looked at in this version yet.</p>;
  const { tone, Icon, label } = VERDICTS[result.verdict];
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
        {label}
      </Badge>
      <span>{result.message}</span>
      <span className="text-muted text-xs">
        <RelativeTime at={result.evaluatedAt} />
      </span>
    </p>
  );
}

function CheckRow({ check, datasetId }: { check: CheckDto; datasetId: number }) {
  const { slug } = useWorkspace();
  const canWrite = useCan("dataset:write");
  const text = describeCheck(check.definition);
  const remove = async () => {
    const result = await removeCheckAction({ workspace: slug, datasetId, checkId: check.id });
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="grid min-w-0 grow gap-1">
        <p className="break-words font-medium text-sm">
          {text} {check.severity === "warn" ? <Badge>warns only</Badge> : null}
        </p>
        <Result result={check.result} />
      </div>
      {canWrite ? (
        <IconButton label={`Remove the check: ${text}`} size="sm" onClick={() => void remove()}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      ) : null}
    </li>
  );
}

interface ChecksCardProps {
  datasetId: number;
  detail: VersionDetailDto;
}

/** Rules that every version should meet, and how this one stands to them. */
export function ChecksCard({ datasetId, detail }: ChecksCardProps) {
  const canWrite = useCan("dataset:write");
  const [isAdding, setIsAdding] = useState(false);
  const { checks, columns } = detail;
  const add = canWrite ? (
    <Button size="sm" variant="primary" onClick={() => setIsAdding(true)}>
      Add a check
    </Button>
  ) : null;
  return (
    <Card>
      <CardHeader
        title="Checks"
        description={`Of every version; results are of version ${detail.version.number}.`}
        actions={
          checks.length > 0 ? (
            <>
              <InspectButton datasetId={datasetId} detail={detail} label="Run now" />
              {add}
            </>
          ) : null
        }
      />
      {checks.length === 0 ? (
        <EmptyState icon={<ListChecks />} title="No checks yet" action={add}>
          A check is a rule such as “price is never missing”. New versions are held against it by
          themselves.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {checks.map((check) => (
            <CheckRow key={check.id} check={check} datasetId={datasetId} />
          ))}
        </ul>
      )}
      <Dialog open={isAdding} onOpenChange={setIsAdding}>
        {isAdding ? (
          <AddCheckForm
            datasetId={datasetId}
            columns={columns ?? []}
            onClose={() => setIsAdding(false)}
          />
        ) : null}
      </Dialog>
    </Card>
  );
}
