"use client";
import { EnvironmentBadge, HealthBadge } from "@/components/deployments/deployment-badges";
import { WatchButton } from "@/components/monitors/watch-dialog";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";

/** Deployments that answer with this version now, each with a way to watch it. Nothing when none does. */
export function ServingCard({ deployments }: { deployments: readonly DeploymentDto[] }) {
  const { slug } = useWorkspace();
  if (deployments.length === 0) return null;
  return (
    <Card aria-label="Served by">
      <CardHeader title="Served by" />
      <ul className="divide-y divide-line">
        {deployments.map(({ name, environment, isProtected, health }) => (
          <li key={name} className="flex items-center gap-3 px-4 py-2">
            <div className="grid min-w-0 grow justify-items-start gap-1">
              <Link
                href={routes.deployment(slug, name)}
                className="max-w-full break-words text-accent-fg text-sm hover:underline"
              >
                {name}
              </Link>
              <span className="flex flex-wrap gap-1.5">
                <HealthBadge health={health} />
                <EnvironmentBadge environment={environment} isProtected={isProtected} />
              </span>
            </div>
            <WatchButton deployment={name} size="sm" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
