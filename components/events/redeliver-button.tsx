"use client";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { redeliverAction } from "@/lib/events/actions";

interface RedeliverButtonProps {
  webhookId: string;
  deliveryId: string;
}

export function RedeliverButton({ webhookId, deliveryId }: RedeliverButtonProps) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const send = async () => {
    setIsBusy(true);
    const result = await redeliverAction({ workspace, webhookId, deliveryId });
    setIsBusy(false);
    toast(result.ok ? "It is sent again, as a new delivery" : result.error.message);
  };
  return (
    <Button size="sm" loading={isBusy} onClick={() => void send()}>
      <RotateCw aria-hidden="true" />
      Redeliver
    </Button>
  );
}
