"use client";
import { Ban, CircleCheck, Ellipsis, KeyRound, ShieldCheck, ShieldMinus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { resetPasswordAction, reviseUserAction } from "@/lib/workspaces/actions";
import type { UserDto } from "@/lib/workspaces/dto";
import { SecretOnce } from "./secret-once";

type Change = "promote" | "demote" | "disable" | "reset";

interface Question {
  title: string;
  description: string;
  confirmLabel: string;
  tone: "default" | "danger";
}

function questionOf(change: Change, name: string): Question {
  switch (change) {
    case "promote":
      return {
        title: `Make ${name} an operator?`,
        description:
          "Operators are admins of every workspace, create workspaces and manage all users.",
        confirmLabel: "Make operator",
        tone: "default",
      };
    case "demote":
      return {
        title: `Take operator rights from ${name}?`,
        description: "They keep the roles they have in their workspaces.",
        confirmLabel: "Take rights away",
        tone: "danger",
      };
    case "disable":
      return {
        title: `Disable ${name}?`,
        description:
          "They are signed out at once and their API tokens are refused. What they recorded stays, and you can enable them again.",
        confirmLabel: "Disable",
        tone: "danger",
      };
    case "reset":
      return {
        title: `Make a new password for ${name}?`,
        description: "Their present password stops working and they are signed out everywhere.",
        confirmLabel: "Make password",
        tone: "danger",
      };
  }
}

export function UserMenu({ user, isMe }: { user: UserDto; isMe: boolean }) {
  const { id: userId, name, isOperator, isDisabled } = user;
  const [change, setChange] = useState<Change | null>(null);
  const [password, setPassword] = useState<string | null>(null);

  const confirm = async () => {
    if (change === "reset") {
      const result = await resetPasswordAction({ userId });
      if (!result.ok) return result.error.message;
      setPassword(result.data.password);
      return undefined;
    }
    const revision = change === "disable" ? { isDisabled: true } : { isOperator: !isOperator };
    const result = await reviseUserAction({ userId, ...revision });
    return result.ok ? undefined : result.error.message;
  };
  const enable = async () => {
    const result = await reviseUserAction({ userId, isDisabled: false });
    if (result.ok) toast(`${name} can sign in again`, { tone: "success" });
    else toast(result.error.message, { tone: "danger" });
  };

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={`More about ${name}`} size="sm">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            icon={isOperator ? <ShieldMinus aria-hidden /> : <ShieldCheck aria-hidden />}
            onSelect={() => setChange(isOperator ? "demote" : "promote")}
          >
            {isOperator ? "Take operator rights" : "Make operator"}
          </DropdownMenuItem>
          {isMe ? null : (
            <DropdownMenuItem icon={<KeyRound aria-hidden />} onSelect={() => setChange("reset")}>
              New password
            </DropdownMenuItem>
          )}
          {isMe ? null : (
            <DropdownMenuItem
              icon={isDisabled ? <CircleCheck aria-hidden /> : <Ban aria-hidden />}
              onSelect={() => (isDisabled ? void enable() : setChange("disable"))}
            >
              {isDisabled ? "Enable" : "Disable"}
            </DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {change ? (
        <ConfirmDialog
          open
          onOpenChange={() => setChange(null)}
          {...questionOf(change, name)}
          onConfirm={confirm}
        />
      ) : null}
      <Dialog open={password !== null} onOpenChange={() => setPassword(null)}>
        <DialogContent
          title={`New password of ${name}`}
          footer={
            <Button variant="primary" onClick={() => setPassword(null)}>
              Done
            </Button>
          }
        >
          <SecretOnce label="Password" value={password ?? ""}>
            Tell {name} this password now: only its hash is kept. They should change it after
            signing in.
          </SecretOnce>
        </DialogContent>
      </Dialog>
    </>
  );
}
