import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ExportedFile } from "@/lib/core/exported-file";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import { labelOf } from "@/lib/deployments/sql/labels";
import {
  type LabelDto,
  type PredictionDetailDto,
  type PredictionDto,
  type PredictionRow,
  toPredictionDto,
} from "../dto/predictions";
import type { Answer } from "../rules/predictions";
import type {
  ListPredictionsInput,
  PredictionFilter,
  PredictionInput,
} from "../schema/predictions";
import { deploymentIdOf } from "../sql/deployment-ids";
import type { DeploymentRef } from "../sql/predictions";

/** Where a page ended: the moment and the id. */
const place = z.string().regex(/^\d{4}-[\d:.TZ-]{10,30} [\da-f-]{36}$/);
const EXPORT_PAGE = 500;

const columnsOf = (
  p: string,
) => `${p}.id, ${p}.at, ${p}.revision, ${p}.is_shadow AS "isShadow", ${p}.key, ${p}.status,
    ${p}.error, ${p}.latency_ms AS "latencyMs", ${p}.protocol, ${p}.row_count AS rows, ${p}.answers,
    r.model_name AS "modelName", r.model_version AS "modelVersion", label.value AS label`;
const joined = (
  p: string,
) => `LEFT JOIN deployment_revisions r ON r.deployment_id = ${p}.deployment_id AND r.number = ${p}.revision
  LEFT JOIN LATERAL (${labelOf(p, "0")}) label ON true`;

function conditionsOf(
  { workspaceId, deploymentId }: DeploymentRef,
  filter: PredictionFilter,
  parameters: SqlParameters,
): string[] {
  const { from, to, revision, outcome, key, minLatencyMs, isShadow, isLabelled } = filter;
  const add = (value: unknown) => parameters.add(value);
  const when = (is: unknown, condition: () => string) => (is === undefined ? [] : [condition()]);
  return [
    `p.workspace_id = ${add(workspaceId)}`,
    `p.deployment_id = ${add(String(deploymentId))}`,
    ...when(from, () => `p.at >= ${add(from)}`),
    ...when(to, () => `p.at < ${add(to)}`),
    ...when(revision, () => `p.revision = ${add(revision)}`),
    ...when(outcome, () => (outcome === "failed" ? "p.status >= 400" : "p.status < 400")),
    ...when(key, () => `p.key = ${add(key)}`),
    ...when(minLatencyMs, () => `p.latency_ms >= ${add(minLatencyMs)}`),
    ...when(isShadow, () => `p.is_shadow = ${add(isShadow)}`),
    ...when(isLabelled, () => `${isLabelled ? "" : "NOT "}EXISTS (${labelOf("p", "0")})`),
  ];
}

interface Asked {
  limit: number;
  after: string | undefined;
  /** Inputs and outputs as well. */
  isWhole?: boolean;
}

type WholeRow = PredictionRow & { inputs: unknown; outputs: unknown; isCut: boolean };

/** Predictions of a deployment, newest first. */
async function readPredictions(
  ref: DeploymentRef,
  filter: PredictionFilter,
  { limit, after, isWhole = false }: Asked,
): Promise<WholeRow[]> {
  const parameters = new SqlParameters();
  const conditions = conditionsOf(ref, filter, parameters);
  const [at, id] = after?.split(" ") ?? [];
  if (at && id)
    conditions.push(
      `(p.at, p.id) < (${parameters.add(at)}::timestamptz, ${parameters.add(id)}::uuid)`,
    );
  const { rows } = await pool().query<WholeRow>(
    `SELECT ${columnsOf("p")}${isWhole ? ', p.inputs, p.outputs, p.is_cut AS "isCut"' : ""} FROM predictions p ${joined("p")}
     WHERE ${conditions.join(" AND ")} ORDER BY p.at DESC, p.id DESC LIMIT ${parameters.add(limit)}`,
    parameters.values,
  );
  return rows;
}

const placeOf = ({ at, id }: PredictionRow): string => `${at.toISOString()} ${id}`;

async function refOf({ workspaceId }: Actor, deployment: string): Promise<DeploymentRef> {
  return {
    workspaceId,
    deploymentId: await deploymentIdOf(pool(), workspaceId, deployment),
  };
}

/** What a deployment was asked and answered, newest first, as far as its log keeps it. */
export async function listPredictions(
  actor: Actor,
  { deployment, limit, pageToken, ...filter }: ListPredictionsInput,
): Promise<Page<PredictionDto>> {
  assertCan(actor, "deployment:read");
  const rows = await readPredictions(await refOf(actor, deployment), filter, {
    limit: limit + 1,
    after: lastKey(pageToken, place),
  });
  return toPage(rows, limit, placeOf, toPredictionDto);
}

async function readLabels(
  { deploymentId }: DeploymentRef,
  { id, at, revision, isShadow }: PredictionRow,
): Promise<LabelDto[]> {
  const { rows } = await pool().query<{ row: number; at: Date; value: Answer }>(
    `SELECT (a.place - 1)::int AS row, l.at, l.value FROM predictions p
     CROSS JOIN LATERAL generate_series(1, greatest(coalesce(jsonb_array_length(p.answers), 0), 1)) AS a(place)
     CROSS JOIN LATERAL (${labelOf("p", "(a.place - 1)::int")}) l
     WHERE p.deployment_id = $1 AND p.id = $2 AND p.at = $3 AND p.revision = $4 AND p.is_shadow = $5 ORDER BY 1`,
    [String(deploymentId), id, at, revision, isShadow],
  );
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

/** One prediction with what went in, what came out and what was true. */
export async function getPrediction(
  actor: Actor,
  { deployment, predictionId }: PredictionInput,
): Promise<PredictionDetailDto> {
  assertCan(actor, "deployment:read");
  const ref = await refOf(actor, deployment);
  const { rows } = await pool().query<WholeRow>(
    `SELECT ${columnsOf("p")}, p.inputs, p.outputs, p.is_cut AS "isCut" FROM predictions p ${joined("p")}
     WHERE p.workspace_id = $1 AND p.deployment_id = $2 AND p.id = $3 ORDER BY p.is_shadow, p.at DESC LIMIT 20`,
    [ref.workspaceId, String(ref.deploymentId), predictionId],
  );
  const [row, ...copies] = rows;
  if (!row)
    throw new AppError(
      "NOT_FOUND",
      "There is no such prediction. It may not be logged, or its retention may have ended.",
    );
  return {
    ...toPredictionDto(row),
    inputs: row.inputs,
    outputs: row.outputs,
    isCut: row.isCut,
    answers: row.answers ?? [],
    labels: await readLabels(ref, row),
    copies: copies.map(toPredictionDto),
  };
}

async function* linesOf(ref: DeploymentRef, filter: PredictionFilter): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const rows = await readPredictions(ref, filter, { limit: EXPORT_PAGE, after, isWhole: true });
    for (const row of rows) {
      const { inputs, outputs, isCut, answers } = row;
      yield `${JSON.stringify({ ...toPredictionDto(row), answers, isCut, inputs, outputs })}\n`;
    }
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_PAGE) return;
    after = placeOf(last);
  }
}

/** Everything that a filter finds, one JSON object a line. */
export async function exportPredictions(
  actor: Actor,
  { deployment, ...filter }: Omit<ListPredictionsInput, "limit" | "pageToken">,
): Promise<ExportedFile> {
  assertCan(actor, "deployment:read");
  const ref = await refOf(actor, deployment);
  return {
    name: `${deployment}-predictions.jsonl`,
    type: "application/jsonl",
    chunks: linesOf(ref, filter),
  };
}
