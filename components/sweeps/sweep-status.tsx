import { CircleCheck, CircleSlash, LoaderCircle } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { formatCount } from "@/lib/core/format";
import type { SweepDto, TrialCounts } from "@/lib/sweeps/dto";
import type { SweepStatus } from "@/lib/sweeps/schema";

export const STATUS_LABELS: Readonly<Record<SweepStatus, string>> = {
  running: "Running",
  finished: "Finished",
  stopped: "Stopped",
};

const LOOKS: Readonly<Record<SweepStatus, { tone: Tone; Icon: typeof CircleCheck }>> = {
  running: { tone: "info", Icon: LoaderCircle },
  finished: { tone: "success", Icon: CircleCheck },
  stopped: { tone: "warning", Icon: CircleSlash },
};

export function SweepStatusBadge({ sweep }: { sweep: Pick<SweepDto, "status" | "endedAt"> }) {
  const { tone, Icon } = LOOKS[sweep.status];
  const isStopping = sweep.status === "stopped" && sweep.endedAt === null;
  return (
    <Badge
      tone={tone}
      icon={
        <Icon
          aria-hidden="true"
          className={sweep.status === "running" ? "animate-spin" : undefined}
        />
      }
    >
      {isStopping ? "Stopping" : STATUS_LABELS[sweep.status]}
    </Badge>
  );
}

const PARTS = [
  { key: "succeeded", label: "succeeded", style: "bg-success-fg" },
  { key: "failed", label: "failed", style: "bg-danger-fg" },
  { key: "cancelled", label: "cancelled", style: "bg-warning-fg" },
  { key: "running", label: "running", style: "bg-accent" },
  { key: "queued", label: "queued", style: "bg-line-control" },
] as const satisfies { key: keyof TrialCounts; label: string; style: string }[];

/** How many trials stand where: as a length, and in words. */
export function SweepProgress({ counts }: { counts: TrialCounts }) {
  const shown = PARTS.filter(({ key }) => counts[key] > 0);
  const ended = counts.succeeded + counts.failed + counts.cancelled;
  const words = [
    `${formatCount(ended)} of ${formatCount(counts.total)} trials ended`,
    ...shown.map(({ key, label }) => `${formatCount(counts[key])} ${label}`),
    ...(counts.waiting > 0 ? [`${formatCount(counts.waiting)} without a job`] : []),
  ];
  return (
    <div className="grid gap-1.5">
      <div aria-hidden="true" className="flex h-2 overflow-hidden rounded-full bg-active">
        {shown.map(({ key, style }) => (
          <span
            key={key}
            className={cn("transition-[width] duration-200", style)}
            style={{ width: `${(counts[key] / counts.total) * 100}%` }}
          />
        ))}
      </div>
      <p className="text-muted text-xs tabular-nums">{words.join(" · ")}</p>
    </div>
  );
}
