"use client";
import { useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { runProvenanceOptions } from "@/lib/compute/query-options";
import { usableBackends } from "@/lib/compute/rules/backends";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import type { RunDraft } from "./job-form";
import { NewJobForm } from "./new-job-form";

interface DraftButtonProps {
  runUuid: string;
  experiment: RunDraft["experiment"];
  backends: readonly BackendDto[];
}

/** Runs again what no job made, with what its client told filled in. */
export function DraftButton({ runUuid, experiment, backends }: DraftButtonProps) {
  const { slug: workspace } = useWorkspace();
  const mayLaunch = useCan("job:launch");
  const router = useRouter();
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const [draft, setDraft] = useState<RunDraft | null>(null);
  const usable = usableBackends(backends);
  if (!mayLaunch || usable.length === 0) return null;
  const open = async () => {
    setIsBusy(true);
    try {
      const found = await queries.ensureQueryData(runProvenanceOptions(workspace, runUuid));
      if (found.draft) setDraft({ ...found.draft, experiment, unpinned: found.unpinned });
    } catch (error) {
      const message =
        error instanceof AppError ? error.message : "What is known of it could not be read.";
      toast(message, { tone: "danger" });
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Button loading={isBusy} onClick={() => void open()}>
        <RotateCw aria-hidden="true" />
        Run again with changes
      </Button>
      <Dialog open={draft !== null} onOpenChange={(isOpen) => !isOpen && setDraft(null)}>
        {draft ? (
          <NewJobForm
            backends={usable}
            draft={draft}
            onDone={(number) => router.push(routes.job(workspace, number))}
          />
        ) : null}
      </Dialog>
    </>
  );
}
