"use client";
import { createContext, type ReactNode, useContext } from "react";
import { can, type Permission, type Role } from "@/lib/access/permissions";

export interface WorkspaceInfo {
  slug: string;
  name: string;
  role: Role;
  person: { id: string; name: string; email: string; isOperator: boolean };
  /** Every workspace this person may switch to, this one included. */
  workspaces: readonly { slug: string; name: string }[];
}

const WorkspaceContext = createContext<WorkspaceInfo | null>(null);

interface WorkspaceProviderProps {
  workspace: WorkspaceInfo;
  children: ReactNode;
}

export function WorkspaceProvider({ workspace, children }: WorkspaceProviderProps) {
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

export function useWorkspace(): WorkspaceInfo {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("useWorkspace needs a WorkspaceProvider around it.");
  return workspace;
}

/** Whether to show a button. What it does is refused on the server all the same. */
export function useCan(permission: Permission): boolean {
  return can(useWorkspace().role, permission);
}
