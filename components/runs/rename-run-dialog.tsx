"use client";
import { Dialog } from "@/components/ui/dialog";
import { RenameForm } from "@/components/ui/rename-form";
import { renameRunAction } from "@/lib/runs/actions/lifecycle";

interface RenameRunDialogProps {
  workspace: string;
  run: { uuid: string; name: string };
  isOpen: boolean;
  onClose: () => void;
}

export function RenameRunDialog({ workspace, run, isOpen, onClose }: RenameRunDialogProps) {
  const rename = async (name: string) => {
    const result = await renameRunAction({ workspace, runUuid: run.uuid, name });
    return result.ok ? null : (result.error.fields?.name ?? result.error.message);
  };
  return (
    <Dialog open={isOpen} onOpenChange={onClose}>
      {isOpen ? (
        <RenameForm noun="run" name={run.name} onRename={rename} onClose={onClose} />
      ) : null}
    </Dialog>
  );
}
