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
import { IconButton } from "@/components/ui/icon-button";
import { RenameForm } from "@/components/ui/rename-form";
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
  const rename = async (newName: string) => {
    const result = await renameModelAction({ workspace: slug, name, newName });
    if (!result.ok) return result.error.fields?.newName ?? result.error.message;
    router.replace(routes.model(slug, newName));
    return null;
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
        {open === "rename" ? (
          <RenameForm
            noun="model"
            name={name}
            description="Whoever loads it by its old name will not find it any more."
            onRename={rename}
            onClose={() => setOpen(null)}
          />
        ) : null}
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
