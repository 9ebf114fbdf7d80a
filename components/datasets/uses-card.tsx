import { Link2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { RunUseDto } from "@/lib/datasets/dto/datasets";
import { linkStyles } from "./version-facts";

interface UsesCardProps {
  workspace: string;
  uses: readonly RunUseDto[];
}

/** Which runs read the version, and what they led to. */
export function UsesCard({ workspace, uses }: UsesCardProps) {
  if (uses.length === 0)
    return (
      <Card>
        <EmptyState icon={<Link2 />} title="No run has read this version">
          A run that logs it as an input is listed here, with the model versions it led to.
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <CardHeader title="Runs that read it" description="Newest first" />
      <ul className="divide-y divide-line">
        {uses.map((use) => (
          <li key={use.runUuid} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
            <Link href={routes.run(workspace, use.runUuid)} className={`${linkStyles} text-sm`}>
              {use.runName}
            </Link>
            {use.context ? <Badge>{use.context}</Badge> : null}
            <span className="text-muted text-sm">
              {"in "}
              <Link
                href={routes.experiment(workspace, String(use.experimentId))}
                className={`${linkStyles} underline`}
              >
                {use.experimentName}
              </Link>{" "}
              <RelativeTime at={use.startTime} />
            </span>
            {use.models.map(({ name, version }) => (
              <Link
                key={`${name} ${version}`}
                href={routes.modelVersion(workspace, name, version)}
                className={`${linkStyles} text-sm`}
              >
                {`${name} version ${version}`}
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}
