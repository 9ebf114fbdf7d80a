"use client";
import { Check, ChevronsUpDown, LayoutGrid } from "lucide-react";
import { useRouter } from "next/navigation";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { routes } from "@/lib/core/routes";
import { Logo } from "./logo";
import { useWorkspace } from "./workspace-context";

export function WorkspaceSwitcher({ collapsed }: { collapsed: boolean }) {
  const { slug, name, workspaces } = useWorkspace();
  const router = useRouter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Workspace: ${name}`}
        className={cn(
          "flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 text-left hover:bg-hover data-[state=open]:bg-hover",
          collapsed && "w-control justify-center px-0",
        )}
      >
        <Logo className="shrink-0" />
        {collapsed ? null : (
          <>
            <span className="min-w-0 grow truncate font-semibold text-sm">{name}</span>
            <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-64">
        <DropdownMenuLabel>Workspaces</DropdownMenuLabel>
        {workspaces.map((workspace) => (
          <DropdownMenuItem
            key={workspace.slug}
            onSelect={() => router.push(routes.home(workspace.slug))}
            icon={
              <Check
                aria-hidden="true"
                className={cn("text-accent-fg!", workspace.slug !== slug && "opacity-0")}
              />
            }
          >
            {workspace.name}
            {workspace.slug === slug ? <span className="sr-only"> (current)</span> : null}
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem
          icon={<LayoutGrid aria-hidden="true" />}
          onSelect={() => router.push(routes.workspaces())}
        >
          All workspaces
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
