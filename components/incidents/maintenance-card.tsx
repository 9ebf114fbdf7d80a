"use client";
import { Pencil, Plus, Trash2, Wrench } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { deleteMaintenanceAction } from "@/lib/incidents/actions";
import type { AlertingChoicesDto } from "@/lib/incidents/dto/choices";
import type { MaintenanceDto } from "@/lib/incidents/dto/maintenance";
import { MaintenanceForm } from "./maintenance-form";

interface WindowProps {
  window: MaintenanceDto;
  choices: AlertingChoicesDto;
}

/** When it lasts, or comes, or that it is over. */
function When({ window: { isActive, next, isWeekly, timeZone } }: Pick<WindowProps, "window">) {
  const weekly = isWeekly ? `, each week (${timeZone})` : "";
  if (next === null) return <>Over</>;
  return (
    <>
      {isActive ? "Ends " : "Begins "}
      <RelativeTime at={isActive ? next.endsAt : next.startsAt} />
      {weekly}
    </>
  );
}

function scopeOf({ deployments, monitors }: MaintenanceDto): string {
  const names = [...deployments, ...monitors].map(({ name }) => name);
  return names.length === 0 ? "Everything" : names.join(", ");
}

function Changes({ window, choices }: WindowProps) {
  const { slug: workspace } = useWorkspace();
  const [asked, setAsked] = useState<"change" | "delete" | null>(null);
  const close = () => setAsked(null);
  const remove = async () => {
    const result = await deleteMaintenanceAction({ workspace, windowId: window.id });
    return result.ok ? undefined : result.error.message;
  };
  return (
    <div className="flex shrink-0 gap-1">
      <IconButton label={`Change ${window.name}`} onClick={() => setAsked("change")}>
        <Pencil aria-hidden="true" />
      </IconButton>
      <IconButton label={`Delete ${window.name}`} onClick={() => setAsked("delete")}>
        <Trash2 aria-hidden="true" />
      </IconButton>
      <Dialog open={asked === "change"} onOpenChange={close}>
        {asked === "change" ? (
          <MaintenanceForm window={window} choices={choices} onClose={close} />
        ) : null}
      </Dialog>
      <ConfirmDialog
        open={asked === "delete"}
        onOpenChange={close}
        title={`Delete “${window.name}”?`}
        description="What it holds back is told if it is still so."
        confirmLabel="Delete"
        tone="danger"
        onConfirm={remove}
      />
    </div>
  );
}

interface MaintenanceCardProps {
  windows: readonly MaintenanceDto[];
  choices: AlertingChoicesDto;
}

/** Times in which nothing is told. */
export function MaintenanceCard({ windows, choices }: MaintenanceCardProps) {
  const mayManage = useCan("maintenance:manage");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card aria-label="Maintenance">
      <CardHeader
        title="Maintenance"
        description="Times in which nothing is told; approvers plan them."
        actions={
          mayManage ? (
            <Button size="sm" onClick={() => setIsOpen(true)}>
              <Plus aria-hidden="true" />
              Plan maintenance
            </Button>
          ) : undefined
        }
      />
      {windows.length === 0 ? (
        <p className="flex items-center gap-2 px-4 py-3 text-muted text-sm">
          <Wrench aria-hidden="true" className="size-4 shrink-0" />
          None is planned: whatever fires is told.
        </p>
      ) : (
        <ul aria-label="Maintenance windows" className="divide-y divide-line">
          {windows.map((window) => (
            <li key={window.id} className="flex items-center gap-3 px-4 py-3">
              <div className="grid min-w-0 grow gap-0.5">
                <p className="flex flex-wrap items-center gap-2 break-words font-medium text-sm">
                  {window.name}
                  {window.isActive ? <Badge tone="warning">Now</Badge> : null}
                </p>
                <p className="break-words text-muted text-xs [overflow-wrap:anywhere]">
                  <When window={window} /> · {scopeOf(window)} · planned by {window.createdBy}
                </p>
              </div>
              {mayManage ? <Changes window={window} choices={choices} /> : null}
            </li>
          ))}
        </ul>
      )}
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <MaintenanceForm choices={choices} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
    </Card>
  );
}
