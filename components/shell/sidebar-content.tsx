"use client";
import { PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import type { ReactNode } from "react";
import { WaitingCount } from "@/components/approvals/waiting-count";
import { cn } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Hotkey } from "@/components/ui/kbd";
import { Tooltip } from "@/components/ui/tooltip";
import { routes } from "@/lib/core/routes";
import { AccountMenu } from "./account-menu";
import { useFrame } from "./frame-context";
import { NavLink } from "./nav-link";
import { navigationOf, settingsItem } from "./navigation";
import { usePreferences } from "./preferences-context";
import { useWorkspace } from "./workspace-context";
import { WorkspaceSwitcher } from "./workspace-switcher";

interface SidebarContentProps {
  collapsed: boolean;
  onNavigate?: (() => void) | undefined;
  /** Whether the screen is live. */
  status: ReactNode;
  /** Shown at the bottom right: the button that collapses it, where there is one. */
  toggle?: ReactNode | undefined;
}

export function SidebarContent({ collapsed, onNavigate, status, toggle }: SidebarContentProps) {
  const { slug, role } = useWorkspace();
  return (
    <div className={cn("flex h-full min-h-0 flex-col gap-1 p-2", collapsed && "items-center")}>
      <WorkspaceSwitcher collapsed={collapsed} />
      <SearchButton collapsed={collapsed} />
      <nav aria-label="Workspace" className="mt-2 min-h-0 grow overflow-y-auto">
        <ul className="grid gap-px">
          {navigationOf(slug, role).map((item) => (
            <li key={item.href}>
              <NavLink
                item={item}
                collapsed={collapsed}
                mark={
                  item.href === routes.approvals(slug) ? (
                    <WaitingCount collapsed={collapsed} />
                  ) : null
                }
                onNavigate={onNavigate}
              />
            </li>
          ))}
        </ul>
      </nav>
      {status}
      <NavLink item={settingsItem(slug)} collapsed={collapsed} onNavigate={onNavigate} />
      <div
        className={cn(
          "flex items-center gap-1 border-t pt-2",
          collapsed && "flex-col-reverse border-t-0",
        )}
      >
        <div className="min-w-0 grow">
          <AccountMenu collapsed={collapsed} />
        </div>
        {toggle}
      </div>
    </div>
  );
}

function SearchButton({ collapsed }: { collapsed: boolean }) {
  const frame = useFrame();
  const open = () => frame?.setOpen("palette");
  if (collapsed)
    return (
      <IconButton label="Search and commands" hotkey="mod+k" tooltipSide="right" onClick={open}>
        <Search aria-hidden="true" />
      </IconButton>
    );
  return (
    <button
      type="button"
      onClick={open}
      className="flex h-control items-center gap-2.5 rounded-md border border-line-strong bg-surface px-2 text-muted text-sm shadow-xs hover:border-line-control hover:text-fg"
    >
      <Search aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
      <span className="grow text-left">Search</span>
      <Hotkey keys="mod+k" className="pointer-coarse:hidden" />
    </button>
  );
}

export function SidebarToggle() {
  const { isSidebarCollapsed, setSidebarCollapsed } = usePreferences();
  const label = isSidebarCollapsed ? "Expand sidebar" : "Collapse sidebar";
  return (
    <Tooltip content={label} hotkey="[" side="right">
      <button
        type="button"
        aria-label={label}
        aria-expanded={!isSidebarCollapsed}
        aria-controls="sidebar"
        onClick={() => setSidebarCollapsed(!isSidebarCollapsed)}
        className="grid size-control shrink-0 place-items-center rounded-md text-subtle hover:bg-hover hover:text-fg"
      >
        {isSidebarCollapsed ? (
          <PanelLeftOpen aria-hidden="true" className="size-4" />
        ) : (
          <PanelLeftClose aria-hidden="true" className="size-4" />
        )}
      </button>
    </Tooltip>
  );
}
