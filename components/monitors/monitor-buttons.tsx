"use client";
import { Ellipsis, Pause, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { RenameForm } from "@/components/ui/rename-form";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { removeMonitorAction, reviseMonitorAction } from "@/lib/monitors/actions";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";

type Monitor = Pick<MonitorPageDto["monitor"], "id" | "name" | "isPaused">;

function PauseButton({ monitor: { id, isPaused } }: { monitor: Monitor }) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const revise = async () => {
    setIsBusy(true);
    const result = await reviseMonitorAction({ workspace, monitor: id, isPaused: !isPaused });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <Button loading={isBusy} onClick={() => void revise()}>
      {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      {isPaused ? "Resume" : "Pause"}
    </Button>
  );
}

/** What can be done with a monitor by whoever looks at it. */
export function MonitorButtons({ monitor }: { monitor: Monitor }) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [asked, setAsked] = useState<"rename" | "remove" | null>(null);
  if (!useCan("monitor:write")) return null;
  const { id, name } = monitor;
  const close = () => setAsked(null);
  const rename = async (next: string) => {
    const result = await reviseMonitorAction({ workspace, monitor: id, name: next });
    return result.ok ? null : result.error.message;
  };
  const remove = async () => {
    const result = await removeMonitorAction({ workspace, monitor: id });
    if (!result.ok) return result.error.message;
    router.push(routes.monitors(workspace));
    return undefined;
  };
  return (
    <>
      <PauseButton monitor={monitor} />
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label="Actions on this monitor">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsked("rename")}>Rename</DropdownMenuItem>
          <DropdownMenuItem tone="danger" onSelect={() => setAsked("remove")}>
            Remove
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={asked === "rename"} onOpenChange={close}>
        {asked === "rename" ? (
          <RenameForm noun="monitor" name={name} onRename={rename} onClose={close} />
        ) : null}
      </Dialog>
      <ConfirmDialog
        open={asked === "remove"}
        onOpenChange={close}
        title={`Remove monitor “${name}”?`}
        description="It watches no more and leaves the list. Its removal stays in the audit trail."
        confirmLabel="Remove"
        tone="danger"
        onConfirm={remove}
      />
    </>
  );
}
