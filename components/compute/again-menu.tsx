"use client";
import { ChevronDown, RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { runAgainAction } from "@/lib/compute/actions";
import type { BackendDto } from "@/lib/compute/dto/backends";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { usableBackends } from "@/lib/compute/rules/backends";
import { routes } from "@/lib/core/routes";
import { NewJobForm } from "./new-job-form";

interface AgainMenuProps {
  job: JobDto;
  backends: readonly BackendDto[];
}

/** Launches what a job was once more, as it was or with changes, and goes to the new job. */
export function AgainMenu({ job, backends }: AgainMenuProps) {
  const { slug: workspace } = useWorkspace();
  const mayLaunch = useCan("job:launch");
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);
  const [isChanging, setIsChanging] = useState(false);
  const usable = usableBackends(backends);
  if (!mayLaunch || usable.length === 0) return null;
  const open = (number: number) => router.push(routes.job(workspace, number));
  const again = async () => {
    setIsBusy(true);
    const result = await runAgainAction({ workspace, number: job.number });
    setIsBusy(false);
    if (!result.ok) return toast(result.error.message, { tone: "danger" });
    toast(`Launched job ${result.data.number}`, { tone: "success" });
    open(result.data.number);
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button loading={isBusy}>
            <RotateCw aria-hidden="true" />
            Run again
            <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => void again()}>As it was</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setIsChanging(true)}>With changes…</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={isChanging} onOpenChange={setIsChanging}>
        <NewJobForm
          backends={usable}
          base={job}
          onDone={(number) => {
            setIsChanging(false);
            open(number);
          }}
        />
      </Dialog>
    </>
  );
}
