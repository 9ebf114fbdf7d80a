import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { routes } from "@/lib/core/routes";
import { pool } from "@/lib/db/pool";
import { CHANGE_KINDS, type ChangeDto, type ChangeKind, type ChangesDto } from "../dto/changes";
import type { IncidentDto } from "../dto/incidents";
import type { IncidentInput } from "../schema/incidents";
import { type ChangeRow, readChanges } from "../sql/changes";
import { getIncident } from "./incidents";

const BEFORE_MS = 48 * 3_600_000;
const MAX_CHANGES = 200;

/** What of each kind is told to whom. */
const READERS: Readonly<Record<ChangeKind, Permission>> = {
  revision: "deployment:read",
  traffic: "deployment:read",
  rollout: "deployment:read",
  version: "model:read",
  approval: "approval:read",
  dataset: "dataset:read",
  job: "job:read",
  signal: "incident:read",
};

const cut = (ref: string): [before: string, after: string] => {
  const at = ref.lastIndexOf("/");
  return [ref.slice(0, at), ref.slice(at + 1)];
};

function pageOf(
  slug: string,
  { deployment }: IncidentDto,
  { kind, ref }: ChangeRow,
): ChangeDto["page"] {
  if (kind === "signal") return ref === null ? null : routes.monitor(slug, Number(ref));
  if (ref === null) return null;
  const [before, after] = cut(ref);
  if (kind === "version") return routes.modelVersion(slug, before, Number(after));
  if (kind === "dataset") return routes.dataset(slug, Number(before), { version: after });
  if (kind === "approval") return routes.approval(slug, Number(ref));
  if (kind === "job") return routes.job(slug, Number(ref));
  if (deployment === null) return null;
  return routes.deployment(slug, deployment, kind === "rollout" ? "rollouts" : "history");
}

function toDto(slug: string, incident: IncidentDto, row: ChangeRow): ChangeDto {
  const { kind, at, title, detail } = row;
  const isGone = incident.isDeploymentDeleted && READERS[kind] === "deployment:read";
  return { kind, at, title, detail, page: isGone ? null : pageOf(slug, incident, row) };
}

/** What changed around an incident, from two days before it until its end, the newest first. Throws NOT_FOUND. */
export async function listChanges(actor: Actor, input: IncidentInput): Promise<ChangesDto> {
  assertCan(actor, "incident:read");
  const incident = await getIncident(actor, input);
  const starts = incident.signals.map(({ evidence }) => evidence.at);
  const from = Math.min(incident.openedAt, ...starts) - BEFORE_MS;
  const until = incident.resolvedAt ?? Date.now();
  const { workspaceId, workspaceSlug: slug } = actor;
  const rows = await readChanges(
    pool(),
    CHANGE_KINDS.filter((kind) => isAllowed(actor, READERS[kind])),
    { workspaceId, number: incident.number, from, until, limit: MAX_CHANGES + 1 },
  );
  return {
    items: rows.slice(0, MAX_CHANGES).map((row) => toDto(slug, incident, row)),
    ...{ from, until, isCutOff: rows.length > MAX_CHANGES },
  };
}
