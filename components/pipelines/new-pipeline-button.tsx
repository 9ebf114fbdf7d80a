"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { routes } from "@/lib/core/routes";
import { PipelineForm } from "./pipeline-form";

/** Declares a pipeline and goes to it. Nothing for who may declare none. */
export function NewPipelineButton() {
  const { slug } = useWorkspace();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  if (!useCan("pipeline:write")) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New pipeline
        </Button>
      </DialogTrigger>
      <PipelineForm onDone={({ id }) => router.push(routes.pipeline(slug, id))} />
    </Dialog>
  );
}
