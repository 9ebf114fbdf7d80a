"use client";
import { Cpu, Server } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import type { BackendQueueDto } from "@/lib/compute/dto/backends";
import { formatCount, formatDuration, formatPlural, NO_VALUE } from "@/lib/core/format";
import { backendState, LastTest } from "./backend-state";

function Waits({ backend }: { backend: BackendQueueDto }) {
  const { queued, queue } = backend;
  const { oldestSince, begun, medianWaitMs, longWaitMs } = queue;
  return (
    <DescriptionList>
      <DescriptionItem term="Waiting">
        {formatPlural(queued, "job")}
        {oldestSince === null ? null : (
          <>
            , the first since <RelativeTime at={oldestSince} />
          </>
        )}
      </DescriptionItem>
      <DescriptionItem term="Usual wait">
        {medianWaitMs === null ? (
          NO_VALUE
        ) : (
          <span title={`The median of ${formatPlural(begun, "job")} that began within a day`}>
            {formatDuration(medianWaitMs)}
          </span>
        )}
      </DescriptionItem>
      <DescriptionItem term="Long wait">
        {longWaitMs === null ? (
          NO_VALUE
        ) : (
          <span title="Of twenty jobs that began within a day, nineteen waited no longer">
            {formatDuration(longWaitMs)}
          </span>
        )}
      </DescriptionItem>
    </DescriptionList>
  );
}

function BackendCapacity({ backend }: { backend: BackendQueueDto }) {
  const { name, kind, running, maxJobs, maxJobsPerUser } = backend;
  const { label, tone } = backendState(backend);
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted [&>svg]:size-4">
          {kind === "ray" ? <Server aria-hidden="true" /> : <Cpu aria-hidden="true" />}
        </span>
        <span className="break-words font-medium text-sm">{name}</span>
        <Badge tone={tone}>{label}</Badge>
      </div>
      <div className="grid max-w-120 gap-1">
        <Progress label={`Places of ${name} that are taken`} value={running / maxJobs} />
        <p className="text-muted text-xs tabular-nums">
          {formatCount(running)} of {formatPlural(maxJobs, "place")} taken
          {maxJobsPerUser === null ? null : `, at most ${maxJobsPerUser} for one person`}
        </p>
      </div>
      <Waits backend={backend} />
      {backend.isReachable ? <LastTest backend={backend} /> : null}
    </li>
  );
}

/** How much of each backend is taken, how long its jobs wait, and whether it works. */
export function CapacityCard({ backends }: { backends: readonly BackendQueueDto[] }) {
  return (
    <Card aria-label="Capacity">
      <CardHeader title="Capacity" description="Waits are of jobs that began within a day" />
      <ul className="divide-y divide-line">
        {backends.map((backend) => (
          <BackendCapacity key={backend.id} backend={backend} />
        ))}
      </ul>
    </Card>
  );
}
