"use client";
import { Radar } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { useOrigin } from "@/components/models/use-origin";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Spinner } from "@/components/ui/spinner";
import { routes } from "@/lib/core/routes";
import type { AnnotationDto } from "@/lib/incidents/dto/annotations";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";
import { monitorPageParams } from "@/lib/monitors/search-params";
import { AlertsCard } from "./alerts-card";
import { CellCard } from "./cell-card";
import { comparisonOf } from "./compare-links";
import { DefinitionCard } from "./definition-card";
import { HeatLegend } from "./heat-cell";
import { type Chosen, HeatMap } from "./heat-map";
import { MonitorButtons } from "./monitor-buttons";
import { MonitorTabs } from "./monitor-tabs";
import { MonitorVerdict } from "./monitor-verdict";
import { QualityCard } from "./quality-card";
import { ScoreChart } from "./score-chart";
import { PausedBadge } from "./verdict-badge";

/** More columns are drawn by so many. */
const MORE_COLUMNS = 100;

interface HeatCardProps {
  page: MonitorPageDto;
}

function HeatCard({ page: { monitor, heat, cell, next } }: HeatCardProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const [isLoading, startTransition] = useTransition();
  const [{ columns, after, mark }, set] = useQueryStates(monitorPageParams, {
    shallow: false,
    history: "replace",
    scroll: false,
    startTransition,
  });
  const choose = ({ column, opensAt }: Chosen) => void set({ column, window: opensAt });
  const compare = ({ column, opensAt }: Chosen) => {
    const [before, after] = [mark, opensAt].map((at) =>
      heat.windows.find((window) => window.opensAt === at),
    );
    if (!before || !after || before === after)
      void set({ column, window: opensAt, mark: mark === opensAt ? null : opensAt });
    else router.push(comparisonOf(slug, monitor.id, { before, after, column }));
  };
  return (
    <Card aria-label="Windows">
      <CardHeader
        title="Columns by windows"
        description="The newest window on the right, the column that is farthest off on top."
        actions={isLoading ? <Spinner label="Loading the column" /> : undefined}
      />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 py-3">
        <HeatMap
          heat={heat}
          chosen={cell && { column: cell.finding.name, opensAt: cell.opensAt }}
          onChoose={choose}
          onMark={compare}
        />
        <HeatLegend />
        <div className="flex flex-wrap items-center gap-2 px-4">
          {heat.hidden > 0 ? (
            <Button size="sm" onClick={() => void set({ columns: columns + MORE_COLUMNS })}>
              {`Show ${Math.min(MORE_COLUMNS, heat.hidden)} more of ${heat.hidden} columns`}
            </Button>
          ) : null}
          <span className="grow" />
          {after === null ? null : (
            <Button size="sm" onClick={() => void set({ after: null, window: null })}>
              Newest windows
            </Button>
          )}
          {next === undefined ? null : (
            <Button size="sm" onClick={() => void set({ after: next, window: null })}>
              Older windows
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

function Nothing({ page: { monitor } }: HeatCardProps) {
  const origin = useOrigin();
  if (monitor.dataset)
    return (
      <Card>
        <EmptyState icon={<Radar />} title="No later version yet">
          The next version whose file is read here is laid beside the reference within a minute.
        </EmptyState>
      </Card>
    );
  const code = `curl -X POST ${origin}/serve/${monitor.deployment}/invocations \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"dataframe_split": {"columns": ["…"], "data": [["…"]]}}'`;
  return (
    <Card>
      <EmptyState
        icon={<Radar />}
        title="Nothing has come yet"
        snippet={{ code, language: "Shell" }}
        className="max-w-180"
      >
        The first verdict appears here within a minute of the first predictions; what the log held
        before the monitor was made is counted a minute and a half after that.
      </EmptyState>
    </Card>
  );
}

function Found({ page, annotations }: Omit<MonitorPageProps, "now">) {
  const { cell, heat, monitor } = page;
  const column = heat.columns.find(({ name }) => name === cell?.finding.name);
  return (
    <>
      <HeatCard page={page} />
      {cell ? (
        <CellCard
          {...{ cell, monitor }}
          windows={heat.windows}
          quality={page.quality?.findings ?? []}
        />
      ) : null}
      {column ? (
        <Card aria-label="Score over time">
          <ScoreChart column={column} windows={heat.windows} annotations={annotations} />
        </Card>
      ) : null}
      <QualityCard page={page} />
    </>
  );
}

interface MonitorPageProps {
  page: MonitorPageDto;
  /** What happened while the windows were open, the newest first. */
  annotations: readonly AnnotationDto[];
  /** When the page was read, by the server's clock. */
  now: number;
}

/** One monitor: the verdict, where it comes from, and by what it was judged. */
export function MonitorPage({ page, annotations, now }: MonitorPageProps) {
  const { slug } = useWorkspace();
  const { monitor, last, extra } = page;
  return (
    <Page>
      <RefreshOnChange topics={[`monitor:${monitor.id}`]} />
      <PageHeader
        crumbs={[{ label: "Monitors", href: routes.monitors(slug) }]}
        title={monitor.name}
        meta={monitor.isPaused ? <PausedBadge /> : undefined}
        actions={<MonitorButtons monitor={monitor} />}
        tabs={<MonitorTabs monitor={monitor} />}
      />
      <PageBody>
        {monitor.isPaused ? (
          <Callout>Paused: what comes is counted, and judged when somebody resumes it.</Callout>
        ) : null}
        {last ? <MonitorVerdict {...{ last, now }} {...monitor} /> : null}
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
            {last ? <Found page={page} annotations={annotations} /> : <Nothing page={page} />}
          </div>
          <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
            <AlertsCard monitor={monitor} now={now} />
            <DefinitionCard monitor={monitor} extra={extra} />
          </div>
        </div>
      </PageBody>
    </Page>
  );
}
