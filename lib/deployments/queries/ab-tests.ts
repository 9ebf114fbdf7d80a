import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { AbFactsDto, AbTestDto, ArmDto } from "../dto/ab-tests";
import { guardrailsOf, heedGuardrails } from "../rules/ab-guardrails";
import { looksOf, NOTHING, plus, type Stretch } from "../rules/ab-looks";
import { checkedSpan, type SplitSpan, splitNote, uncheckedReason } from "../rules/ab-split";
import type { Moments } from "../rules/effects";
import { compareArms } from "../rules/recommendation";
import type { TrafficSums } from "../rules/traffic";
import {
  type AbQuestion,
  type AbTestInput,
  abLimits,
  abQuestion,
  type ListAbTestsInput,
} from "../schema/ab-tests";
import type { DeploymentInput } from "../schema/deployments";
import {
  type AbTestRow,
  findTest,
  findTestsBefore,
  readArmTraffic,
  readOutcomeMetrics,
  readStretches,
  type StretchRow,
} from "../sql/ab-tests";
import { deploymentNotFound } from "../sql/deployments";

const key = z.string().regex(/^\d{1,9}$/);

const testNotFound = (deployment: string, number: number) =>
  new AppError("NOT_FOUND", `Deployment "${deployment}" has no A/B test ${number}.`);

interface Arms {
  control: number;
  treatment: number;
}

/** Rows of both arms, stretch by stretch. */
function stretchesOf(rows: readonly StretchRow[], { control, treatment }: Arms): Stretch[] {
  const numbers = [...new Set(rows.map(({ stretch }) => stretch))].toSorted((a, b) => a - b);
  return numbers.map((number) => {
    const within = rows.filter(({ stretch }) => stretch === number);
    const momentsOf = (revision: number): Moments =>
      within.find((row) => row.revision === revision) ?? NOTHING;
    return {
      at: Math.max(...within.map(({ at }) => at)),
      control: momentsOf(control),
      treatment: momentsOf(treatment),
    };
  });
}

function armOf(rows: readonly StretchRow[], revision: number): ArmDto {
  const { n, sum, sumSquares } = rows
    .filter((row) => row.revision === revision)
    .reduce<Moments>(plus, NOTHING);
  return { revision, n, sum, sumSquares, mean: n > 0 ? sum / n : null };
}

/** The counts of units that certainly belong to one split, or why there are none. */
function splitOf(rows: readonly StretchRow[], span: SplitSpan, { control, treatment }: Arms) {
  const countOf = (revision: number) =>
    rows.filter((row) => row.revision === revision).reduce((sum, { checked }) => sum + checked, 0);
  const assigned: [number, number] = [countOf(control), countOf(treatment)];
  const early = rows.reduce((sum, row) => sum + row.early, 0);
  const uncheckedSplit = uncheckedReason(span, { checked: assigned[0] + assigned[1], early });
  return { assigned, weights: span.weights, uncheckedSplit };
}

interface Facts {
  question: AbQuestion;
  span: SplitSpan;
  rows: readonly StretchRow[];
  traffic: (revision: number) => TrafficSums | undefined;
}

function factsOf(row: AbTestRow, { question, span, rows, traffic }: Facts): AbFactsDto {
  const { weights } = row;
  const arms = { control: armOf(rows, row.control), treatment: armOf(rows, row.treatment) };
  const compared = compareArms({
    ...arms,
    ...question,
    ...splitOf(rows, span, row),
    isWatched: true,
  });
  const guardrails = guardrailsOf(
    abLimits.parse(row.limits),
    traffic(row.control),
    traffic(row.treatment),
  );
  const result = heedGuardrails(compared, guardrails);
  const note = result.sampleRatio.pValue === null ? undefined : splitNote(span);
  return {
    ...arms,
    weights: [weights?.control ?? 0, weights?.treatment ?? 0],
    result: note ? { ...result, sampleRatio: { ...result.sampleRatio, reason: note } } : result,
    looks: looksOf(stretchesOf(rows, row), question),
    guardrails,
  };
}

function toAbTestDto(row: AbTestRow, facts: AbFactsDto): AbTestDto {
  const { id: _, changes: _changes, known: _known, ...told } = row;
  return {
    ...told,
    question: abQuestion.parse(row.question),
    limits: abLimits.parse(row.limits),
    ...facts,
  };
}

/** What is known of tests now, read together; by their ids. */
async function readFacts(
  { workspaceId }: Actor,
  tests: readonly AbTestRow[],
): Promise<Map<number, AbFactsDto>> {
  const asked = tests.map(({ id, changes }) => ({ id, span: checkedSpan(changes ?? []) }));
  const [stretches, traffic] = await Promise.all([
    readStretches(
      workspaceId,
      asked.map(({ id, span: { from, until } }) => ({ id, from, until })),
    ),
    readArmTraffic(
      workspaceId,
      asked.map(({ id }) => id),
    ),
  ]);
  return new Map(
    tests.map((test, at) => [
      test.id,
      factsOf(test, {
        question: abQuestion.parse(test.question),
        span: asked[at]?.span ?? checkedSpan([]),
        rows: stretches.filter(({ id }) => id === test.id),
        traffic: (revision) =>
          traffic.find((one) => one.id === test.id && one.revision === revision),
      }),
    ]),
  );
}

/** Tests with what is known of them: of those that were decided, what was known then. */
async function withFacts(actor: Actor, tests: readonly AbTestRow[]): Promise<AbTestDto[]> {
  const found = await readFacts(
    actor,
    tests.filter(({ known }) => known === null),
  );
  return tests.flatMap((test) => {
    const facts = test.known ?? found.get(test.id);
    return facts ? [toAbTestDto(test, facts)] : [];
  });
}

/** One A/B test with its result now, or at its decision. */
export async function readAbTest(
  actor: Actor,
  { deployment, test }: AbTestInput,
): Promise<AbTestDto> {
  assertCan(actor, "deployment:read");
  const row = await findTest(actor.workspaceId, deployment, test);
  const [found] = row ? await withFacts(actor, [row]) : [];
  if (!found) throw testNotFound(deployment, test);
  return found;
}

async function assertDeployment({ workspaceId }: Actor, name: string): Promise<void> {
  const { rows } = await pool().query(
    "SELECT 1 FROM deployments WHERE workspace_id = $1 AND name = $2 AND deleted_at IS NULL",
    [workspaceId, name],
  );
  if (rows.length === 0) throw deploymentNotFound(name);
}

/** A/B tests of a deployment, the newest first. */
export async function listAbTests(
  actor: Actor,
  { deployment, limit, pageToken }: ListAbTestsInput,
): Promise<Page<AbTestDto>> {
  assertCan(actor, "deployment:read");
  await assertDeployment(actor, deployment);
  const before = lastKey(pageToken, key) ?? null;
  const rows = await findTestsBefore(actor.workspaceId, deployment, { before, limit: limit + 1 });
  const { items, ...page } = toPage(
    rows,
    limit,
    ({ number }) => String(number),
    (row) => row,
  );
  return { ...page, items: await withFacts(actor, items) };
}

/** Under which names outcomes were posted for a deployment: what a test can ask about. */
export async function listOutcomeMetrics(
  actor: Actor,
  { deployment }: DeploymentInput,
): Promise<string[]> {
  assertCan(actor, "deployment:read");
  await assertDeployment(actor, deployment);
  return readOutcomeMetrics(actor.workspaceId, deployment);
}
