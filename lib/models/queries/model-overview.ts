import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import type {
  AttentionDto,
  ModelActivityDto,
  ModelDto,
  ModelOverviewDto,
  ModelPlaceDto,
} from "../dto/overview";
import { isOwnTag } from "../dto/versions";
import { riskTierOf } from "../rules/risk";
import { ATTENTION } from "../sql/attention";
import { LATEST_VERSION } from "../sql/latest";
import { modelNotFound } from "../sql/refs";
import { getRegisteredModel } from "./registered-models";

interface ModelRow {
  id: number;
  riskTier: string;
  riskReason: string;
  versionCount: number;
  latestVersion: number | null;
  attention: AttentionDto;
}

const SELECT_MODEL = `SELECT m.id, m.risk_tier AS "riskTier", m.risk_reason AS "riskReason",
    m.version_count AS "versionCount", ${LATEST_VERSION}, ${ATTENTION}
  FROM registered_models m
  LEFT JOIN model_attention t ON t.workspace_id = m.workspace_id AND t.model_id = m.id
  WHERE m.workspace_id = $1 AND m.name = $2`;

/** More places than a model has: each is a name that a person gave. */
const MAX_PLACES = 200;

const SELECT_PLACES = `
  WITH held AS (
    SELECT p.kind, p.value, p.version, p.since FROM lineage_placements p
    WHERE p.model_id = $2 AND p.workspace_id = $1 AND p.until IS NULL
    ORDER BY p.id DESC LIMIT ${MAX_PLACES}
  ), guarded AS (SELECT kind, value FROM protected_targets($1::uuid, $3) LIMIT ${MAX_PLACES})
  SELECT coalesce(h.kind, g.kind) AS kind, coalesce(h.value, g.value) AS value, g.kind IS NOT NULL AS "isProtected",
    h.version, h.since,
    (SELECT r.number FROM approval_requests r
      WHERE r.workspace_id = $1 AND r.model_id = $2 AND r.version = h.version AND r.status = 'promoted'
        AND r.action = 'set' AND r.target_kind = h.kind AND lower(r.target_value) = lower(h.value)
      ORDER BY r.promoted_at DESC LIMIT 1) AS request
  FROM held h FULL JOIN guarded g ON g.kind = h.kind AND lower(g.value) = lower(h.value)
  ORDER BY g.kind IS NULL, h.version IS NULL, 1, 2`;

const MAX_ACTIVITY = 20;

/** Each arm newest first along an index of its own, so that a long history costs no more than a short one. */
const SELECT_ACTIVITY = `
  SELECT * FROM (
    (SELECT creation_time AS at, 'registered' AS kind, version, '' AS place, owner AS person,
       NULL::int AS request, '' AS status
     FROM model_versions WHERE model_id = $2 AND workspace_id = $1 ORDER BY version DESC LIMIT ${MAX_ACTIVITY})
    UNION ALL
    (SELECT since, 'arrived', version, CASE kind WHEN 'alias' THEN '@' ELSE 'stage ' END || value, '', NULL, ''
     FROM lineage_placements WHERE model_id = $2 AND workspace_id = $1 ORDER BY since DESC LIMIT ${MAX_ACTIVITY})
    UNION ALL
    (SELECT until, 'left', version, CASE kind WHEN 'alias' THEN '@' ELSE 'stage ' END || value, '', NULL, ''
     FROM lineage_placements WHERE model_id = $2 AND workspace_id = $1 AND until IS NOT NULL
     ORDER BY until DESC LIMIT ${MAX_ACTIVITY})
    UNION ALL
    (SELECT floor(extract(epoch FROM created_at) * 1000)::bigint, 'requested', version,
       CASE target_kind WHEN 'alias' THEN '@' ELSE target_kind || ' ' END || target_value, requested_by, number, status
     FROM approval_requests WHERE model_id = $2 AND workspace_id = $1 ORDER BY number DESC LIMIT ${MAX_ACTIVITY})
    UNION ALL
    (SELECT floor(extract(epoch FROM decided_at) * 1000)::bigint, 'decided', version,
       CASE target_kind WHEN 'alias' THEN '@' ELSE target_kind || ' ' END || target_value, '', number, status
     FROM approval_requests WHERE model_id = $2 AND workspace_id = $1 AND decided_at IS NOT NULL
     ORDER BY number DESC LIMIT ${MAX_ACTIVITY})
  ) AS happened ORDER BY at DESC LIMIT ${MAX_ACTIVITY}`;

/** What a model's page says beside its versions: its risk, what stands where since when, and what happened lately. */
export async function getModelOverview(actor: Actor, name: string): Promise<ModelOverviewDto> {
  assertCan(actor, "model:read");
  const { rows } = await pool().query<ModelRow>(SELECT_MODEL, [actor.workspaceId, name]);
  const [model] = rows;
  if (!model) throw modelNotFound(name);
  const { id, riskTier, ...known } = model;
  const [places, activity] = await Promise.all([
    pool().query<ModelPlaceDto>(SELECT_PLACES, [actor.workspaceId, id, riskTier]),
    pool().query<ModelActivityDto>(SELECT_ACTIVITY, [actor.workspaceId, id]),
  ]);
  return {
    ...known,
    riskTier: riskTierOf(riskTier),
    places: places.rows,
    activity: activity.rows,
  };
}

/** A registered model with all that its page says beside its versions. */
export async function getModel(actor: Actor, { name }: { name: string }): Promise<ModelDto> {
  assertCan(actor, "model:read");
  const [{ description, owner, tags, creationTime, lastUpdateTime }, overview] = await Promise.all([
    getRegisteredModel(actor, name),
    getModelOverview(actor, name),
  ]);
  return {
    name,
    description: description ?? "",
    owner,
    tags: tags.filter(isOwnTag),
    creationTime,
    lastUpdateTime,
    ...overview,
  };
}
