"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { deleteWebhookAction, reviseWebhookAction, testWebhookAction } from "@/lib/events/actions";
import type { WebhookDto } from "@/lib/events/dto";
import { WebhookForm } from "./webhook-form";

/** What can be done with a webhook. */
export function WebhookButtons({ webhook }: { webhook: WebhookDto }) {
  const { slug: workspace } = useWorkspace();
  const [busy, setBusy] = useState<"test" | "pause" | null>(null);
  const test = async () => {
    setBusy("test");
    const result = await testWebhookAction({ workspace, webhookId: webhook.id });
    setBusy(null);
    if (!result.ok) toast(result.error.message);
    else if (result.data.state === "delivered")
      toast(`The receiver answered ${result.data.status}`);
    else toast(result.data.error ?? "The test was not delivered");
  };
  const pause = async () => {
    setBusy("pause");
    const isActive = !webhook.isActive;
    const result = await reviseWebhookAction({ workspace, webhookId: webhook.id, isActive });
    setBusy(null);
    if (!result.ok) toast(result.error.message);
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => void test()} loading={busy === "test"}>
        Send test
      </Button>
      <Button onClick={() => void pause()} loading={busy === "pause"}>
        {webhook.isActive ? "Pause" : "Resume"}
      </Button>
      <EditButton webhook={webhook} />
      <DeleteButton webhook={webhook} />
    </div>
  );
}

function EditButton({ webhook }: { webhook: WebhookDto }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>Edit</Button>
      </DialogTrigger>
      <WebhookForm webhook={webhook} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

function DeleteButton({ webhook }: { webhook: WebhookDto }) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const remove = async () => {
    const result = await deleteWebhookAction({ workspace, webhookId: webhook.id });
    if (!result.ok) return result.error.message;
    toast(`Webhook “${webhook.name}” was deleted`);
    router.push(routes.webhooks(workspace));
    return undefined;
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Delete</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Delete webhook “${webhook.name}”?`}
        description="Its history goes too, and what is on its way is not sent. This cannot be undone."
        confirmLabel="Delete"
        tone="danger"
        onConfirm={remove}
      />
    </>
  );
}
