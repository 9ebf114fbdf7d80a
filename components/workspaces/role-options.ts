import type { Role } from "@/lib/access/permissions";

export interface RoleOption {
  value: Role;
  label: string;
  description: string;
}

/** The roles as people choose them, from least to most. */
export const ROLE_OPTIONS: readonly RoleOption[] = [
  { value: "viewer", label: "Viewer", description: "Reads everything, changes nothing" },
  {
    value: "contributor",
    label: "Contributor",
    description: "Logs runs, registers models, edits experiments",
  },
  {
    value: "approver",
    label: "Approver",
    description: "Also decides what may go to production",
  },
  {
    value: "admin",
    label: "Admin",
    description: "Also manages members, tokens and this workspace",
  },
];

export const roleLabel = (role: Role): string =>
  ROLE_OPTIONS.find(({ value }) => value === role)?.label ?? role;
