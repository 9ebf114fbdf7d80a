"use client";
import { useQuery } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { useOrigin } from "@/components/models/use-origin";
import { useLive } from "@/components/shell/live";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Sorting } from "@/components/ui/sorting";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import type { Page } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto, EnvironmentDto } from "@/lib/deployments/dto/deployments";
import { deploymentListOptions } from "@/lib/deployments/query-options";
import {
  DEPLOYMENT_STATUSES,
  type DeploymentSort,
  type ListDeploymentsInput,
} from "@/lib/deployments/schema/deployments";
import { deploymentListParams } from "@/lib/deployments/search-params";
import { ApprovalNotes } from "./approval-notes";
import { EnvironmentBadge, HealthBadge } from "./deployment-badges";
import { TrafficBar } from "./traffic-bar";
import { TrafficFigures } from "./traffic-figures";
import { trafficParts } from "./traffic-parts";

const ANY = "any";
const STATUSES = [
  { value: ANY, label: "Any status" },
  { value: "running", label: "Running" },
  { value: "stopped", label: "Stopped" },
];

const SORTS: { value: DeploymentSort; label: string }[] = [
  { value: "name", label: "By name" },
  { value: "updated", label: "By last change" },
  { value: "requests", label: "By requests" },
  { value: "errors", label: "By error rate" },
  { value: "p50", label: "By p50" },
  { value: "p99", label: "By p99" },
];

function NoDeployments() {
  const { slug } = useWorkspace();
  const mayWrite = useCan("deployment:write");
  const origin = useOrigin();
  const code = `curl -X POST ${origin}/api/slipway/v1/workspaces/${slug}/deployments \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"name": "churn-api", "environment": "staging", "model": "churn", "version": 1, "backend": {"kind": "onnx"}}'`;
  return (
    <EmptyState
      icon={<Rocket />}
      title="No deployments yet"
      snippet={mayWrite ? { code, language: "Shell" } : undefined}
      className="max-w-180"
    >
      A deployment answers predictions of a model version at an address that stays.
      {mayWrite ? " Make one with the button above, or from a program." : null}
    </EmptyState>
  );
}

function DeploymentItem({ deployment }: { deployment: DeploymentDto }) {
  const { slug } = useWorkspace();
  const { name, environment, isProtected, health, description, updatedAt } = deployment;
  return (
    <li className="grid items-start gap-x-6 gap-y-2 px-4 py-3 md:grid-cols-2 xl:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_23rem_6rem]">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <Link
            href={routes.deployment(slug, name)}
            className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
          >
            {name}
          </Link>
          <HealthBadge health={health} />
          <EnvironmentBadge environment={environment} isProtected={isProtected} />
        </div>
        {description === "" ? null : (
          <p className="line-clamp-2 break-words text-muted text-xs">{description}</p>
        )}
        <ApprovalNotes revisions={deployment.serves} />
      </div>
      <TrafficBar parts={trafficParts(deployment.serves)} />
      <TrafficFigures traffic={deployment.traffic} />
      <p className="text-muted text-xs md:text-right">
        <span className="xl:sr-only">Changed </span>
        <RelativeTime at={updatedAt} />
      </p>
    </li>
  );
}

interface DeploymentListProps {
  asked: ListDeploymentsInput;
  /** As the server read it. */
  page: Page<DeploymentDto>;
  environments: readonly EnvironmentDto[];
}

function useFilters() {
  const [isLoading, startTransition] = useTransition();
  const [filters, set] = useQueryStates(deploymentListParams, {
    shallow: false,
    history: "push",
    startTransition,
  });
  return { filters, isLoading, set };
}

function useDeployments({ asked, page }: DeploymentListProps): readonly DeploymentDto[] {
  const { slug } = useWorkspace();
  const { data, refetch } = useQuery({
    ...deploymentListOptions(slug, asked),
    initialData: page,
  });
  useLive(["deployments", "approvals"], () => void refetch());
  return data.items;
}

/** Deployments of the workspace: how each is, where it is, who answers, and how much is asked. */
export function DeploymentList(props: DeploymentListProps) {
  const { environments } = props;
  const deployments = useDeployments(props);
  const { filters, isLoading, set } = useFilters();
  const [text, setText] = useTypedSearch(
    filters.search,
    (search) => void set({ search, after: null }),
  );
  const isFiltered =
    filters.search !== "" || filters.environment !== null || filters.status !== null;
  const showAll = () => void set({ search: "", environment: null, status: null, after: null });
  return (
    <section aria-label="Deployments" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label="Search deployments"
          placeholder="Name of a deployment…"
          value={text}
          onChange={setText}
          hotkey="/"
          loading={isLoading}
          className="w-full sm:w-64"
        />
        <Select
          label="Environment"
          options={[
            { value: ANY, label: "Any environment" },
            ...environments.map(({ name }) => ({ value: name, label: name })),
          ]}
          value={filters.environment ?? ANY}
          onChange={(value) => void set({ environment: value === ANY ? null : value, after: null })}
          className="w-44"
        />
        <Select
          label="Status"
          options={STATUSES}
          value={filters.status ?? ANY}
          onChange={(value) =>
            void set({
              status: DEPLOYMENT_STATUSES.find((one) => one === value) ?? null,
              after: null,
            })
          }
          className="w-36"
        />
        <Sorting
          options={SORTS}
          sort={filters.sort}
          isAscending={filters.asc}
          risesUsually={(sort) => sort === "name"}
          onChange={(sort, asc) => void set({ sort, asc, after: null })}
        />
      </div>
      <Card>
        {deployments.length > 0 ? (
          <ul className="divide-y divide-line">
            {deployments.map((deployment) => (
              <DeploymentItem key={deployment.name} deployment={deployment} />
            ))}
          </ul>
        ) : isFiltered ? (
          <EmptyState
            icon={<Rocket />}
            title="No such deployments"
            action={<Button onClick={showAll}>Show all deployments</Button>}
          >
            Others are hidden by the filters.
          </EmptyState>
        ) : (
          <NoDeployments />
        )}
      </Card>
      {deployments.length > 0 ? (
        <p className="text-muted text-xs">Requests, latency and errors of the last five minutes.</p>
      ) : null}
    </section>
  );
}
