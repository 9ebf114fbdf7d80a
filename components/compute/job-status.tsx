import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
} from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { isOver } from "@/lib/compute/rules/lifecycle";
import type { JobStatus } from "@/lib/compute/schema/jobs";

export const STATUS_LABELS: Readonly<Record<JobStatus, string>> = {
  queued: "Queued",
  starting: "Starting",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
  lost: "Lost",
};

const LOOKS: Readonly<Record<JobStatus, { tone: Tone; Icon: typeof CircleCheck }>> = {
  queued: { tone: "neutral", Icon: CircleDashed },
  starting: { tone: "info", Icon: Hourglass },
  running: { tone: "info", Icon: LoaderCircle },
  succeeded: { tone: "success", Icon: CircleCheck },
  failed: { tone: "danger", Icon: CircleX },
  cancelled: { tone: "warning", Icon: CircleSlash },
  lost: { tone: "danger", Icon: CircleHelp },
};

type Shown = Pick<JobDto, "status"> & Partial<Pick<JobDto, "cancelRequestedAt">>;

export function JobStatusBadge({ job }: { job: Shown }) {
  const { tone, Icon } = LOOKS[job.status];
  const isStopping = (job.cancelRequestedAt ?? null) !== null && !isOver(job.status);
  return (
    <Badge tone={isStopping ? "warning" : tone} icon={<Icon aria-hidden="true" />}>
      {isStopping ? "Stopping" : STATUS_LABELS[job.status]}
    </Badge>
  );
}
