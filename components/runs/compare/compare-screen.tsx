"use client";
import { FileDown, GitCompareArrows } from "lucide-react";
import { useMemo, useState } from "react";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import { toCsv } from "@/components/charts/prepare-export";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { csvBlob, download } from "@/components/ui/download";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ComparisonDto } from "@/lib/runs/dto/comparison";
import { type CompareView, compareViews } from "@/lib/runs/search-params/compare";
import { ChartsPane } from "../charts-pane";
import { RunLive } from "../run-live";
import { useTimeZone } from "../use-time-zone";
import { CompareGrid } from "./compare-grid";
import { CompareParallel } from "./compare-parallel";
import { CompareProvenance } from "./compare-provenance";
import { CompareScatter } from "./compare-scatter";
import { CompareToolbar } from "./compare-toolbar";
import {
  type CompareSection,
  comparisonTable,
  prepareLines,
  prepareRows,
} from "./prepare-comparison";
import { arrangeComparison } from "./prepare-order";
import { useCompareView } from "./use-compare-view";

interface CompareScreenProps {
  workspace: string;
  comparison: ComparisonDto;
  /** Runs that were asked for and do not exist. */
  missing: number;
  /** Runs that were asked for beyond what can be compared. */
  dropped: number;
}

const VIEW_NAMES: Readonly<Record<CompareView, string>> = {
  table: "Side by side",
  charts: "Charts",
  parallel: "Parallel coordinates",
  scatter: "Scatter",
  provenance: "Provenance",
};

const isView = (value: string): value is CompareView => compareViews.some((view) => view === value);

/** Some runs side by side: every value, their charts, and how parameters and metrics go together. */
export function CompareScreen({
  workspace,
  comparison: loaded,
  missing,
  dropped,
}: CompareScreenProps) {
  const [view, setView] = useCompareView();
  const timeZone = useTimeZone();
  const [closed, setClosed] = useState<ReadonlySet<CompareSection>>(new Set());
  const comparison = useMemo(() => arrangeComparison(loaded, view.runs), [loaded, view.runs]);
  const { runs, metrics } = comparison;
  const rows = useMemo(
    () => prepareRows(comparison, { aggregate: view.aggregate, timeZone }),
    [comparison, view.aggregate, timeZone],
  );
  const lines = useMemo(
    () => prepareLines(rows, { isDiffOnly: view.isDiffOnly, search: view.search, closed }),
    [rows, view.isDiffOnly, view.search, closed],
  );
  useHotkeys(
    "Tabs",
    compareViews.map((name, index) => ({
      keys: String(index + 1),
      label: VIEW_NAMES[name],
      run: () => void setView({ view: name }),
    })),
  );
  const toggle = (section: CompareSection) => {
    const next = new Set(closed);
    if (!next.delete(section)) next.add(section);
    setClosed(next);
  };
  if (runs.length === 0) return <NothingToCompare workspace={workspace} />;
  const exportCsv = () =>
    download(csvBlob(toCsv(comparisonTable(runs, lines))), `comparison-of-${runs.length}-runs.csv`);
  return (
    <Page fill>
      <RunLive uuids={runs.filter(({ status }) => status === "RUNNING").map(({ uuid }) => uuid)} />
      <Tabs
        value={view.view}
        onValueChange={(name) => {
          if (isView(name)) void setView({ view: name });
        }}
        className="flex min-h-0 grow flex-col"
      >
        <PageHeader
          crumbs={[{ label: "Experiments", href: routes.experiments(workspace) }]}
          title={`Compare ${formatPlural(runs.length, "run")}`}
          actions={
            <Button onClick={exportCsv}>
              <FileDown aria-hidden="true" />
              CSV
            </Button>
          }
          tabs={
            <TabsList aria-label="Comparison">
              {compareViews.map((name) => (
                <TabsTrigger key={name} value={name}>
                  {VIEW_NAMES[name]}
                </TabsTrigger>
              ))}
            </TabsList>
          }
        />
        <ChartSyncProvider>
          <TabsContent value={view.view} className="flex min-h-0 grow flex-col pt-0">
            <PageBody width="full" className="min-h-0 gap-3 overflow-y-auto">
              <Missing missing={missing} dropped={dropped} />
              {view.view === "table" ? (
                <>
                  <CompareToolbar view={view} setView={setView} rows={rows} />
                  <CompareGrid
                    workspace={workspace}
                    runs={runs}
                    lines={lines}
                    closed={closed}
                    onToggle={toggle}
                    onOrder={(uuids) => void setView({ runs: [...uuids] })}
                  />
                </>
              ) : null}
              {view.view === "charts" ? (
                <ChartsPane
                  workspace={workspace}
                  hasLegend
                  searchHotkey="/"
                  metricKeys={metrics.map(({ key }) => key)}
                  runs={runs.map(({ uuid, name, color, status }) => ({
                    uuid,
                    name,
                    color,
                    isLive: status === "RUNNING",
                  }))}
                />
              ) : null}
              {view.view === "parallel" ? (
                <CompareParallel runs={runs} rows={rows} view={view} setView={setView} />
              ) : null}
              {view.view === "scatter" ? (
                <CompareScatter
                  workspace={workspace}
                  runs={runs}
                  rows={rows}
                  view={view}
                  setView={setView}
                />
              ) : null}
              {view.view === "provenance" ? (
                <CompareProvenance workspace={workspace} runs={runs} />
              ) : null}
            </PageBody>
          </TabsContent>
        </ChartSyncProvider>
      </Tabs>
    </Page>
  );
}

function Missing({ missing, dropped }: { missing: number; dropped: number }) {
  if (missing === 0 && dropped === 0) return null;
  return (
    <Callout tone="warning">
      {missing > 0 ? <p>{formatPlural(missing, "run")} of the link do not exist here.</p> : null}
      {dropped > 0 ? (
        <p>At most 50 runs fit side by side: the last {dropped} of the link are left out.</p>
      ) : null}
    </Callout>
  );
}

function NothingToCompare({ workspace }: { workspace: string }) {
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Experiments", href: routes.experiments(workspace) }]}
        title="Compare runs"
      />
      <PageBody>
        <EmptyState
          icon={<GitCompareArrows />}
          title="No runs to compare"
          action={
            <LinkButton href={routes.experiments(workspace)}>Choose an experiment</LinkButton>
          }
        >
          Open an experiment, select two runs or more in its table, and choose Compare.
        </EmptyState>
      </PageBody>
    </Page>
  );
}
