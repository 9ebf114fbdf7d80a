import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { CheckResultDto, RolloutDto, RolloutEventDto } from "../dto/rollouts";
import { type RolloutState, shareOf } from "../rules/rollout-state";
import { stepsOf } from "../rules/rollout-steps";
import {
  type ListChecksInput,
  type ListRolloutsInput,
  type RolloutInput,
  rolloutPlan,
} from "../schema/rollouts";
import { deploymentNotFound } from "../sql/deployments";
import { rolloutNotFound } from "../sql/rollouts";

const key = z.string().regex(/^\d{1,15}$/);
const millis = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::bigint`;

const CHECK_COLUMNS = `c.key, c.step, c.verdict, c.is_early AS "isEarly", c.observed, c.baseline, c."limit", c.p_value AS "pValue",
  c.samples, c.baseline_samples AS "baselineSamples", c.traffic_version AS "trafficVersion", ${millis("c.at")} AS at`;

interface Row {
  id: number;
  number: number;
  deployment: string;
  candidate: number;
  stable: number;
  plan: unknown;
  state: unknown;
  trafficVersion: number;
  createdBy: string;
  createdAt: number;
  endedAt: number | null;
  nextLookAt: number;
  checks: CheckResultDto[] | null;
  events: RolloutEventDto[] | null;
}

const SELECT = `SELECT r.id, r.number, d.name AS deployment, r.candidate, r.stable, r.plan, r.state,
    r.traffic_version AS "trafficVersion", u.name AS "createdBy", ${millis("r.created_at")} AS "createdAt",
    ${millis("r.ended_at")} AS "endedAt", ${millis("r.next_look_at")} AS "nextLookAt",
    (SELECT json_agg(row_to_json(latest)) FROM (
       SELECT DISTINCT ON (c.key) ${CHECK_COLUMNS} FROM rollout_checks c
       WHERE c.rollout_id = r.id AND c.step = r.step ORDER BY c.key, c.id DESC) AS latest) AS checks,
    (SELECT json_agg(row_to_json(told)) FROM (
       SELECT e.version, e.phase, e.step, e.reason_code AS "reasonCode", e.reason, e.weight,
         e.traffic_version AS "trafficVersion", a.name AS actor, ${millis("e.at")} AS at
       FROM rollout_events e LEFT JOIN users a ON a.id = e.actor_id
       WHERE e.rollout_id = r.id ORDER BY e.version DESC LIMIT 100) AS told) AS events
  FROM rollouts r JOIN deployments d ON d.id = r.deployment_id JOIN users u ON u.id = r.created_by_id`;

function toRolloutDto({ id: _, plan: stored, state: said, ...row }: Row): RolloutDto {
  const plan = rolloutPlan.parse(stored);
  // Written by the rules that read it.
  const state = said as RolloutState;
  const steps = stepsOf(plan.strategy);
  const share = shareOf(state, steps);
  const { phase, pausedFrom, step, since, reasonCode, reason, check } = state;
  return {
    ...row,
    ...{ plan, steps, phase, pausedFrom, step, since, reasonCode, reason, check },
    weight: share?.weight ?? null,
    shadow: share?.shadow ?? null,
    checks: row.checks ?? [],
    events: row.events ?? [],
  };
}

/** One rollout, for whoever has been asked already. */
export async function readRollout(
  actor: Actor,
  { deployment, rollout }: RolloutInput,
): Promise<RolloutDto> {
  assertCan(actor, "deployment:read");
  const { rows } = await pool().query<Row>(
    `${SELECT} WHERE r.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL AND r.number = $3`,
    [actor.workspaceId, deployment, rollout],
  );
  const [row] = rows;
  if (!row) throw rolloutNotFound(deployment, rollout);
  return toRolloutDto(row);
}

/** Rollouts of a deployment, the newest first. */
export async function listRollouts(
  actor: Actor,
  { deployment, limit, pageToken }: ListRolloutsInput,
): Promise<Page<RolloutDto>> {
  assertCan(actor, "deployment:read");
  const { rows: found } = await pool().query(
    "SELECT 1 FROM deployments WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL",
    [actor.workspaceId, deployment],
  );
  if (found.length === 0) throw deploymentNotFound(deployment);
  const { rows } = await pool().query<Row>(
    `${SELECT} WHERE r.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL AND ($3::bigint IS NULL OR r.number < $3)
     ORDER BY r.number DESC LIMIT $4`,
    [actor.workspaceId, deployment, lastKey(pageToken, key) ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ number }) => String(number), toRolloutDto);
}

const NEWEST = `${SELECT} WHERE r.workspace_id = $1 AND r.id IN (
    SELECT max(o.id) FROM deployments n JOIN rollouts o ON o.deployment_id = n.id AND o.workspace_id = n.workspace_id
    JOIN deployment_revisions c ON c.deployment_id = n.id AND c.workspace_id = n.workspace_id AND c.number = o.candidate
    LEFT JOIN model_versions v ON v.id = c.model_version_id AND v.deleted_at IS NULL
    LEFT JOIN registered_models m ON m.id = v.model_id
    WHERE n.workspace_id = $1 AND n.name = ANY ($2::text[]) AND n.deleted_at IS NULL
      AND coalesce(m.name, c.model_name) = $3 AND c.model_version = $4
    GROUP BY n.id)`;

/** Of each of these deployments the newest rollout of a version, by the deployment's name. */
export async function readNewestRollouts(
  actor: Actor,
  { deployments, model, version }: { deployments: string[]; model: string; version: number },
): Promise<Map<string, RolloutDto>> {
  assertCan(actor, "deployment:read");
  const asked = [actor.workspaceId, deployments, model, version];
  const { rows } = await pool().query<Row>(NEWEST, asked);
  return new Map(rows.map((row) => [row.deployment, toRolloutDto(row)]));
}

interface CheckRow extends CheckResultDto {
  id: number;
}

/** All that the checks of a rollout found, the newest first. */
export async function listRolloutChecks(
  actor: Actor,
  { deployment, rollout, limit, pageToken }: ListChecksInput,
): Promise<Page<CheckResultDto>> {
  assertCan(actor, "deployment:read");
  const { rows: found } = await pool().query<{ id: number }>(
    `SELECT r.id FROM rollouts r JOIN deployments d ON d.id = r.deployment_id
     WHERE r.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL AND r.number = $3`,
    [actor.workspaceId, deployment, rollout],
  );
  const [one] = found;
  if (!one) throw rolloutNotFound(deployment, rollout);
  const { rows } = await pool().query<CheckRow>(
    `SELECT c.id, ${CHECK_COLUMNS} FROM rollout_checks c
     WHERE c.rollout_id = $1 AND ($2::bigint IS NULL OR c.id < $2) ORDER BY c.id DESC LIMIT $3`,
    [one.id, lastKey(pageToken, key) ?? null, limit + 1],
  );
  return toPage(
    rows,
    limit,
    ({ id }) => String(id),
    ({ id: _, ...result }) => result,
  );
}
