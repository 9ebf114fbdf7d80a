"use client";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useLive } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import type { LineageGraphDto } from "@/lib/lineage/dto";
import { lineageGraphOptions } from "@/lib/lineage/query-options";
import { LINEAGE_VIEWS, type LineageView } from "@/lib/lineage/search-params";
import { ClusterPanel } from "./cluster-panel";
import { CutOffNote } from "./cut-off-note";
import { LineageDifference } from "./lineage-difference";
import { LineageGraph } from "./lineage-graph";
import { LineageImpact } from "./lineage-impact";
import { LineageStart } from "./lineage-start";
import { LineageTable } from "./lineage-table";
import { LineageToolbar } from "./lineage-toolbar";
import { NodePanel } from "./node-panel";
import { useIsNarrow } from "./use-is-narrow";
import { askedOf, type LineageViewState, useLineageView } from "./use-lineage-view";

const VIEW_NAMES: Readonly<Record<LineageView, string>> = {
  graph: "Graph",
  table: "Table",
  impact: "What it touches",
  difference: "Difference",
};

/** What changes the graph. */
const TOPICS = ["models", "approvals", "datasets", "experiments"];

function useGraphQuery(state: LineageViewState) {
  const { slug } = useWorkspace();
  const asked = askedOf(state);
  const query = useQuery({
    // Without a focus nothing is asked, under a key of its own.
    ...lineageGraphOptions(slug, asked ?? { ...state.view, focus: "" }),
    ...(asked ? {} : { queryFn: skipToken }),
    placeholderData: keepPreviousData,
  });
  useLive(asked && asked.asOf === null ? TOPICS : [], () => void query.refetch());
  return query;
}

const isView = (name: string): name is LineageView => LINEAGE_VIEWS.some((view) => view === name);

/** The graph from data to what stands in production, around one node. */
export function LineageScreen() {
  const state = useLineageView();
  const { view, setView } = state;
  const query = useGraphQuery(state);
  const isNarrow = useIsNarrow();
  const graph = view.focus === null ? undefined : query.data;
  const focus = graph?.nodes.find(({ id }) => id === view.focus);
  const shown: LineageView | null =
    view.view ?? (isNarrow === null ? null : isNarrow ? "table" : "graph");
  useHotkeys(
    "Tabs",
    LINEAGE_VIEWS.map((name, index) => ({
      keys: String(index + 1),
      label: VIEW_NAMES[name],
      run: () => void setView({ view: name }),
    })),
    view.focus !== null,
  );
  return (
    <Tabs
      value={shown ?? ""}
      onValueChange={(name) => {
        if (isView(name)) void setView({ view: name });
      }}
      className="flex min-h-0 grow flex-col"
    >
      <PageHeader
        title={focus ? `Lineage of ${focus.title}` : "Lineage"}
        tabs={
          view.focus === null ? undefined : (
            <TabsList aria-label="Lineage">
              {LINEAGE_VIEWS.map((name) => (
                <TabsTrigger key={name} value={name}>
                  {VIEW_NAMES[name]}
                </TabsTrigger>
              ))}
            </TabsList>
          )
        }
      />
      <LineageToolbar state={state} focus={focus} isLoading={query.isPlaceholderData} />
      {view.focus === null ? (
        <div className="min-h-0 grow overflow-y-auto">
          <LineageStart onPick={state.focusOn} />
        </div>
      ) : (
        <TabsContent value={shown ?? ""} className="flex min-h-0 grow pt-0">
          <Content shown={shown} state={state} query={query} focusId={view.focus} />
        </TabsContent>
      )}
    </Tabs>
  );
}

interface ContentProps {
  shown: LineageView | null;
  state: LineageViewState;
  query: ReturnType<typeof useGraphQuery>;
  focusId: string;
}

function Content({ shown, state, query, focusId }: ContentProps) {
  const { data: graph, error } = query;
  if (error)
    return (
      <ErrorState
        title="The graph could not be read"
        action={
          <>
            <Button onClick={() => void query.refetch()}>Try again</Button>
            {state.view.asOf === null ? null : (
              <Button onClick={() => void state.setView({ asOf: null })}>Show it as of now</Button>
            )}
          </>
        }
      >
        {error.message}
      </ErrorState>
    );
  if (!graph || shown === null)
    return <SkeletonLines lines={10} label="Reading the graph" className="w-full p-6" />;
  const focus = graph.nodes.find(({ id }) => id === focusId);
  if (shown === "impact") return <LineageImpact node={focusId} focus={focus} state={state} />;
  if (shown === "difference")
    return <LineageDifference node={focusId} focus={focus} state={state} />;
  return <Pictured graph={graph} shown={shown} state={state} />;
}

function Pictured({
  graph,
  shown,
  state,
}: {
  graph: LineageGraphDto;
  shown: LineageView;
  state: LineageViewState;
}) {
  const { selected, listed } = state.view;
  const node = graph.nodes.find(({ id }) => id === selected);
  return (
    <>
      <div className="flex min-w-0 grow flex-col">
        {graph.cutOff ? <CutOffNote cutOff={graph.cutOff} /> : null}
        {shown === "table" ? (
          <LineageTable graph={graph} state={state} />
        ) : (
          <LineageGraph graph={graph} state={state} />
        )}
      </div>
      {node ? <NodePanel node={node} graph={graph} state={state} /> : null}
      {listed ? <ClusterPanel cluster={listed} graph={graph} state={state} /> : null}
    </>
  );
}
