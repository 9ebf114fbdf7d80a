import { setTimeout as after } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { env, settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { seededRandom } from "@/lib/testing/draws";
import { type Mortal, setUpMortals } from "@/lib/testing/mortals";
import { makeToken } from "@/lib/testing/program-door";
import { setUpReceiver } from "@/lib/testing/receiver";
import { makePair, observe, roll, serveOn } from "@/lib/testing/rollouts";

setUpDatabase();
const models = setUpReceiver();
const start = setUpMortals("rollout-worker", "web-server");

const ROLLOUTS = 200;
const KILLS = 20;
/** Every so many kills of a worker, the server that answers predictions is killed as well. */
const SERVER_TURN = 5;
/** A worker lives until so many looks at rollouts were written down, or fewer: on any machine the kills are spread over all of them. */
const MOVES = 40;
const ASKERS = 3;
/** No plan decides that a gateway has read more than five seconds ago. */
const LATE_MS = 6_000;
/** No answer is late because the machine does much else. */
const PATIENT_MS = 120_000;

const random = seededRandom(20_261_129);
const choice = seededRandom(4_711);
const names = Array.from({ length: ROLLOUTS }, (_, index) => `rolled-${index}`);
const isBad = (name: string) => Number(name.slice(7)) % 2 === 1;
let owner: Actor;

/** Its models are served elsewhere, by a server that answers which revision it was asked as. */
async function prepare(name: string): Promise<void> {
  const servedAs = (revision: number) => ({
    backend: { kind: "external", url: `${models.url}/${revision}`, timeoutMs: PATIENT_MS },
  });
  await makePair(owner, name, [servedAs(1), servedAs(2)]);
  await observe(name, [2]);
  await serveOn(name, 2, { requests: 2_000, errors: isBad(name) ? 600 : 0 });
  await roll(owner, name);
}

beforeAll(async () => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
  owner = (await makeRegistry()).owner;
  const waiting = [...names];
  const lane = async () => {
    for (let name = waiting.pop(); name; name = waiting.pop()) await prepare(name);
  };
  await Promise.all([lane(), lane(), lane()]);
}, 600_000);

interface Answer {
  name: string;
  revision: number;
  askedAt: number;
  answeredAt: number;
}

/** Asks for predictions, one after the other, until it is told to stop; answers what a revision has answered. */
async function askOn(
  token: string,
  address: () => string,
  signal: AbortSignal,
): Promise<{ answers: Answer[]; statuses: Set<number> }> {
  const answers: Answer[] = [];
  const statuses = new Set<number>();
  while (!signal.aborted) {
    const name = names[Math.floor(choice() * ROLLOUTS)] ?? "";
    const askedAt = Date.now();
    const response = await fetch(`${address()}/serve/${name}/invocations`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ inputs: [1] }),
    }).catch(() => null);
    const body = await response?.json().catch(() => null);
    // A server that died in the middle of its answer has given none.
    if (response && body) {
      statuses.add(response.status);
      const revision = Number(response.headers.get("x-slipway-revision"));
      if (response.ok) {
        expect(body).toEqual({ predictions: [revision] });
        answers.push({ name, revision, askedAt, answeredAt: Date.now() });
      }
    }
    await after(100);
  }
  return { answers, statuses };
}

/** What a lease is for takes its time; the test does not. */
const endLeases = () =>
  pool().query(
    "UPDATE rollouts SET leased_until = NULL, next_look_at = least(next_look_at, now()) WHERE ended_at IS NULL",
  );

/** How many rollouts go on, and how often some rollout was looked at and changed. */
async function standing(): Promise<{ open: number; moves: number }> {
  const { rows } = await pool().query(
    "SELECT count(*) FILTER (WHERE ended_at IS NULL)::int AS open, sum(version)::int AS moves FROM rollouts",
  );
  return rows[0];
}

/** Workers that are killed and followed by others until all rollouts have ended, beside a server with the same fate. */
async function killOn(server: { current: Mortal }, allow: Record<string, string>): Promise<number> {
  let last = await standing();
  let kills = 0;
  for (; kills < KILLS && last.open > 0; kills += 1) {
    const until = last.moves + Math.floor(random() * MOVES);
    const worker = await start("rollout-worker");
    let now = last;
    while (worker.isAlive() && now.moves < until && now.open > 0) {
      await after(50);
      now = await standing();
    }
    await after(random() * 50);
    await worker.kill();
    if (kills % SERVER_TURN === 0) {
      await server.current.kill();
      server.current = await start("web-server", allow);
    }
    await endLeases();
    last = await standing();
  }
  await start("rollout-worker");
  await expect
    .poll(async () => (await standing()).open, { timeout: 600_000, interval: 200 })
    .toBe(0);
  return kills;
}

interface Plan {
  /** When it came into force: what wrote it may have waited long for its locks. */
  committedAt: Date;
  weights: ReadonlyMap<number, number>;
}

/** All plans of each deployment, in the order in which they were in force. */
async function plansByName(): Promise<Map<string, Plan[]>> {
  const { rows } = await pool().query(
    `SELECT d.name, p.plan->'weights' AS weights, pg_xact_commit_timestamp(p.xmin) AS "committedAt"
     FROM traffic_plans p JOIN deployments d ON d.id = p.deployment_id ORDER BY p.version`,
  );
  const plans = new Map<string, Plan[]>();
  for (const { name, weights, committedAt } of rows) {
    const given: { revision: number; weight: number }[] = weights;
    const plan = { committedAt, weights: new Map(given.map((one) => [one.revision, one.weight])) };
    plans.set(name, [...(plans.get(name) ?? []), plan]);
  }
  return plans;
}

/** Whether some plan in force while it was asked for gave the revision traffic. */
const isAllowed = ({ revision, askedAt, answeredAt }: Answer, plans: readonly Plan[]): boolean =>
  plans.some(({ committedAt, weights }, index) => {
    const endedAt = plans[index + 1]?.committedAt.getTime() ?? Number.POSITIVE_INFINITY;
    const isInForce = committedAt.getTime() <= answeredAt && endedAt + LATE_MS >= askedAt;
    return isInForce && (weights.get(revision) ?? 0) > 0;
  });

test("workers and servers that are killed at any instant are followed by others: all rollouts arrive, no decision is lost or made twice, and no weight was in force or served that nobody decided", async () => {
  models.answer = ({ path }) => ({
    status: 200,
    body: JSON.stringify({ predictions: [Number(path.split("/")[1])] }),
  });
  const token = await makeToken(owner);
  const allow = { OUTBOUND_ALLOWED_HOSTS: env().OUTBOUND_ALLOWED_HOSTS.join(",") };
  const server = { current: await start("web-server", allow) };
  const enough = new AbortController();
  const asking = Array.from({ length: ASKERS }, () =>
    askOn(token, () => server.current.said, enough.signal),
  );
  const kills = await killOn(server, allow);
  enough.abort();
  const asked = await Promise.all(asking);
  // Else the kills had come when all was over.
  expect(kills).toBe(KILLS);

  const plans = await plansByName();
  // While a server loads what it is asked for, it says so.
  const statuses = new Set(asked.flatMap((one) => [...one.statuses]));
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  const answers = asked.flatMap((one) => one.answers);
  expect(answers.filter((answer) => !isAllowed(answer, plans.get(answer.name) ?? []))).toEqual([]);
  for (const revision of [1, 2])
    expect(answers.filter((one) => one.revision === revision).length).toBeGreaterThan(20);

  const rollouts = await db().rollout.findMany({
    include: { deployment: true, events: { orderBy: { version: "asc" } } },
  });
  expect(rollouts).toHaveLength(ROLLOUTS);
  for (const { phase, version, deployment, events } of rollouts) {
    const { name } = deployment;
    expect([name, phase]).toEqual([name, isBad(name) ? "rolled_back" : "succeeded"]);
    for (const [index, { weights }] of (plans.get(name) ?? []).entries()) {
      if (index === 0) continue;
      const named = events.filter((event) => event.trafficVersion === index + 1);
      expect(named.map((event) => event.weight)).toContain(weights.get(2) ?? 0);
    }
    // Each decision once: a step or an end that was decided is not decided again.
    const decided = events.map((event) => `${event.phase} ${event.step}`);
    expect(new Set(decided).size).toBe(decided.length);
    expect(events.at(-1)).toMatchObject({ phase, version });
    // And each with its line in the audit.
    const told = await db().auditEvent.count({
      where: { subject: `deployment ${name}`, action: { startsWith: "rollout." } },
    });
    expect([name, told]).toEqual([name, events.length]);
  }
}, 1_800_000);
