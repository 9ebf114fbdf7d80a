"use client";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { MoveButtons } from "@/components/ui/move-buttons";
import { toast } from "@/components/ui/toast";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import {
  removeEnvironmentAction,
  reviseEnvironmentAction,
} from "@/lib/deployments/actions/environments";
import type { EnvironmentDto } from "@/lib/deployments/dto/deployments";
import { EnvironmentForm } from "./environment-dialog";

interface ChangesProps {
  environment: EnvironmentDto;
  isLast: boolean;
}

function Changes({ environment: { name, position }, isLast }: ChangesProps) {
  const { slug: workspace } = useWorkspace();
  const [asked, setAsked] = useState<"rename" | "remove" | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const move = async (to: number) => {
    setIsBusy(true);
    const result = await reviseEnvironmentAction({ workspace, environment: name, position: to });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  const remove = async () => {
    const result = await removeEnvironmentAction({ workspace, environment: name });
    return result.ok ? undefined : result.error.message;
  };
  return (
    <div className="flex shrink-0 gap-1">
      <MoveButtons {...{ name, position, isLast, isBusy }} onMove={(to) => void move(to)} />
      <IconButton label={`Rename ${name}`} onClick={() => setAsked("rename")}>
        <Pencil aria-hidden="true" />
      </IconButton>
      <IconButton label={`Remove ${name}`} onClick={() => setAsked("remove")}>
        <Trash2 aria-hidden="true" />
      </IconButton>
      <Dialog open={asked === "rename"} onOpenChange={() => setAsked(null)}>
        {asked === "rename" ? (
          <EnvironmentForm environment={name} onClose={() => setAsked(null)} />
        ) : null}
      </Dialog>
      <ConfirmDialog
        open={asked === "remove"}
        onOpenChange={() => setAsked(null)}
        title={`Remove environment “${name}”?`}
        description="Only one in which nothing was ever deployed goes, and that no policy protects."
        confirmLabel="Remove"
        tone="danger"
        onConfirm={remove}
      />
    </div>
  );
}

/** Environments in their order, with what protects each and what is in it. */
export function EnvironmentsCard({ environments }: { environments: readonly EnvironmentDto[] }) {
  const { slug } = useWorkspace();
  const mayManage = useCan("environment:manage");
  return (
    <Card>
      <ol aria-label="Environments" className="divide-y divide-line">
        {environments.map((environment) => {
          const { name, position, policies, deployments } = environment;
          return (
            <li key={name} className="flex items-center gap-3 px-4 py-3">
              <div className="grid min-w-0 grow gap-0.5">
                <p className="break-words font-medium text-sm">{name}</p>
                <p className="break-words text-muted text-xs">
                  <Link
                    href={routes.deployments(slug, { environment: name })}
                    className="hover:underline"
                  >
                    {formatPlural(deployments, "deployment")}
                  </Link>
                  {policies.length === 0 ? " · open" : ` · protected by ${policies.join(", ")}`}
                </p>
              </div>
              {mayManage ? (
                <Changes environment={environment} isLast={position === environments.length} />
              ) : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
