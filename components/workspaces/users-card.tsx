"use client";
import { Users } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { UserDto } from "@/lib/workspaces/dto";
import { PeopleSearch } from "./people-search";
import { UserMenu } from "./user-menu";

interface UsersCardProps {
  users: readonly UserDto[];
  search: string;
}

/** Everybody who can sign in to this installation, for its operators. */
export function UsersCard({ users, search }: UsersCardProps) {
  const { person } = useWorkspace();
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-end gap-3 border-b px-4 py-2.5">
        <PeopleSearch label="Search users" />
      </div>
      {users.length === 0 ? (
        <EmptyState icon={<Users />} title="Nobody matches">
          No user has “{search}” in their name or e-mail address.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {users.map((user) => (
            <li key={user.id} className="flex items-center gap-3 px-4 py-2.5">
              <Avatar name={user.name} />
              <div className="grid min-w-0 grow">
                <span className="flex min-w-0 items-center gap-2 text-sm">
                  <span className="truncate font-medium">{user.name}</span>
                  {user.id === person.id ? <Badge>You</Badge> : null}
                  {user.isOperator ? <Badge tone="accent">Operator</Badge> : null}
                  {user.isDisabled ? <Badge tone="warning">Disabled</Badge> : null}
                </span>
                <span className="truncate text-muted text-xs">{user.email}</span>
              </div>
              <SignInFacts user={user} />
              <UserMenu user={user} isMe={user.id === person.id} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function SignInFacts({ user }: { user: UserDto }) {
  const ways = [...(user.hasPassword ? ["password"] : []), ...user.providers];
  const { workspaceCount: count } = user;
  return (
    <div className="grid shrink-0 text-right text-muted text-xs max-sm:hidden">
      <span className="tabular-nums">{count === 1 ? "1 workspace" : `${count} workspaces`}</span>
      <span>{ways.length > 0 ? ways.join(", ") : "has not signed in"}</span>
    </div>
  );
}
