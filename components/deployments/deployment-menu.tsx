"use client";
import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { routes } from "@/lib/core/routes";
import {
  deleteDeploymentAction,
  startDeploymentAction,
  stopDeploymentAction,
} from "@/lib/deployments/actions";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";

type Asked = "stop" | "start" | "delete";

const QUESTIONS = {
  stop: {
    verb: "Stop",
    description: "Its address answers that it is stopped until somebody starts it again.",
  },
  start: { verb: "Start", description: "Its address answers again, by the plan in force." },
  delete: {
    verb: "Delete",
    description:
      "Its address answers no more, and its name is free. What it served stays on record.",
  },
} as const;

interface DeploymentMenuProps {
  deployment: DeploymentDto;
  /** Absent where it is not scaled here. */
  onScale: (() => void) | undefined;
}

/** Takes a deployment out of service, back into it, or away. */
export function DeploymentMenu({ deployment, onScale }: DeploymentMenuProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [asked, setAsked] = useState<Asked>("stop");
  const [isOpen, setIsOpen] = useState(false);
  const { name } = deployment;
  const ask = (what: Asked) => {
    setAsked(what);
    setIsOpen(true);
  };
  const confirm = async () => {
    const input = { workspace, deployment: name };
    const run = {
      stop: stopDeploymentAction,
      start: startDeploymentAction,
      delete: deleteDeploymentAction,
    }[asked];
    const result = await run(input);
    if (!result.ok) return result.error.message;
    if (asked === "delete") router.push(routes.deployments(workspace));
    return undefined;
  };
  const { verb, description } = QUESTIONS[asked];
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label="Actions on this deployment">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {onScale ? (
            <DropdownMenuItem onSelect={onScale}>Scale</DropdownMenuItem>
          ) : (
            <DropdownMenuItem disabled>Scaled where it runs</DropdownMenuItem>
          )}
          {deployment.status === "running" ? (
            <DropdownMenuItem onSelect={() => ask("stop")}>Stop</DropdownMenuItem>
          ) : (
            <DropdownMenuItem onSelect={() => ask("start")}>Start</DropdownMenuItem>
          )}
          <DropdownMenuItem tone="danger" onSelect={() => ask("delete")}>
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`${verb} deployment “${name}”?`}
        description={description}
        confirmLabel={verb}
        tone={asked === "start" ? "default" : "danger"}
        typeToConfirm={asked === "delete" ? name : undefined}
        onConfirm={confirm}
      />
    </>
  );
}
