import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { pool } from "@/lib/db/pool";
import { type SweepDto, type SweepRow, type TrialDto, toSweepDto, toTrialDto } from "../dto";
import type { ListSweepsInput, ListTrialsInput, SweepInput } from "../schema";
import { readSweep, SWEEP_SELECT } from "../sql/sweeps";
import { readBest, readBests, readTrials } from "../sql/trials";

const numberKey = z.string().regex(/^\d{1,9}$/);

export const sweepNotFound = (number: number) =>
  new AppError("NOT_FOUND", `There is no sweep ${number}.`);

/** Sweeps of the workspace, the newest first. */
export async function listSweeps(
  actor: Actor,
  { status, limit, pageToken }: ListSweepsInput,
): Promise<Page<SweepDto>> {
  assertCan(actor, "job:read");
  const { rows } = await pool().query<SweepRow>(
    `${SWEEP_SELECT} WHERE s.workspace_id = $1 AND ($2::text IS NULL OR s.status = $2) AND ($3::int IS NULL OR s.number < $3)
     ORDER BY s.number DESC LIMIT $4`,
    [actor.workspaceId, status ?? null, lastKey(pageToken, numberKey) ?? null, limit + 1],
  );
  const { items, ...page } = toPage(
    rows,
    limit,
    ({ number }) => String(number),
    (row) => row,
  );
  const bests = await readBests(pool(), actor.workspaceId, items);
  return { ...page, items: items.map((row) => toSweepDto(row, bests.get(row.id) ?? null)) };
}

export async function getSweep(actor: Actor, { number }: SweepInput): Promise<SweepDto> {
  assertCan(actor, "job:read");
  const row = await readSweep(pool(), actor.workspaceId, number);
  if (!row) throw sweepNotFound(number);
  return toSweepDto(row, await readBest(pool(), row));
}

/** The combinations of a sweep, with what became of each. */
export async function listTrials(
  actor: Actor,
  { number, sort, limit, pageToken }: ListTrialsInput,
): Promise<Page<TrialDto>> {
  assertCan(actor, "job:read");
  const sweep = await readSweep(pool(), actor.workspaceId, number);
  if (!sweep) throw sweepNotFound(number);
  // Their order changes while metrics come in, and there are few: a page begins at a place, not after a trial.
  const offset = pageOffset(pageToken);
  const rows = await readTrials(pool(), sweep, { sort, limit: limit + 1, offset });
  return {
    items: rows.slice(0, limit).map(toTrialDto),
    ...(rows.length > limit ? { nextPageToken: encodePageToken({ offset: offset + limit }) } : {}),
  };
}
