import { canonicalJson } from "@/lib/core/canonical-json";
import type { RayApplicationConfig, RayServeDetails } from "../schema/ray-serve";

/** What it is asked to be as a whole: an application that is left out is taken away. */
export interface RayServeWish {
  proxy_location?: string;
  http_options?: Record<string, unknown>;
  grpc_options?: Record<string, unknown>;
  applications: RayApplicationConfig[];
}

/** `slipway-`, the beginning of the workspace's id, and the revision's number in the database. */
export const rayApplicationName = (workspaceId: string, revisionId: bigint): string =>
  `slipway-${workspaceId.slice(0, 8)}-${revisionId}`;

interface Wanted {
  name: string;
  module: string;
  package: string;
  replicas: number;
  cpus: number;
  maxQueue: number;
}

/** Requests that one replica answers at once. */
const AT_ONCE_EACH = 32;

export const applicationOf = (wanted: Wanted): RayApplicationConfig => ({
  name: wanted.name,
  route_prefix: `/${wanted.name}`,
  import_path: `${wanted.module}:app`,
  runtime_env: { working_dir: `gcs://${wanted.package}` },
  deployments: [
    {
      name: "Model",
      num_replicas: wanted.replicas,
      max_ongoing_requests: AT_ONCE_EACH,
      max_queued_requests: wanted.maxQueue,
      ray_actor_options: { num_cpus: wanted.cpus },
    },
  ],
});

/** Where Ray Serve listens when nothing is served yet: at the port where it will be asked. */
function firstOptions(serveUrl: string): Pick<RayServeWish, "http_options"> {
  const { hostname, port, protocol } = new URL(serveUrl);
  const isOwn = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
  const usual = protocol === "https:" ? 443 : 80;
  return {
    http_options: {
      host: isOwn ? "127.0.0.1" : "0.0.0.0",
      port: port === "" ? usual : Number(port),
    },
  };
}

const declared = ({ applications }: RayServeDetails): RayApplicationConfig[] =>
  Object.values(applications).flatMap(({ deployed_app_config: config }) => config ?? []);

/** Everything as it is but for these applications. */
function wishOf(
  details: RayServeDetails,
  serveUrl: string,
  applications: RayApplicationConfig[],
): RayServeWish {
  const { proxy_location, http_options, grpc_options } = details;
  if (!http_options) return { ...firstOptions(serveUrl), applications };
  return {
    ...(proxy_location ? { proxy_location } : {}),
    http_options,
    ...(grpc_options ? { grpc_options } : {}),
    applications,
  };
}

const isEqual = (found: unknown, asked: unknown) =>
  found !== undefined && canonicalJson(found) === canonicalJson(asked);

/** Whether an application is what it was asked to be: nothing that was asked for reads otherwise. */
export function isAsAsked(details: RayServeDetails, asked: RayApplicationConfig): boolean {
  const found = details.applications[asked.name]?.deployed_app_config;
  return !!found && Object.entries(asked).every(([key, value]) => isEqual(found[key], value));
}

/** What has to be written so that `asked` is served; null when it is already. */
export function withApplication(
  details: RayServeDetails,
  serveUrl: string,
  asked: RayApplicationConfig,
): RayServeWish | null {
  if (isAsAsked(details, asked) && details.applications[asked.name]?.status !== "DEPLOY_FAILED")
    return null;
  const others = declared(details).filter(({ name }) => name !== asked.name);
  return wishOf(details, serveUrl, [...others, asked]);
}

/** What has to be written so that these applications are gone; null when none of them is there. */
export function withoutApplications(
  details: RayServeDetails,
  serveUrl: string,
  names: ReadonlySet<string>,
): RayServeWish | null {
  const all = declared(details);
  const kept = all.filter(({ name }) => !names.has(name));
  return kept.length === all.length ? null : wishOf(details, serveUrl, kept);
}

const TOLD_CHARACTERS = 500;

/** The last line of what Ray says of a failure: above it stands a stack of the cluster's own. */
export function lastLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return (lines.findLast((line) => /\w{2}/.test(line)) ?? "it does not say why").slice(
    0,
    TOLD_CHARACTERS,
  );
}

export interface RayStanding {
  /** Whether it answers. While it comes up it does not, and has no trouble either. */
  isUp: boolean;
  trouble: string | null;
}

/** How an application is, of which this was asked. */
export function standingOf(details: RayServeDetails, asked: RayApplicationConfig): RayStanding {
  const troubled = (trouble: string) => ({ isUp: false, trouble });
  const found = details.applications[asked.name];
  if (!found) return troubled("Ray Serve does not serve it any more.");
  if (!isAsAsked(details, asked))
    return troubled(
      "Ray Serve serves something else than it was asked to: another program writes there too.",
    );
  if (found.status === "RUNNING") return { isUp: true, trouble: null };
  if (found.status === "DEPLOYING" || found.status === "NOT_STARTED")
    return { isUp: false, trouble: null };
  return troubled(`Ray Serve says ${found.status}: ${lastLine(found.message ?? "")}`);
}
