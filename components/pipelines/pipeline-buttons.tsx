"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { archivePipelineAction, restorePipelineAction } from "@/lib/pipelines/actions";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import { LaunchButton } from "./launch-dialog";
import { PipelineForm } from "./pipeline-form";

function EditButton({ pipeline }: { pipeline: PipelineDto }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>Edit</Button>
      </DialogTrigger>
      <PipelineForm base={pipeline} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function ArchiveButton({ pipeline }: { pipeline: PipelineDto }) {
  const { slug: workspace } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const archive = async () => {
    const result = await archivePipelineAction({ workspace, pipelineId: pipeline.id });
    return result.ok ? undefined : result.error.message;
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Archive</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Archive pipeline “${pipeline.name}”?`}
        description="It is launched no more, by whatever way, until somebody restores it. Its jobs stay."
        confirmLabel="Archive"
        onConfirm={archive}
      />
    </>
  );
}

function RestoreButton({ pipeline }: { pipeline: PipelineDto }) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const restore = async () => {
    setIsBusy(true);
    const result = await restorePipelineAction({ workspace, pipelineId: pipeline.id });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <Button loading={isBusy} onClick={() => void restore()}>
      Restore
    </Button>
  );
}

/** What can be done with a pipeline by whoever looks at it. */
export function PipelineButtons({ pipeline }: { pipeline: PipelineDto }) {
  const mayWrite = useCan("pipeline:write");
  if (pipeline.isArchived) return mayWrite ? <RestoreButton pipeline={pipeline} /> : null;
  return (
    <>
      {mayWrite ? (
        <>
          <ArchiveButton pipeline={pipeline} />
          <EditButton pipeline={pipeline} />
        </>
      ) : null}
      <LaunchButton pipeline={pipeline} />
    </>
  );
}
