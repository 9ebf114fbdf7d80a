import "server-only";
import type { SqlClient } from "@/lib/db/pool";
import type { AnswerCounts } from "../rules/distances";
import { MASK } from "../rules/masks";
import { MAX_COUNTED_ANSWERS } from "../schema/rollouts";

interface AnswerWindow {
  workspaceId: string;
  deploymentId: number;
  revision: number;
  isShadow: boolean;
  from: Date;
  to: Date;
}

/** Predictions of a window that are looked through, the newest. */
const MAX_PREDICTIONS = 100_000;

const ANSWERS = `WITH newest AS (
    SELECT at, revision, is_shadow, answers FROM predictions
    WHERE workspace_id = $1 AND deployment_id = $2 AND at >= $3 AND at < $4 AND answers IS NOT NULL
    ORDER BY at DESC LIMIT ${MAX_PREDICTIONS}),
  chosen AS (
    SELECT answers FROM newest WHERE revision = $5 AND is_shadow = $6 ORDER BY at DESC LIMIT ${MAX_COUNTED_ANSWERS}),
  given AS (
    SELECT answer FROM chosen, jsonb_array_elements(answers) AS a(answer)
    WHERE jsonb_typeof(answer) IN ('number', 'string', 'null') AND answer <> $7::jsonb LIMIT ${MAX_COUNTED_ANSWERS}),
  counted AS (SELECT answer, count(*) AS n FROM given GROUP BY answer)
  SELECT coalesce(json_agg(json_build_object('value', answer, 'count', n)), '[]') AS answers FROM counted`;

/** What a revision answered in a window, one answer a row, with how often. A masked answer is none: it would equal any other. */
export async function readAnswers(
  client: SqlClient,
  { workspaceId, deploymentId, revision, isShadow, from, to }: AnswerWindow,
): Promise<AnswerCounts> {
  const { rows } = await client.query<{ answers: AnswerCounts }>(ANSWERS, [
    workspaceId,
    deploymentId,
    from,
    to,
    revision,
    isShadow,
    JSON.stringify(MASK),
  ]);
  return rows[0]?.answers ?? [];
}
