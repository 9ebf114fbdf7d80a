"use client";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { cn } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import { sideInWords, sideWithRows } from "@/lib/monitors/rules/changes";
import { isMoment } from "@/lib/monitors/rules/windows";
import { shareSentence, verdictSentence } from "@/lib/monitors/rules/words";
import { comparisonParams } from "@/lib/monitors/search-params";
import { CompareColumn } from "./compare-column";
import { CompareColumns } from "./compare-columns";
import { CompareSides } from "./compare-sides";
import { ComparisonMenu } from "./comparison-menu";
import { ExactCard } from "./exact-card";
import { VERDICT_LOOKS } from "./monitor-verdict";
import { SampleRows } from "./sample-rows";
import { WindowLink } from "./window-link";

/** More columns are shown by so many. */
const MORE_COLUMNS = 100;

interface SideLinkProps {
  side: MonitorComparisonDto["after"];
  monitor: MonitorComparisonDto["monitor"];
}

function SideLink({ side, monitor }: SideLinkProps) {
  if (side.side.kind === "reference" || monitor.dataset === null)
    return sideWithRows(side, monitor.reference);
  return (
    <>
      <WindowLink window={side.side} dataset={monitor.dataset} />, {formatPlural(side.rows, "row")}
    </>
  );
}

function Verdict({ comparison }: { comparison: MonitorComparisonDto }) {
  const { verdict, share, limit, minRows, before, after, monitor } = comparison;
  const { Icon, look } = VERDICT_LOOKS[verdict];
  const rows = Math.min(before.rows, after.rows);
  return (
    <section
      aria-label="Verdict"
      className={cn("flex items-start gap-3 rounded-lg border px-4 py-3", look)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="grid min-w-0 gap-0.5">
        <h2 className="text-balance break-words font-semibold text-base">
          {verdictSentence({ ...comparison, rows }, minRows)}
        </h2>
        <p className="text-muted text-sm tabular-nums">
          <SideLink side={after} monitor={monitor} />, beside{" "}
          <SideLink side={before} monitor={monitor} />. {shareSentence(share, limit)}
        </p>
      </div>
    </section>
  );
}

/** What needs the rows themselves. */
function RowCards({ comparison, column }: Parameters<typeof ExactCard>[0]) {
  const { after, monitor } = comparison;
  return (
    <>
      <ExactCard {...{ comparison, column }} />
      {after.side.kind === "window" ? (
        <SampleRows
          monitor={monitor.id}
          window={after.name}
          title={sideInWords(after)}
          column={column.finding.name}
        />
      ) : null}
    </>
  );
}

/** Two windows of a monitor, or its reference and one, beside each other. */
export function ComparePage({ comparison }: { comparison: MonitorComparisonDto }) {
  const { slug } = useWorkspace();
  const [isLoading, startTransition] = useTransition();
  const [{ columns }, set] = useQueryStates(comparisonParams, {
    ...{ shallow: false, history: "replace", scroll: false, startTransition },
  });
  const { monitor, column } = comparison;
  const isLogged = [comparison.before, comparison.after].every(
    ({ side }) => side.kind === "reference" || !isMoment(side),
  );
  const mayReadRows = useCan("deployment:read") && monitor.deployment !== null && isLogged;
  return (
    <Page>
      <RefreshOnChange topics={[`monitor:${monitor.id}`]} />
      <PageHeader
        crumbs={[
          { label: "Monitors", href: routes.monitors(slug) },
          { label: monitor.name, href: routes.monitor(slug, monitor.id) },
        ]}
        title="Comparison"
        meta={isLoading ? <Spinner label="Loading the comparison" /> : undefined}
        actions={<ComparisonMenu workspace={slug} comparison={comparison} />}
      />
      <PageBody>
        <Verdict comparison={comparison} />
        <CompareSides comparison={comparison} onChange={(sides) => void set(sides)} />
        <CompareColumns
          comparison={comparison}
          onChoose={(name) => void set({ column: name })}
          onMore={() => void set({ columns: columns + MORE_COLUMNS })}
        />
        {column ? <CompareColumn {...{ comparison, column }} /> : null}
        {column && mayReadRows ? <RowCards {...{ comparison, column }} /> : null}
      </PageBody>
    </Page>
  );
}
