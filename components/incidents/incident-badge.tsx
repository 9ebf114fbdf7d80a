import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { IncidentSummaryDto } from "@/lib/incidents/dto/incidents";
import { SEVERITY_LOOKS } from "./incident-looks";

/** Says beside a deployment that it has an incident, and leads there. */
export function IncidentBadge({ incident }: { incident: IncidentSummaryDto }) {
  const { slug } = useWorkspace();
  const { number, title, severity } = incident;
  const { tone, label, Icon } = SEVERITY_LOOKS[severity];
  return (
    <Link
      href={routes.incident(slug, number)}
      title={title}
      className="inline-flex min-h-6 items-center rounded-sm hover:underline"
    >
      <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
        Incident {number}
        <span className="sr-only">, {label.toLowerCase()}</span>
      </Badge>
    </Link>
  );
}
