"use client";
import { Ellipsis, LogOut, UserMinus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOptimistic, useState, useTransition } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { Role } from "@/lib/access/permissions";
import { routes } from "@/lib/core/routes";
import { changeMemberRoleAction, removeMemberAction } from "@/lib/workspaces/actions";
import type { MemberDto } from "@/lib/workspaces/dto";
import { ROLE_OPTIONS, roleLabel } from "./role-options";

interface MemberRowProps {
  member: MemberDto;
  /** Whether the reader may change members. */
  isManager: boolean;
}

export function MemberRow({ member, isManager }: MemberRowProps) {
  const { person } = useWorkspace();
  const isMe = member.userId === person.id;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Avatar name={member.name} />
      <div className="grid min-w-0 grow basis-48">
        <span className="flex min-w-0 items-center gap-2 text-sm">
          <span className="truncate font-medium">{member.name}</span>
          {isMe ? <Badge>You</Badge> : null}
          {member.isOperator ? <Badge tone="accent">Operator</Badge> : null}
          {member.isDisabled ? <Badge tone="warning">Disabled</Badge> : null}
        </span>
        <span className="truncate text-muted text-xs">{member.email}</span>
      </div>
      <div className="ml-10 flex items-center gap-2 sm:ml-0">
        {isManager ? (
          <RoleSelect member={member} />
        ) : (
          <span className="text-muted text-sm">{roleLabel(member.role)}</span>
        )}
        {isManager || isMe ? <MemberMenu member={member} isMe={isMe} /> : null}
      </div>
    </li>
  );
}

function RoleSelect({ member }: { member: MemberDto }) {
  const { slug } = useWorkspace();
  const [, startTransition] = useTransition();
  const [role, setRole] = useOptimistic(member.role);
  const change = (next: Role, undo?: Role) =>
    startTransition(async () => {
      setRole(next);
      const result = await changeMemberRoleAction({
        workspace: slug,
        userId: member.userId,
        role: next,
      });
      if (!result.ok) return toast(result.error.message, { tone: "danger" });
      toast(`${member.name} is now ${roleLabel(next)}`, {
        ...(undo ? { undo: () => change(undo) } : {}),
      });
    });
  return (
    <Select
      label={`Role of ${member.name}`}
      options={ROLE_OPTIONS}
      value={role}
      onChange={(next) => {
        if (next !== role) change(next, role);
      }}
      className="w-36"
    />
  );
}

function MemberMenu({ member, isMe }: { member: MemberDto; isMe: boolean }) {
  const { slug, name } = useWorkspace();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const remove = async () => {
    const result = await removeMemberAction({ workspace: slug, userId: member.userId });
    if (!result.ok) return result.error.message;
    if (isMe) router.push(routes.workspaces());
    else toast(`${member.name} was removed from ${name}`);
    return undefined;
  };
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label={`More about ${member.name}`} size="sm">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            icon={isMe ? <LogOut aria-hidden="true" /> : <UserMinus aria-hidden="true" />}
            onSelect={() => setIsOpen(true)}
          >
            {isMe ? "Leave workspace" : "Remove from workspace"}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={isMe ? `Leave ${name}?` : `Remove ${member.name} from ${name}?`}
        description={
          isMe
            ? "You lose access at once, and your API tokens for this workspace stop working. An admin can invite you again."
            : "They lose access at once, and their API tokens for this workspace stop working. What they logged stays. You can invite them again."
        }
        confirmLabel={isMe ? "Leave" : "Remove"}
        tone="danger"
        onConfirm={remove}
      />
    </>
  );
}
