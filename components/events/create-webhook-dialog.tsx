"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { routes } from "@/lib/core/routes";
import { WebhookForm } from "./webhook-form";

/** Makes a webhook and goes to it, where it can be tried. */
export function CreateWebhookDialog() {
  const { slug } = useWorkspace();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New webhook
        </Button>
      </DialogTrigger>
      <WebhookForm
        onDone={(webhook) => {
          setIsOpen(false);
          router.push(routes.webhook(slug, webhook.id));
        }}
      />
    </Dialog>
  );
}
