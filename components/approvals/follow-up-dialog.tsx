"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { closeFollowUpAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { TextDialog } from "./text-dialog";

const FIELD = {
  name: "resolution",
  label: "What was found, and whether the promotion stands",
  maxLength: 5_000,
  required: true,
};

type Followed = Pick<ApprovalRequestDto, "number" | "modelName" | "version">;

/** Closes what an emergency left open, with what was found. */
export function FollowUpButton({ request }: { request: Followed }) {
  const { slug: workspace } = useWorkspace();
  const { number, modelName, version } = request;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>Close follow-up…</Button>
      </DialogTrigger>
      {isOpen ? (
        <TextDialog
          title="Close the follow-up"
          description={`${modelName} ${version} went past the approvals. What you write is kept with your name.`}
          submitLabel="Close follow-up"
          field={FIELD}
          send={(resolution) => closeFollowUpAction({ workspace, number, resolution })}
          done="Closed the follow-up"
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </Dialog>
  );
}
