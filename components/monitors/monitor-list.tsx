"use client";
import { Radar } from "lucide-react";
import { useOrigin } from "@/components/models/use-origin";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { formatCount, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { MonitorSummaryDto } from "@/lib/monitors/dto/screens";
import { WINDOW_WORDS, windowInWords } from "@/lib/monitors/rules/words";
import { SubjectLink } from "./subject-link";
import { PausedBadge, VerdictBadge } from "./verdict-badge";
import { VerdictStrip } from "./verdict-strip";

function NoMonitors() {
  const { slug } = useWorkspace();
  const mayWrite = useCan("monitor:write");
  const origin = useOrigin();
  const code = `curl -X POST ${origin}/api/slipway/v1/workspaces/${slug}/monitors \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"deployment": "churn-api", "window": "day"}'`;
  return (
    <EmptyState
      icon={<Radar />}
      title="No monitors yet"
      snippet={mayWrite ? { code, language: "Shell" } : undefined}
      action={
        mayWrite ? (
          <LinkButton href={routes.deployments(slug)} variant="primary">
            Choose a deployment to watch
          </LinkButton>
        ) : undefined
      }
      className="max-w-180"
    >
      A monitor lays what a deployment is sent and answers beside the data its model was made with,
      window by window.
      {mayWrite ? " Press Watch on the page of a deployment, or make one from a program." : null}
    </EmptyState>
  );
}

function LastWindow({ monitor: { last, isPaused } }: { monitor: MonitorSummaryDto }) {
  if (last === null)
    return (
      <p className="text-muted text-xs">
        {isPaused ? "Paused before anything was judged" : "Nothing has come yet"}
      </p>
    );
  const { tally, rows } = last;
  return (
    <div className="grid justify-items-start gap-1">
      <VerdictBadge verdict={last.verdict} />
      <p className="text-muted text-xs tabular-nums">
        {tally.judged > 0
          ? `${formatCount(tally.drifted)} of ${formatPlural(tally.judged, "column")} drifted, `
          : ""}
        {formatPlural(rows, "row")}
      </p>
      <p className="text-muted text-xs tabular-nums">{windowInWords(last)}</p>
    </div>
  );
}

function MonitorItem({ monitor }: { monitor: MonitorSummaryDto }) {
  const { slug } = useWorkspace();
  const { id, name, isPaused, window, recent } = monitor;
  return (
    <li className="grid items-center gap-x-6 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_auto]">
      <div className="grid gap-0.5">
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={routes.monitor(slug, id)}
            className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
          >
            {name}
          </Link>
          {isPaused ? <PausedBadge /> : null}
        </div>
        <p className="text-muted text-xs">
          <SubjectLink subject={monitor} className="hover:underline" />,{" "}
          {WINDOW_WORDS[window].toLowerCase()} by {WINDOW_WORDS[window].toLowerCase()}
        </p>
      </div>
      <LastWindow monitor={monitor} />
      <div className="flex w-52 md:justify-end">
        <VerdictStrip windows={recent} />
      </div>
    </li>
  );
}

function MonitorItems({ monitors }: { monitors: readonly MonitorSummaryDto[] }) {
  return (
    <ul className="divide-y divide-line">
      {monitors.map((monitor) => (
        <MonitorItem key={monitor.id} monitor={monitor} />
      ))}
    </ul>
  );
}

/** Monitors of the workspace, the newest first: what each found last, and in the windows before. */
export function MonitorList({ monitors }: { monitors: readonly MonitorSummaryDto[] }) {
  return (
    <section aria-label="Monitors">
      <RefreshOnChange topics={["monitors"]} />
      <Card>{monitors.length > 0 ? <MonitorItems monitors={monitors} /> : <NoMonitors />}</Card>
    </section>
  );
}

/** Those of one deployment, on its page; nothing when nobody watches it. */
export function MonitorsCard({ monitors }: { monitors: readonly MonitorSummaryDto[] }) {
  if (monitors.length === 0) return null;
  return (
    <Card aria-label="Monitors">
      <RefreshOnChange topics={["monitors"]} />
      <CardHeader title="Monitors" />
      <MonitorItems monitors={monitors} />
    </Card>
  );
}
