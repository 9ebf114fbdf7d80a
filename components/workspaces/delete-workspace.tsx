"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { routes } from "@/lib/core/routes";
import { deleteWorkspaceAction } from "@/lib/workspaces/actions";

/** Deletes a workspace that holds nothing; the server says what it still holds otherwise. */
export function DeleteWorkspace({ slug, name }: { slug: string; name: string }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const remove = async () => {
    const result = await deleteWorkspaceAction({ workspace: slug, confirmation: slug });
    if (!result.ok) return result.error.message;
    router.push(routes.workspaces());
    return undefined;
  };
  return (
    <Card className="flex-row flex-wrap items-center gap-3 p-4">
      <div className="grid grow basis-64 gap-0.5">
        <h3 className="font-medium text-sm">Delete this workspace</h3>
        <p className="text-muted text-sm">
          Only an empty workspace can be deleted. What people recorded is never deleted with it.
        </p>
      </div>
      <Button onClick={() => setIsOpen(true)}>Delete workspace</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Delete workspace “${name}”?`}
        description="Its members lose it, and its tokens stop working. This cannot be undone."
        confirmLabel="Delete"
        tone="danger"
        typeToConfirm={slug}
        onConfirm={remove}
      />
    </Card>
  );
}
