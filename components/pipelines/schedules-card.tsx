"use client";
import { CalendarClock, Plus } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { deleteScheduleAction } from "@/lib/pipelines/actions";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import type { FiringDto, ScheduleDto } from "@/lib/pipelines/dto/schedules";
import { DeleteButton } from "./delete-button";
import { LastLaunched } from "./last-launched";
import { NextTimes } from "./next-times";
import { ScheduleForm } from "./schedule-form";

function NewScheduleButton({ pipeline }: { pipeline: PipelineDto }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden="true" />
          New schedule
        </Button>
      </DialogTrigger>
      <ScheduleForm pipeline={pipeline} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

interface ScheduleProps {
  pipeline: PipelineDto;
  schedule: ScheduleDto;
}

function ScheduleButtons({ pipeline, schedule }: ScheduleProps) {
  const { slug: workspace } = useWorkspace();
  const [isEditing, setIsEditing] = useState(false);
  const place = { workspace, pipelineId: pipeline.id, scheduleId: schedule.id };
  return (
    <div className="flex shrink-0 gap-1">
      <Dialog open={isEditing} onOpenChange={setIsEditing}>
        <DialogTrigger asChild>
          <Button size="sm" variant="ghost">
            Edit
          </Button>
        </DialogTrigger>
        <ScheduleForm pipeline={pipeline} base={schedule} onDone={() => setIsEditing(false)} />
      </Dialog>
      <DeleteButton
        kind="schedule"
        name={schedule.name}
        description="It launches nothing more. The jobs that it has launched stay."
        remove={() => deleteScheduleAction(place)}
      />
    </div>
  );
}

function LastFiring({ firing }: { firing: FiringDto }) {
  if (firing.job !== null) return <LastLaunched job={firing.job} at={firing.at} />;
  return (
    <p className={firing.outcome === "refused" ? "text-danger-fg text-xs" : "text-muted text-xs"}>
      <RelativeTime at={firing.dueAt} />: {firing.reason}
    </p>
  );
}

function ScheduleItem({ pipeline, schedule }: ScheduleProps) {
  const mayWrite = useCan("pipeline:write");
  const { name, cron, timeZone, isEnabled, savedBy, next, lastFiring } = schedule;
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex items-start gap-x-3">
        <div className="flex min-w-0 grow flex-wrap items-center gap-x-2">
          <span className="break-words font-medium text-sm">{name}</span>
          <code className="font-mono text-xs">{cron}</code>
          <span className="text-muted text-xs">
            {timeZone}, in the name of {savedBy}
          </span>
          {isEnabled ? null : <Badge>Switched off</Badge>}
        </div>
        {mayWrite ? <ScheduleButtons pipeline={pipeline} schedule={schedule} /> : null}
      </div>
      {next.length === 0 || pipeline.isArchived ? null : (
        <NextTimes times={next} timeZone={timeZone} />
      )}
      {lastFiring === null ? null : <LastFiring firing={lastFiring} />}
    </li>
  );
}

interface SchedulesCardProps {
  pipeline: PipelineDto;
  schedules: readonly ScheduleDto[];
}

/** When a pipeline is launched by itself, and what became of it. */
export function SchedulesCard({ pipeline, schedules }: SchedulesCardProps) {
  const mayWrite = useCan("pipeline:write") && !pipeline.isArchived;
  return (
    <Card>
      <CardHeader
        title="Schedules"
        actions={mayWrite ? <NewScheduleButton pipeline={pipeline} /> : null}
      />
      {schedules.length === 0 ? (
        <EmptyState icon={<CalendarClock />} title="No schedules">
          A schedule launches the pipeline by itself, at the times that it says.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {schedules.map((schedule) => (
            <ScheduleItem key={schedule.id} pipeline={pipeline} schedule={schedule} />
          ))}
        </ul>
      )}
    </Card>
  );
}
