import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { AbTestDto, ArmDto } from "../dto/ab-tests";
import type { Moments } from "../rules/effects";
import { compareArms } from "../rules/recommendation";
import { type AbTestInput, abQuestion, type ListAbTestsInput } from "../schema/ab-tests";
import { trafficPlan } from "../schema/traffic";
import { deploymentNotFound } from "../sql/deployments";

const key = z.string().regex(/^\d{1,9}$/);
const millis = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::bigint`;

interface Row extends Pick<AbTestDto, "number" | "name" | "deployment" | "decision" | "reason"> {
  control: number;
  treatment: number;
  question: unknown;
  plan: unknown;
  createdBy: string;
  startedAt: number;
  endedAt: number | null;
  sums: (Moments & { revision: number })[] | null;
}

/** Outcomes count from the test's start to its end. */
const SELECT = `SELECT t.number, t.name, d.name AS deployment, t.control, t.treatment, t.question, t.decision, t.reason, p.plan,
    u.name AS "createdBy", ${millis("t.started_at")} AS "startedAt", ${millis("t.ended_at")} AS "endedAt",
    (SELECT json_agg(row_to_json(summed)) FROM (
       SELECT o.revision, sum(o.n)::bigint AS n, sum(o.sum) AS sum, sum(o.sum_squares) AS "sumSquares"
       FROM deployment_outcomes o
       WHERE o.deployment_id = t.deployment_id AND o.metric = t.question->>'metric' AND o.at >= t.started_at
         AND (t.ended_at IS NULL OR o.at <= t.ended_at) AND o.revision IN (t.control, t.treatment)
       GROUP BY o.revision) AS summed) AS sums
  FROM ab_tests t JOIN deployments d ON d.id = t.deployment_id JOIN users u ON u.id = t.created_by_id
  JOIN LATERAL (SELECT plan FROM traffic_plans p WHERE p.deployment_id = t.deployment_id AND p.created_at <= coalesce(t.ended_at, now())
    ORDER BY p.version DESC LIMIT 1) AS p ON true`;

const testNotFound = (deployment: string, number: number) =>
  new AppError("NOT_FOUND", `Deployment "${deployment}" has no A/B test ${number}.`);

function toAbTestDto({ sums, plan: stored, ...row }: Row): AbTestDto {
  const question = abQuestion.parse(row.question);
  const { weights } = trafficPlan.parse(stored);
  const armOf = (revision: number): ArmDto => {
    const found = sums?.find((one) => one.revision === revision);
    const moments = { revision, n: found?.n ?? 0, sum: found?.sum ?? 0 };
    const mean = moments.n > 0 ? moments.sum / moments.n : null;
    return { ...moments, sumSquares: found?.sumSquares ?? 0, mean };
  };
  const weightOf = (revision: number) =>
    weights.find((one) => one.revision === revision)?.weight ?? 0;
  const [control, treatment] = [armOf(row.control), armOf(row.treatment)];
  const split: [number, number] = [weightOf(row.control), weightOf(row.treatment)];
  const result = compareArms({
    control,
    treatment,
    ...question,
    weights: split,
    isWatched: true,
  });
  return { ...row, question, control, treatment, weights: split, result };
}

/** One A/B test with its result now. */
export async function readAbTest(
  actor: Actor,
  { deployment, test }: AbTestInput,
): Promise<AbTestDto> {
  assertCan(actor, "deployment:read");
  const { rows } = await pool().query<Row>(
    `${SELECT} WHERE t.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL AND t.number = $3`,
    [actor.workspaceId, deployment, test],
  );
  const [row] = rows;
  if (!row) throw testNotFound(deployment, test);
  return toAbTestDto(row);
}

/** A/B tests of a deployment, the newest first. */
export async function listAbTests(
  actor: Actor,
  { deployment, limit, pageToken }: ListAbTestsInput,
): Promise<Page<AbTestDto>> {
  assertCan(actor, "deployment:read");
  const { rows: found } = await pool().query(
    "SELECT 1 FROM deployments WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL",
    [actor.workspaceId, deployment],
  );
  if (found.length === 0) throw deploymentNotFound(deployment);
  const { rows } = await pool().query<Row>(
    `${SELECT} WHERE t.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL AND ($3::int IS NULL OR t.number < $3)
     ORDER BY t.number DESC LIMIT $4`,
    [actor.workspaceId, deployment, lastKey(pageToken, key) ?? null, limit + 1],
  );
  return toPage(rows, limit, ({ number }) => String(number), toAbTestDto);
}
