import type { PortfolioItemDto } from "../dto/portfolio";

type Value = string | number | null;

const moment = (at: number | null | undefined): string =>
  at === null || at === undefined ? "" : new Date(at).toISOString();

/** What each column of the file holds; what is not known is empty. */
const COLUMNS: Readonly<Record<string, (item: PortfolioItemDto) => Value>> = {
  deployment: ({ deployment }) => deployment,
  environment: ({ environment }) => environment,
  model: ({ model }) => model,
  version: ({ version }) => version,
  health: ({ health }) => health,
  reason: ({ reason }) => reason,
  owner: ({ owner }) => owner?.email ?? "",
  risk_tier: ({ riskTier }) => riskTier ?? "",
  requests_per_day: ({ requestsPerDay }) => Math.round(requestsPerDay * 10) / 10,
  error_rate: ({ errorRate }) => errorRate,
  p99_ms: ({ p99Ms }) => p99Ms,
  performance: ({ performance }) => performance?.state ?? "",
  metric: ({ performance }) => performance?.metric ?? "",
  metric_value: ({ performance }) => performance?.value ?? null,
  metric_limit: ({ performance }) => performance?.limit ?? null,
  drift: ({ drift }) => drift?.verdict ?? "",
  drift_at: ({ drift }) => moment(drift?.at),
  last_drifted_at: ({ drift }) => moment(drift?.driftedAt),
  open_incidents: ({ incidents }) => incidents?.count ?? 0,
  worst_severity: ({ incidents }) => incidents?.severity ?? "",
  oldest_incident_at: ({ incidents }) => moment(incidents?.openedAt),
  approved_at: ({ approval }) => moment(approval?.at),
  approved_by: ({ approval }) => approval?.by.join("; ") ?? "",
  approval_valid_until: ({ approval }) => moment(approval?.validUntil),
};

export const CSV_HEADINGS: readonly string[] = Object.keys(COLUMNS);
export const csvValues = (item: PortfolioItemDto): Value[] =>
  Object.values(COLUMNS).map((read) => read(item));
