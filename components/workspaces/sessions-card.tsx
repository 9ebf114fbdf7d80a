"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { routes } from "@/lib/core/routes";
import { endMySessionsAction } from "@/lib/workspaces/actions";

export function SessionsCard() {
  const [isOpen, setIsOpen] = useState(false);
  const end = async () => {
    const result = await endMySessionsAction({});
    if (!result.ok) return result.error.message;
    window.location.assign(routes.signIn());
    return undefined;
  };
  return (
    <Card className="flex-row flex-wrap items-center gap-3 p-4">
      <div className="grid grow basis-64 gap-0.5">
        <h3 className="font-medium text-sm">Sign out everywhere</h3>
        <p className="text-muted text-sm">
          For a lost laptop or a shared computer. API tokens go on working.
        </p>
      </div>
      <Button onClick={() => setIsOpen(true)}>Sign out everywhere</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title="Sign out on all devices?"
        description="Every session of yours ends, this one included. You sign in again afterwards."
        confirmLabel="Sign out everywhere"
        onConfirm={end}
      />
    </Card>
  );
}
