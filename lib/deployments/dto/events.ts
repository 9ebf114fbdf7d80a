import { z } from "zod";
import { describeWeights } from "../rules/plans";
import { type PlanOrigin, trafficPlan } from "../schema/traffic";
import type { DeploymentEventDto, EventKind } from "./traffic";

/** Something that happened, wherever it is on record; times are milliseconds. */
export interface EventRow {
  source: "plan" | "revision" | "approval" | "rollout";
  number: number;
  at: number;
  reason: string;
  by: string | null;
  /** Of a plan: who or what put it in force. */
  origin: PlanOrigin | null;
  plan: unknown;
  model: string | null;
  version: number | null;
  /** Of an approval: whether it takes the version away. */
  isEnd: boolean;
  /** Of what happened to a rollout: its number, and what it was. */
  rollout: number | null;
  code: RolloutMark | null;
}

export const ROLLOUT_MARKS = [
  "paused",
  "resumed_by_person",
  "approval_needed",
  "approved",
  "promoted_by_person",
  "aborted_by_person",
] as const;
type RolloutMark = (typeof ROLLOUT_MARKS)[number];

const MARKS: Readonly<Record<RolloutMark, { kind: EventKind; words: string }>> = {
  paused: { kind: "rollout_paused", words: "paused" },
  resumed_by_person: { kind: "rollout_resumed", words: "goes on" },
  approval_needed: { kind: "rollout_waiting", words: "waits for somebody to let it on" },
  approved: { kind: "rollout_let_on", words: "let on" },
  promoted_by_person: { kind: "rollout_let_on", words: "let on" },
  aborted_by_person: { kind: "rollout_stopped", words: "stopped" },
};

/** Where a page of events ended. */
export const eventKey = z
  .string()
  .regex(/^\d{1,15}\/(?:plan|revision|approval|rollout)\/\d{1,15}$/)
  .transform((key) => {
    const [at, source = "", number] = key.split("/");
    return { at: Number(at), source, number: Number(number) };
  });
export type EventKey = z.output<typeof eventKey>;
export const eventKeyOf = ({ at, source, number }: EventRow) => `${at}/${source}/${number}`;

const PLAN_KINDS: Readonly<Record<PlanOrigin, EventKind>> = {
  person: "traffic",
  rollout: "rollout",
  rollback: "rollback",
};

const PLAN_WORDS: Readonly<Record<PlanOrigin, string>> = {
  person: "Traffic changed",
  rollout: "Rollout",
  rollback: "Rolled back",
};

function planEvent({ number, origin, plan }: EventRow): Pick<DeploymentEventDto, "kind" | "title"> {
  const weights = describeWeights(trafficPlan.parse(plan));
  if (number === 1) return { kind: "deployed", title: `Deployed: ${weights}` };
  const kind = PLAN_KINDS[origin ?? "person"];
  return { kind, title: `${PLAN_WORDS[origin ?? "person"]}: ${weights}` };
}

function titleOf(row: EventRow): Pick<DeploymentEventDto, "kind" | "title"> {
  const served = `${row.model ?? ""} v${row.version ?? ""}`;
  if (row.source === "revision")
    return { kind: "revision", title: `Revision ${row.number} added: ${served}` };
  if (row.source === "plan") return planEvent(row);
  if (row.source === "rollout") {
    const { kind, words } = MARKS[row.code ?? "paused"];
    return { kind, title: `Rollout ${row.rollout ?? ""} ${words}` };
  }
  return row.isEnd
    ? { kind: "approval_ended", title: `Approval of ${served} taken away` }
    : { kind: "approved", title: `${served} approved` };
}

export function toDeploymentEventDto(row: EventRow): DeploymentEventDto {
  const { source, number, at, reason, by } = row;
  return {
    ...titleOf(row),
    at,
    reason,
    by,
    revision: source === "revision" ? number : null,
    trafficVersion: source === "plan" ? number : null,
    request: source === "approval" ? number : null,
  };
}
