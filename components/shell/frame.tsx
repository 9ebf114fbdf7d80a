"use client";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { undoLast } from "@/components/ui/undo";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { CommandPalette } from "./command-palette";
import { ConnectionState } from "./connection-state";
import { FrameProvider, useFrame } from "./frame-context";
import { LiveProvider } from "./live";
import { MobileMenu } from "./mobile-menu";
import { navigationOf, settingsItem } from "./navigation";
import { NavigationProgress } from "./navigation-progress";
import { usePreferences } from "./preferences-context";
import { ShortcutsSheet } from "./shortcuts-sheet";
import { SidebarContent, SidebarToggle } from "./sidebar-content";
import { useWorkspace, type WorkspaceInfo, WorkspaceProvider } from "./workspace-context";

interface FrameProps {
  workspace: WorkspaceInfo;
  children: ReactNode;
}

/** Everything around a page of a workspace: sidebar, palette, shortcuts. */
export function Frame({ workspace, children }: FrameProps) {
  return (
    <WorkspaceProvider workspace={workspace}>
      <LiveProvider workspace={workspace.slug}>
        <FrameProvider>
          <FrameKeys />
          <NavigationProgress />
          <SkipLink />
          <div className="flex min-h-dvh">
            <Sidebar />
            <main id="main" tabIndex={-1} className="min-w-0 grow bg-surface outline-none">
              {children}
            </main>
          </div>
          <MobileMenu />
          <CommandPalette />
          <ShortcutsSheet />
        </FrameProvider>
      </LiveProvider>
    </WorkspaceProvider>
  );
}

function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only rounded-md bg-accent text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:px-3 focus:py-2"
    >
      Skip to content
    </a>
  );
}

function Sidebar() {
  const { isSidebarCollapsed } = usePreferences();
  return (
    <aside
      id="sidebar"
      aria-label="Sidebar"
      className={cn(
        "sticky top-0 h-dvh shrink-0 border-r bg-canvas max-lg:hidden print:hidden",
        isSidebarCollapsed ? "w-13" : "w-58",
      )}
    >
      <SidebarContent
        collapsed={isSidebarCollapsed}
        status={<ConnectionState collapsed={isSidebarCollapsed} />}
        toggle={<SidebarToggle />}
      />
    </aside>
  );
}

function FrameKeys() {
  const { slug, role } = useWorkspace();
  const frame = useFrame();
  const router = useRouter();
  const { isSidebarCollapsed, setSidebarCollapsed } = usePreferences();
  useHotkeys("Go to", [
    ...[...navigationOf(slug, role), settingsItem(slug)].map(({ key, label, href }) => ({
      keys: `g ${key}`,
      label,
      run: () => router.push(href),
    })),
  ]);
  useHotkeys("Everywhere", [
    {
      keys: "mod+k",
      label: "Search and commands",
      everywhere: true,
      run: () => frame?.setOpen(frame.open === "palette" ? null : "palette"),
    },
    { keys: "mod+z", label: "Undo the last change made here", run: () => void undoLast() },
    { keys: "?", label: "Keyboard shortcuts", run: () => frame?.setOpen("shortcuts") },
    {
      keys: "[",
      label: "Collapse or expand the sidebar",
      run: () => setSidebarCollapsed(!isSidebarCollapsed),
    },
  ]);
  return null;
}
