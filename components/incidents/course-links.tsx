import type { Route } from "next";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { EventAbout } from "@/lib/incidents/schema/acts";

interface CourseLinksProps {
  workspace: string;
  /** Null for an incident of a dataset, or of a deployment that was deleted. */
  deployment: string | null;
  about: EventAbout;
}

/** Where each thing that a step tells of is. */
function linksOf({ workspace, deployment, about }: CourseLinksProps) {
  const { job, model, version, approval, rollout } = about;
  const links: { label: string; href: Route }[] = [];
  if (job !== undefined) links.push({ label: `Job ${job}`, href: routes.job(workspace, job) });
  if (model !== undefined && version !== undefined)
    links.push({
      label: `Version ${version}`,
      href: routes.modelVersion(workspace, model, version),
    });
  if (approval !== undefined)
    links.push({ label: `Approval ${approval}`, href: routes.approval(workspace, approval) });
  if (rollout !== undefined && deployment !== null)
    links.push({
      label: `Rollout ${rollout}`,
      href: routes.deployment(workspace, deployment, "rollouts"),
    });
  return links;
}

/** Leads from a step in the course of an incident to what it tells of. */
export function CourseLinks(props: CourseLinksProps) {
  const links = linksOf(props);
  if (links.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-3">
      {links.map(({ label, href }) => (
        <Link key={label} href={href} className="text-accent-fg hover:underline">
          {label}
        </Link>
      ))}
    </p>
  );
}
