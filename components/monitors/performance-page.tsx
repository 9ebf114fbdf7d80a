"use client";
import { Target } from "lucide-react";
import { useState } from "react";
import { useOrigin } from "@/components/models/use-origin";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/core/routes";
import type { PerformanceDto, PerformancePageDto } from "@/lib/monitors/dto/performance";
import { MonitorTabs } from "./monitor-tabs";
import { PerformanceCard } from "./performance-card";
import { PerformanceChart } from "./performance-chart";
import { PerformanceDetails } from "./performance-details";
import { PerformanceDialog } from "./performance-dialog";
import { PerformanceVerdictCard } from "./performance-verdict";
import { PerformanceWindows } from "./performance-windows";
import { PausedBadge } from "./verdict-badge";

interface PerformancePageProps {
  page: PerformancePageDto;
}

function NotJudged({ page }: PerformancePageProps) {
  const canWrite = useCan("monitor:write");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card>
      <EmptyState
        icon={<Target />}
        title="Performance is not judged"
        action={
          canWrite ? (
            <Button variant="primary" onClick={() => setIsOpen(true)}>
              Judge performance
            </Button>
          ) : undefined
        }
      >
        {page.monitor.deployment === null
          ? "Only answers of a deployment can be right or wrong."
          : "Say which task the model has, and post what was true: each window then says how right the answers were."}
      </EmptyState>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <PerformanceDialog page={page} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
    </Card>
  );
}

/** How labels are posted: shown until some came. */
function HowToLabel({ page: { monitor } }: PerformancePageProps) {
  const { slug } = useWorkspace();
  const origin = useOrigin();
  const code = `curl -X POST ${origin}/api/slipway/v1/workspaces/${slug}/deployments/${monitor.deployment}/labels \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '[{"predictionId": "…", "value": 1}, {"key": "customer 17", "value": 0}]'`;
  return (
    <Card>
      <EmptyState
        icon={<Target />}
        title="No labels have come yet"
        snippet={{ code, language: "Shell" }}
        className="max-w-180"
      >
        Post what was true by the X-Prediction-Id of an answer, or by the business key it was asked
        with. Windows are judged within two minutes.
      </EmptyState>
    </Card>
  );
}

function Judged({ page, performance }: PerformancePageProps & { performance: PerformanceDto }) {
  const { windows, chosen } = page;
  const { definition } = performance;
  const isLabelled = windows.some(({ labelled }) => labelled > 0);
  return (
    <>
      <PerformanceVerdictCard page={page} definition={definition} />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          {isLabelled ? null : <HowToLabel page={page} />}
          {windows.length === 0 ? null : (
            <>
              <Card aria-label="Metric over time">
                <PerformanceChart windows={windows} definition={definition} />
              </Card>
              <PerformanceWindows
                page={page}
                metric={definition.metric}
                business={definition.business}
              />
            </>
          )}
          {chosen ? <PerformanceDetails window={chosen} /> : null}
        </div>
        <PerformanceCard page={page} performance={performance} />
      </div>
    </>
  );
}

/** How right the answers of a monitored deployment are: the verdict, the metric over time, and what is behind each window. */
export function PerformancePage({ page }: PerformancePageProps) {
  const { slug } = useWorkspace();
  const { monitor, performance } = page;
  return (
    <Page>
      <RefreshOnChange topics={[`monitor:${monitor.id}`]} />
      <PageHeader
        crumbs={[{ label: "Monitors", href: routes.monitors(slug) }]}
        title={monitor.name}
        meta={monitor.isPaused ? <PausedBadge /> : undefined}
        tabs={<MonitorTabs monitor={monitor} />}
      />
      <PageBody>
        {performance ? <Judged page={page} performance={performance} /> : <NotJudged page={page} />}
      </PageBody>
    </Page>
  );
}
