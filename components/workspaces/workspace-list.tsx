import { ChevronRight, LayoutGrid } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { MyWorkspaceDto } from "@/lib/workspaces/dto";
import { roleLabel } from "./role-options";

export function WorkspaceList({ workspaces }: { workspaces: readonly MyWorkspaceDto[] }) {
  if (workspaces.length === 0)
    return (
      <Card>
        <EmptyState icon={<LayoutGrid />} title="You are not in a workspace yet">
          Ask an admin of a workspace to invite you. When they have, the invitation is shown here.
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <ul className="divide-y divide-line">
        {workspaces.map(({ slug, name, role }) => (
          <li key={slug}>
            <Link
              href={routes.home(slug)}
              className="flex items-center gap-3 px-4 py-3 hover:bg-hover"
            >
              <Avatar name={name} size="md" />
              <span className="grid min-w-0 grow">
                <span className="truncate font-medium text-sm">{name}</span>
                <span className="truncate text-muted text-xs">
                  {slug}, {roleLabel(role).toLowerCase()}
                </span>
              </span>
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-subtle" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
