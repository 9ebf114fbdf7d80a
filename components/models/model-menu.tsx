"use client";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { deleteModelAction, renameModelAction } from "@/lib/models/actions";

interface ModelMenuProps {
  name: string;
  versionCount: number;
}

/** What can be done with a model as a whole. */
export function ModelMenu({ name, versionCount }: ModelMenuProps) {
  const mayWrite = useCan("model:write");
  const { slug } = useWorkspace();
  const router = useRouter();
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  if (!mayWrite) return null;
  const remove = async () => {
    const result = await deleteModelAction({ workspace: slug, name });
    if (!result.ok) return result.error.message;
    toast(`Deleted model “${name}”`, { tone: "success" });
    router.push(routes.models(slug));
    return undefined;
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label="Actions on this model">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setOpen("rename")}>
            Rename…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem
            icon={<Trash2 aria-hidden="true" />}
            tone="danger"
            onSelect={() => setOpen("delete")}
          >
            Delete model…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={open === "rename"} onOpenChange={() => setOpen(null)}>
        {open === "rename" ? <RenameForm name={name} onClose={() => setOpen(null)} /> : null}
      </Dialog>
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={() => setOpen(null)}
        title={`Delete model “${name}”?`}
        description={`Its ${formatPlural(versionCount, "version")}, aliases and tags are deleted with it, and loading it by name will fail. This cannot be undone. The files of its versions stay where they are.`}
        confirmLabel="Delete model"
        tone="danger"
        typeToConfirm={name}
        onConfirm={remove}
      />
    </>
  );
}

function RenameForm({ name, onClose }: { name: string; onClose: () => void }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const [newName, setNewName] = useState(name);
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const rename = async () => {
    setIsSaving(true);
    const result = await renameModelAction({ workspace: slug, name, newName });
    setIsSaving(false);
    if (!result.ok) {
      setProblem(result.error.fields?.newName ?? result.error.message);
      return;
    }
    toast(`Renamed to “${newName.trim()}”`, { tone: "success" });
    router.replace(routes.model(slug, newName.trim()));
    onClose();
  };
  return (
    <FormDialog
      size="sm"
      title="Rename model"
      description="Whoever loads it by its old name will not find it any more."
      submitLabel="Rename"
      isSubmitting={isSaving}
      onSubmit={rename}
    >
      <Field label="Name" required error={problem}>
        <Input
          value={newName}
          onChange={(event) => setNewName(event.target.value)}
          spellCheck={false}
        />
      </Field>
    </FormDialog>
  );
}
