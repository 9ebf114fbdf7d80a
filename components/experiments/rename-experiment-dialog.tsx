"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import { RenameForm } from "@/components/ui/rename-form";
import { renameExperimentAction } from "@/lib/experiments/actions";

interface RenameExperimentDialogProps {
  experiment: { id: number; name: string } | null;
  onClose: () => void;
  onRenamed: () => void;
}

export function RenameExperimentDialog(props: RenameExperimentDialogProps) {
  const { experiment, onClose, onRenamed } = props;
  const { slug } = useWorkspace();
  const rename = async (id: number, name: string) => {
    const result = await renameExperimentAction({ workspace: slug, id, name });
    if (result.ok) onRenamed();
    else if (result.error.code === "ALREADY_EXISTS")
      return "An experiment of this name exists, perhaps deleted.";
    return result.ok ? null : (result.error.fields?.name ?? result.error.message);
  };
  return (
    <Dialog open={experiment !== null} onOpenChange={onClose}>
      {experiment ? (
        <RenameForm
          noun="experiment"
          name={experiment.name}
          description="Scripts that name it have to use the new name."
          onRename={(name) => rename(experiment.id, name)}
          onClose={onClose}
        />
      ) : null}
    </Dialog>
  );
}
