import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { IncidentDto } from "@/lib/incidents/dto/incidents";
import { FiringBadge, SEVERITY_LOOKS, SIGNAL_LABELS } from "./incident-looks";

type Signal = IncidentDto["signals"][number];
/** What is told twice within so long reads as once. */
const SAME_MS = 60_000;
const linkStyles = "text-accent-fg underline underline-offset-3";

/** Where what was found can be read again. */
function Evidence({ incident, signal }: { incident: IncidentDto; signal: Signal }) {
  const { slug } = useWorkspace();
  const { monitorId, trafficVersion } = signal.evidence;
  if (monitorId !== null)
    return (
      <Link href={routes.monitor(slug, monitorId)} className={linkStyles}>
        Monitor {monitorId}
      </Link>
    );
  if (trafficVersion === null) return null;
  const { deployment, isDeploymentDeleted } = incident;
  if (isDeploymentDeleted || deployment === null) return <>Plan {trafficVersion} of its traffic</>;
  return (
    <Link href={routes.deployment(slug, deployment, "history")} className={linkStyles}>
      Plan {trafficVersion} of its traffic
    </Link>
  );
}

/** What the moment of the evidence is. */
const momentOf = ({ kind }: Signal): string =>
  kind === "rollback" ? "Rolled back" : "Window that began";

function SignalItem({ incident, signal }: { incident: IncidentDto; signal: Signal }) {
  const { kind, severity, summary, evidence, isFiring, firstAt, lastAt } = signal;
  const { tone, label, Icon } = SEVERITY_LOOKS[severity];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium">{SIGNAL_LABELS[kind]}</span>
        <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
          {label}
        </Badge>
        <FiringBadge isFiring={isFiring} status={incident.status} />
      </div>
      <p className="max-w-prose break-words text-sm [overflow-wrap:anywhere]">{summary}</p>
      {evidence.columns.length > 0 ? (
        <ul aria-label="Columns, the farthest first" className="flex flex-wrap gap-1">
          {evidence.columns.map((column) => (
            <li key={column} className="max-w-full">
              <Badge className="font-mono">{column}</Badge>
            </li>
          ))}
        </ul>
      ) : null}
      <p className="break-words text-muted text-xs tabular-nums">
        <Evidence incident={incident} signal={signal} /> · {momentOf(signal)}{" "}
        <RelativeTime at={evidence.at} /> · told first <RelativeTime at={firstAt} />
        {lastAt - firstAt < SAME_MS ? null : (
          <>
            , last <RelativeTime at={lastAt} />
          </>
        )}
      </p>
    </li>
  );
}

/** What speaks for an incident, each with where it can be read again. */
export function IncidentSignals({ incident }: { incident: IncidentDto }) {
  return (
    <Card aria-label="Signals">
      <CardHeader
        title="Signals"
        description="What speaks for it; columns are named by how far they went, the farthest first."
      />
      <ul className="divide-y divide-line">
        {incident.signals.map((signal) => (
          <SignalItem
            key={`${signal.kind} ${signal.firstAt} ${signal.summary}`}
            incident={incident}
            signal={signal}
          />
        ))}
      </ul>
    </Card>
  );
}
