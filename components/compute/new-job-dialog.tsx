"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { usableBackends } from "@/lib/compute/rules/backends";
import { routes } from "@/lib/core/routes";
import { NewJobForm } from "./new-job-form";

/** Launches a job and goes to it, where its log appears. Nothing where no job can run, or for who may launch none. */
export function NewJobButton({ backends }: { backends: readonly BackendDto[] }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const mayLaunch = useCan("job:launch");
  const usable = usableBackends(backends);
  if (!mayLaunch || usable.length === 0) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New job
        </Button>
      </DialogTrigger>
      <NewJobForm backends={usable} onDone={(number) => router.push(routes.job(slug, number))} />
    </Dialog>
  );
}
