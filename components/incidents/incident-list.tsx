"use client";
import { Siren } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Spinner } from "@/components/ui/spinner";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { routes } from "@/lib/core/routes";
import type { IncidentSummaryDto } from "@/lib/incidents/dto/incidents";
import type { IncidentList as Shown } from "@/lib/incidents/schema/incidents";
import { incidentListParams } from "@/lib/incidents/search-params";
import { FiringBadge, IncidentStatusBadge, SeverityBadge } from "./incident-looks";

const LISTS = [
  { value: "unresolved", label: "Unresolved" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All" },
] as const;

const NOTHING: Readonly<Record<Shown, string>> = {
  unresolved: "No incident is open",
  resolved: "No incident was resolved",
  all: "No incidents yet",
};

interface NothingProps {
  show: Shown;
  onShowAll: () => void;
}

function Nothing({ show, onShowAll }: NothingProps) {
  const { slug } = useWorkspace();
  return (
    <EmptyState
      icon={<Siren />}
      title={NOTHING[show]}
      action={
        <>
          {show === "all" ? null : <Button onClick={onShowAll}>Show all incidents</Button>}
          <LinkButton href={routes.monitors(slug)}>Go to monitors</LinkButton>
        </>
      }
    >
      An incident opens by itself where an alert of a monitor fires, for drift or for silence, and
      where a deployment is rolled back, by Slipway or by somebody.
    </EmptyState>
  );
}

function Incident({ incident }: { incident: IncidentSummaryDto }) {
  const { slug } = useWorkspace();
  const { number, title, severity, status, owner, isFiring } = incident;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 hover:bg-hover sm:flex-nowrap">
      <span className="flex w-20 shrink-0">
        <SeverityBadge severity={severity} />
      </span>
      <div className="order-1 grid min-w-0 grow basis-full gap-1 sm:order-none sm:basis-0">
        <Link
          data-row
          href={routes.incident(slug, number)}
          className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {title}
        </Link>
        <p className="break-words text-muted text-sm tabular-nums">
          #{number} · {incident.deployment ?? incident.dataset?.name}
          {incident.isDeploymentDeleted ? " (deleted)" : null} ·{" "}
          {owner === null ? "nobody’s yet" : owner.name} · opened{" "}
          <RelativeTime at={incident.openedAt} />
          {incident.resolvedAt === null ? null : (
            <>
              {" "}
              · resolved <RelativeTime at={incident.resolvedAt} />
            </>
          )}
        </p>
      </div>
      <span className="flex shrink-0 items-center gap-2">
        <FiringBadge isFiring={isFiring} status={status} />
        <span className="flex sm:w-32 sm:justify-end">
          <IncidentStatusBadge status={status} />
        </span>
      </span>
    </li>
  );
}

/** Incidents of the workspace, the newest first. */
export function IncidentList({ incidents }: { incidents: readonly IncidentSummaryDto[] }) {
  const [isLoading, startTransition] = useTransition();
  const [{ show }, setParams] = useQueryStates(incidentListParams, {
    shallow: false,
    history: "push",
    startTransition,
  });
  const list = useRowKeys({ group: "Incidents", noun: "incident" });
  const narrow = (next: Shown) => void setParams({ show: next, after: null });
  return (
    <section aria-label="Incidents" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <RefreshOnChange topics={["incidents"]} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ToggleGroup label="Show" value={show} onChange={narrow} options={LISTS} />
        {isLoading ? <Spinner label="Loading incidents" /> : null}
      </div>
      <Card>
        {incidents.length === 0 ? (
          <Nothing show={show} onShowAll={() => narrow("all")} />
        ) : (
          <ul ref={list} className="divide-y divide-line">
            {incidents.map((incident) => (
              <Incident key={incident.number} incident={incident} />
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}
