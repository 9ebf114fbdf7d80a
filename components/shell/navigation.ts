import {
  Boxes,
  Briefcase,
  Cpu,
  Database,
  FileCode2,
  FlaskConical,
  House,
  type LucideIcon,
  Radar,
  Rocket,
  ScrollText,
  Server,
  Settings,
  Signature,
  Siren,
  Workflow,
} from "lucide-react";
import type { Route } from "next";
import { can, type Role } from "@/lib/access/permissions";
import { routes } from "@/lib/core/routes";

export interface NavigationItem {
  label: string;
  href: Route;
  Icon: LucideIcon;
  /** Pressed after "g". */
  key: string;
  /** Other pages that belong to it, as path prefixes. */
  owns: readonly string[];
  /** What lies below its own path belongs to others. */
  isAlone?: boolean;
}

/** What the sidebar, the palette and the g-shortcuts offer: only what exists, and what this role may read. */
export function navigationOf(workspace: string, role: Role): readonly NavigationItem[] {
  const home = routes.home(workspace);
  return [
    { label: "Home", href: home, Icon: House, key: "h", owns: [home], isAlone: true },
    {
      label: "Portfolio",
      href: routes.portfolio(workspace),
      Icon: Briefcase,
      key: "f",
      owns: [`${home}/portfolio`],
    },
    {
      label: "Experiments",
      href: routes.experiments(workspace),
      Icon: FlaskConical,
      key: "e",
      owns: [`${home}/experiments`, `${home}/runs`, `${home}/compare`],
    },
    {
      label: "Datasets",
      href: routes.datasets(workspace),
      Icon: Database,
      key: "d",
      owns: [`${home}/datasets`],
    },
    {
      label: "Jobs",
      href: routes.jobs(workspace),
      Icon: Cpu,
      key: "j",
      owns: [`${home}/jobs`, `${home}/sweeps`],
    },
    {
      label: "Pipelines",
      href: routes.pipelines(workspace),
      Icon: FileCode2,
      key: "i",
      owns: [`${home}/pipelines`],
    },
    {
      label: "Compute",
      href: routes.compute(workspace),
      Icon: Server,
      key: "c",
      owns: [`${home}/compute`],
    },
    {
      label: "Models",
      href: routes.models(workspace),
      Icon: Boxes,
      key: "m",
      owns: [`${home}/models`],
    },
    {
      label: "Deployments",
      href: routes.deployments(workspace),
      Icon: Rocket,
      key: "p",
      owns: [`${home}/deployments`],
    },
    {
      label: "Monitors",
      href: routes.monitors(workspace),
      Icon: Radar,
      key: "o",
      owns: [`${home}/monitors`],
    },
    {
      label: "Incidents",
      href: routes.incidents(workspace),
      Icon: Siren,
      key: "n",
      owns: [`${home}/incidents`],
    },
    {
      label: "Approvals",
      href: routes.approvals(workspace),
      Icon: Signature,
      key: "a",
      owns: [`${home}/approvals`],
    },
    {
      label: "Lineage",
      href: routes.lineage(workspace),
      Icon: Workflow,
      key: "l",
      owns: [`${home}/lineage`],
    },
    ...(can(role, "audit:read")
      ? [
          {
            label: "Audit",
            href: routes.audit(workspace),
            Icon: ScrollText,
            key: "u",
            owns: [`${home}/audit`],
          },
        ]
      : []),
  ];
}

export function settingsItem(workspace: string): NavigationItem {
  const href = routes.settings(workspace);
  return { label: "Settings", href, Icon: Settings, key: "s", owns: [href] };
}

/** Whether a path lies in a section: itself or below it, never one that merely begins alike. */
export const isInSection = (
  { owns, isAlone }: Pick<NavigationItem, "owns" | "isAlone">,
  pathname: string,
): boolean =>
  owns.some((prefix) => pathname === prefix || (!isAlone && pathname.startsWith(`${prefix}/`)));
