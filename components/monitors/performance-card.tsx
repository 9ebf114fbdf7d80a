"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCount, formatPercent, formatPlural } from "@/lib/core/format";
import { endPerformanceAction } from "@/lib/monitors/actions";
import type { PerformanceDto, PerformancePageDto } from "@/lib/monitors/dto/performance";
import { businessInWords } from "@/lib/monitors/rules/performance/business";
import {
  baselineInWords,
  estimatesInWords,
  limitInWords,
  METRIC_WORDS,
  metricText,
  TASK_WORDS,
} from "@/lib/monitors/rules/performance/words";
import { PerformanceDialog } from "./performance-dialog";

function Buttons({ page }: { page: PerformancePageDto }) {
  const { slug: workspace } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [isEnding, setIsEnding] = useState(false);
  const { id, name } = page.monitor;
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        <Pencil aria-hidden="true" />
        Change
      </Button>
      <Button size="sm" variant="ghost" onClick={() => setIsEnding(true)}>
        End
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <PerformanceDialog page={page} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
      <ConfirmDialog
        open={isEnding}
        onOpenChange={setIsEnding}
        title={`Judge the performance of ${name} no more?`}
        description="What was found is kept. Judged again, what is usual is learned anew."
        confirmLabel="End"
        onConfirm={async () => {
          const result = await endPerformanceAction({ workspace, monitor: id });
          return result.ok ? undefined : result.error.message;
        }}
      />
    </>
  );
}

interface PerformanceCardProps {
  page: PerformancePageDto;
  performance: PerformanceDto;
}

/** Everything that the figures depend on. */
export function PerformanceCard({ page, performance }: PerformanceCardProps) {
  const canWrite = useCan("monitor:write");
  const { definition, baseline, problem, version, createdBy, createdAt } = performance;
  const { task, classes, metric, goal, target, delayHours, enoughShare, minRows, business } =
    definition;
  const usual = baseline?.values[metric];
  return (
    <Card aria-label="Definition">
      <CardHeader
        title="Definition"
        description={`Version ${version}`}
        actions={canWrite ? <Buttons page={page} /> : undefined}
      />
      <CardBody>
        <DescriptionList className="text-sm">
          <DescriptionItem term="Task">
            {TASK_WORDS[task]}
            {task === "binary" ? `, positive is ${classes[1]}` : ""}
            {task === "multiclass" ? `: ${classes.join(", ")}` : ""}
          </DescriptionItem>
          <DescriptionItem term="Judged by">
            {METRIC_WORDS[metric].label}
            <p className="text-muted text-xs">{METRIC_WORDS[metric].definition}</p>
          </DescriptionItem>
          <DescriptionItem term="Limit">{limitInWords(definition)}</DescriptionItem>
          <DescriptionItem term="Goal">
            {goal === null ? "None" : metricText(metric, goal)}
          </DescriptionItem>
          <DescriptionItem term="Baseline">
            {baseline ? baselineInWords(baseline) : problem || "Being learned: it takes labels"}
            {baseline && usual !== undefined ? `: ${metricText(metric, usual)}` : ""}
          </DescriptionItem>
          <DescriptionItem term="Estimates">
            {estimatesInWords(task, performance.isEstimated)}
          </DescriptionItem>
          <DescriptionItem term="Waits for labels">
            {`${formatPlural(delayHours, "hour")} after a window, or until ${formatPercent(enoughShare, 0)} of its rows have one`}
          </DescriptionItem>
          <DescriptionItem term="Least labelled rows">{formatCount(minRows)}</DescriptionItem>
          <DescriptionItem term="Target">{target ?? "Not in the reference"}</DescriptionItem>
          {business ? (
            <DescriptionItem term="Business">{businessInWords(business)}</DescriptionItem>
          ) : null}
          <DescriptionItem term="Groups">
            {definition.slices.map(({ column }) => column).join(", ") || "None"}
          </DescriptionItem>
          <DescriptionItem term="Made">
            <RelativeTime at={createdAt} /> by {createdBy}
          </DescriptionItem>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
