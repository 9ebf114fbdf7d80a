import type { Permission, Role } from "@/lib/access/permissions";
import { HOME_SECTIONS, type HomeSection } from "../schema";

/** What each role comes for, first. */
const ORDERS: Readonly<Record<Role, readonly HomeSection[]>> = {
  viewer: ["portfolio", "needs", "changes", "models"],
  contributor: ["runs", "needs", "changes", "models", "portfolio"],
  approver: ["needs", "decisions", "changes", "portfolio", "models", "runs"],
  admin: ["needs", "portfolio", "changes", "decisions", "models", "runs"],
};

/** What somebody must be able to read for a section to have anything. */
const READS: Partial<Record<HomeSection, Permission>> = {
  runs: "run:read",
  decisions: "approval:vote",
  models: "portfolio:read",
  portfolio: "portfolio:read",
};

/** The sections of a home page in their order, for whoever may do so much. */
export function sectionsOf(role: Role, mayDo: (permission: Permission) => boolean): HomeSection[] {
  return ORDERS[role].filter((section) => {
    const permission = READS[section];
    return permission === undefined || mayDo(permission);
  });
}

/** The cookie that remembers which sections are closed. */
export const CLOSED_COOKIE = "slipway-home-closed";

/** Whatever the cookie holds, the answer is sections that exist. */
export const readClosed = (text: string | undefined): HomeSection[] => {
  const named = (text ?? "").split(".");
  return HOME_SECTIONS.filter((section) => named.includes(section));
};
export const writeClosed = (closed: readonly HomeSection[]): string => closed.join(".");
