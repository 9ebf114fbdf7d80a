"use client";
import { Users } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { can } from "@/lib/access/permissions";
import type { MemberDto } from "@/lib/workspaces/dto";
import { MemberRow } from "./member-row";
import { PeopleSearch } from "./people-search";

interface MembersCardProps {
  members: readonly MemberDto[];
  total: number;
  search: string;
}

/** Everybody in the workspace, with what they may do. */
export function MembersCard({ members, total, search }: MembersCardProps) {
  const { role } = useWorkspace();
  const isManager = can(role, "member:manage");
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-3 border-b px-4 py-2.5">
        <p className="grow text-muted text-sm tabular-nums">
          {total === 1 ? "1 member" : `${total} members`}
        </p>
        <PeopleSearch label="Search members" />
      </div>
      {members.length === 0 ? (
        <EmptyState icon={<Users />} title="Nobody matches">
          No member has “{search}” in their name or e-mail address.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {members.map((member) => (
            <MemberRow key={member.userId} member={member} isManager={isManager} />
          ))}
        </ul>
      )}
    </Card>
  );
}
