"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

interface DeleteButtonProps {
  /** What is deleted: "schedule", "webhook". */
  kind: string;
  name: string;
  /** What that means, in sentences. */
  description: string;
  remove: () => Promise<{ ok: true } | { ok: false; error: { message: string } }>;
}

/** Deletes a part of a pipeline when that was meant. */
export function DeleteButton({ kind, name, description, remove }: DeleteButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const confirm = async () => {
    const result = await remove();
    return result.ok ? undefined : result.error.message;
  };
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setIsOpen(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Delete ${kind} “${name}”?`}
        description={description}
        confirmLabel="Delete"
        tone="danger"
        onConfirm={confirm}
      />
    </>
  );
}
