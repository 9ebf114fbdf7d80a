import type { Route } from "next";
import {
  inWorkspace,
  part,
  type Query,
  toRoute,
  type UiQuery,
  uiSearch,
  withQuery,
} from "./route-parts";

export const RUN_TABS = ["overview", "metrics", "system", "inputs", "artifacts"] as const;
export type RunTab = (typeof RUN_TABS)[number];

export const VERSION_TABS = ["overview", "evaluation", "card", "compare", "files"] as const;
export type VersionTab = (typeof VERSION_TABS)[number];

export const DATASET_TABS = ["profile", "versions", "usage", "checks", "compare"] as const;
export type DatasetTab = (typeof DATASET_TABS)[number];

export const DEPLOYMENT_TABS = [
  "traffic",
  "rollouts",
  "tests",
  "playground",
  "revisions",
  "logs",
  "history",
] as const;
export type DeploymentTab = (typeof DEPLOYMENT_TABS)[number];

export const APPROVAL_TABS = [
  "review",
  "changes",
  "evaluation",
  "card",
  "discussion",
  "history",
] as const;
export type ApprovalTab = (typeof APPROVAL_TABS)[number];

/**
 * Every address of a screen, built here and nowhere else, so that a path can move without a hunt. Names and ids come
 * from people and programs: each is encoded.
 */
export const routes = {
  root: (): Route => toRoute("/"),
  signIn: (callback?: string): Route => withQuery("/sign-in", { callbackUrl: callback }),
  invitation: (token: string): Route => toRoute(`/invite/${part(token)}`),
  workspaces: (): Route => toRoute("/workspaces"),
  gallery: (): Route => toRoute("/gallery"),

  home: (workspace: string): Route => inWorkspace(workspace, ""),
  experiments: (workspace: string): Route => inWorkspace(workspace, "/experiments"),
  experiment: (workspace: string, experimentId: string): Route =>
    inWorkspace(workspace, `/experiments/${part(experimentId)}`),
  /** Its table as a saved view has it; `query` is the view's. */
  experimentView: (
    workspace: string,
    experimentId: number,
    { id, query }: { id: string; query: string },
  ): Route =>
    inWorkspace(
      workspace,
      `/experiments/${experimentId}?${query === "" ? "" : `${query}&`}v=${part(id)}`,
    ),
  run: (workspace: string, runId: string, tab: RunTab = "overview"): Route =>
    withQuery(`/${part(workspace)}/runs/${part(runId)}`, {
      tab: tab === "overview" ? undefined : tab,
    }),
  /** The chart of one metric, open alone. */
  runChart: (workspace: string, runId: string, metric: string): Route =>
    withQuery(`/${part(workspace)}/runs/${part(runId)}`, {
      tab: metric.startsWith("system/") ? "system" : "metrics",
      panel: metric,
    }),
  compare: (workspace: string, runIds: readonly string[]): Route =>
    withQuery(`/${part(workspace)}/compare`, { runs: runIds }),

  models: (workspace: string): Route => inWorkspace(workspace, "/models"),
  model: (workspace: string, name: string): Route =>
    inWorkspace(workspace, `/models/${part(name)}`),
  modelVersion: (
    workspace: string,
    name: string,
    version: number | string,
    tab: VersionTab = "overview",
  ): Route =>
    withQuery(
      `/${part(workspace)}/models/${part(name)}/${part(String(version))}${tab === "card" ? "/card" : ""}`,
      { tab: tab === "overview" || tab === "card" ? undefined : tab },
    ),

  /** What people say of a version: the newest card, or what the query asks for. */
  modelCard: (
    workspace: string,
    name: string,
    version: number | string,
    query: {
      card?: string | undefined;
      with?: string | undefined;
      edit?: string | undefined;
      after?: string | undefined;
    } = {},
  ): Route =>
    withQuery(`/${part(workspace)}/models/${part(name)}/${part(String(version))}/card`, query),
  /** The file of a card, answered to the session of whoever follows the link. */
  modelCardFile: (
    workspace: string,
    name: string,
    version: number,
    query: { card: number; format: string },
  ): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/models/${part(name)}/versions/${version}/card/export?${uiSearch(query)}`,

  /** What changed from another version to this one; without one, somebody is asked to choose. */
  versionComparison: (
    workspace: string,
    { name, version }: { name: string; version: number | string },
    base?: { name: string; version: number | string } | undefined,
  ): Route =>
    withQuery(`/${part(workspace)}/models/${part(name)}/${part(String(version))}`, {
      tab: "compare",
      with: base && String(base.version),
      model: base && base.name !== name ? base.name : undefined,
    }),

  datasets: (workspace: string): Route => inWorkspace(workspace, "/datasets"),
  dataset: (
    workspace: string,
    datasetId: number,
    query: {
      version?: string | undefined;
      tab?: string | undefined;
      with?: string | undefined;
    } = {},
  ): Route => withQuery(`/${part(workspace)}/datasets/${datasetId}`, query),
  snapshotFile: (workspace: string, sha256: string): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/source-snapshots/${sha256}/file`,
  /** Where a browser sends an archive; the grant names the person. */
  sourceUpload: (grant: string): string => `/api/slipway/v1/source-uploads?${uiSearch({ grant })}`,
  datasetFile: (workspace: string, datasetId: number, version: number): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/datasets/${datasetId}/versions/${version}/file`,
  /** Where a browser sends a file; the grant names the dataset and the person. */
  datasetUpload: (grant: string): string =>
    `/api/slipway/v1/dataset-uploads?${uiSearch({ grant })}`,

  /** Where a check outside of Slipway reports what it found. */
  gateReports: (number: number, gate: string): string =>
    `/api/slipway/v1/approval-requests/${number}/gates/${part(gate)}/reports`,

  approvals: (workspace: string): Route => inWorkspace(workspace, "/approvals"),
  approval: (workspace: string, number: number, tab: ApprovalTab = "review"): Route =>
    withQuery(`/${part(workspace)}/approvals/${number}`, {
      tab: tab === "review" ? undefined : tab,
    }),
  /** Everything on record of a request, to be printed. */
  approvalRecord: (workspace: string, number: number): Route =>
    inWorkspace(workspace, `/approvals/${number}/record`),
  policies: (workspace: string): Route => inWorkspace(workspace, "/settings/policies"),
  policy: (workspace: string, policyId: string): Route =>
    inWorkspace(workspace, `/settings/policies/${part(policyId)}`),

  /** Where jobs run, and those that wait. */
  compute: (workspace: string): Route => inWorkspace(workspace, "/compute"),
  /** Jobs of the workspace, the newest first. */
  jobs: (workspace: string): Route => inWorkspace(workspace, "/jobs"),
  job: (workspace: string, number: number): Route => inWorkspace(workspace, `/jobs/${number}`),
  /** Sweeps of the workspace, the newest first. */
  sweeps: (workspace: string): Route => inWorkspace(workspace, "/sweeps"),
  sweep: (workspace: string, number: number): Route => inWorkspace(workspace, `/sweeps/${number}`),
  /** The runs of a sweep in the table of its experiment; `sort` and `columns` are the table's. */
  sweepRuns: (
    workspace: string,
    sweep: { number: number; experimentId: number },
    { sort, columns }: { sort?: string | undefined; columns: readonly string[] },
  ): Route =>
    withQuery(`/${part(workspace)}/experiments/${sweep.experimentId}`, {
      q: `tags.\`slipway.sweep\` = "${sweep.number}"`,
      sort,
      cols: columns,
    }),
  /** Everything a job printed, as a file; answered to the session of whoever follows the link. */
  jobLogFile: (workspace: string, number: number): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/jobs/${number}/log/export`,

  pipelines: (workspace: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/pipelines`, query),
  /** A pipeline with its newest declaration, or with another one. */
  pipeline: (workspace: string, pipelineId: number, version?: number): Route =>
    withQuery(`/${part(workspace)}/pipelines/${pipelineId}`, {
      version: version === undefined ? undefined : String(version),
    }),

  deployments: (workspace: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/deployments`, query),
  deployment: (workspace: string, name: string, tab: DeploymentTab = "traffic"): Route =>
    withQuery(`/${part(workspace)}/deployments/${part(name)}`, {
      tab: tab === "traffic" ? undefined : tab,
    }),

  /** What is kept of what a revision's process printed, as a file; answered to the session of whoever follows the link. */
  revisionLogFile: (workspace: string, deployment: string, revision: number): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/deployments/${part(deployment)}/revisions/${revision}/log/export`,

  /** What a deployment was asked and answered. */
  predictions: (workspace: string, deployment: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/deployments/${part(deployment)}/predictions`, query),
  /** All that the filter finds, as a file; answered to the session of whoever follows the link. */
  predictionsFile: (workspace: string, deployment: string, query: UiQuery = {}): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/deployments/${part(deployment)}/predictions/export?${uiSearch(query)}`,

  monitors: (workspace: string): Route => inWorkspace(workspace, "/monitors"),
  monitor: (workspace: string, page: number | `${number}/${string}`, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/monitors/${page}`, query),
  /** What a monitor answers to the session of whoever asks: below `monitors/{monitor}` of the REST interface. */
  monitorRest: (workspace: string, path: string, query: UiQuery): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/monitors/${path}?${uiSearch(query)}`,

  incidents: (workspace: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/incidents`, query),
  incident: (workspace: string, number: number): Route =>
    inWorkspace(workspace, `/incidents/${number}`),

  portfolio: (workspace: string): Route => inWorkspace(workspace, "/portfolio"),
  /** All that the filter finds, as a file; answered to the session of whoever follows the link. */
  portfolioFile: (workspace: string, query: UiQuery): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/portfolio/export?${uiSearch(query)}`,

  audit: (workspace: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/audit`, query),
  auditProof: (workspace: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/audit/proof`, query),
  retention: (workspace: string): Route => inWorkspace(workspace, "/settings/retention"),

  /** What a node was made of and what was made of it; without one, a place to look for it. */
  lineage: (workspace: string, query: Query = {}): Route =>
    withQuery(`/${part(workspace)}/lineage`, query),
  /** The same for a model version, by what people call it. */
  versionLineage: (workspace: string, model: string, version: number): Route =>
    withQuery(`/${part(workspace)}/lineage`, { model, version: String(version) }),

  settings: (workspace: string): Route => inWorkspace(workspace, "/settings"),
  members: (workspace: string): Route => inWorkspace(workspace, "/settings/members"),
  tokens: (workspace: string): Route => inWorkspace(workspace, "/settings/tokens"),
  computeBackends: (workspace: string): Route => inWorkspace(workspace, "/settings/compute"),
  environments: (workspace: string): Route => inWorkspace(workspace, "/settings/environments"),
  alerting: (workspace: string): Route => inWorkspace(workspace, "/settings/alerting"),
  webhooks: (workspace: string): Route => inWorkspace(workspace, "/settings/webhooks"),
  /** A webhook and its history, with one delivery open. */
  webhook: (
    workspace: string,
    webhookId: string,
    query: { delivery?: string | undefined; after?: string | undefined } = {},
  ): Route => withQuery(`/${part(workspace)}/settings/webhooks/${part(webhookId)}`, query),
  notifications: (workspace: string): Route => inWorkspace(workspace, "/notifications"),
  account: (workspace: string): Route => inWorkspace(workspace, "/settings/account"),
  users: (workspace: string): Route => inWorkspace(workspace, "/settings/users"),

  /** Files themselves, to be saved or shown as an image; answered to the session of whoever follows the link. */
  runFile: (workspace: string, runId: string, path: string): string =>
    `/get-artifact?${uiSearch({ run_id: runId, path, workspace })}`,
  loggedModelFile: (workspace: string, modelId: string, path: string): string =>
    `/ajax-api/2.0/mlflow/logged-models/${part(modelId)}/artifacts/files?${uiSearch({ artifact_file_path: path, workspace })}`,
  modelVersionFile: (workspace: string, name: string, version: number, path: string): string =>
    `/model-versions/get-artifact?${uiSearch({ name, version, path, workspace })}`,

  /** All files of a version as one archive. */
  modelVersionArchive: (workspace: string, name: string, version: number): string =>
    `/api/slipway/v1/workspaces/${part(workspace)}/models/${part(name)}/versions/${version}/archive`,

  /** Reads of live screens; answered by route handlers, not by pages. */
  uiApi: (workspace: string, path: string, query: UiQuery = {}): string => {
    const search = uiSearch(query);
    return `/api/ui/${part(workspace)}/${path}${search === "" ? "" : `?${search}`}`;
  },
} as const;
