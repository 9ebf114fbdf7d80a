import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ComparisonChoiceDto, PickableVersionDto } from "../dto/comparison";
import { compareVersionsInput, listVersionsInput, type VersionRef } from "../schema";
import { compareVersions } from "./compare-versions";
import { listVersions } from "./list-versions";

/** As many versions as somebody looks through; an older one goes by its number in the address. */
const MAX_OFFERED = 200;

const isExpected = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "INVALID");

async function versionsOf(actor: Actor, name: string): Promise<PickableVersionDto[]> {
  const input = listVersionsInput.parse({ name, limit: MAX_OFFERED });
  const { items } = await listVersions(actor, input);
  return items.map(({ version, stage, aliases }) => ({ version, stage, aliases }));
}

/** What an address chose to compare a version with. Nothing that it says wrong is a failure of the page. */
export async function getComparisonChoice(
  actor: Actor,
  ref: VersionRef,
  chosen: { with: string | null; model: string | null },
): Promise<ComparisonChoiceDto> {
  assertCan(actor, "model:read");
  const model = chosen.model ?? ref.name;
  const none = { model, versions: [], comparison: null, problem: null };
  try {
    const versions = await versionsOf(actor, model);
    if (chosen.with === null) return { ...none, versions };
    const input = compareVersionsInput.safeParse({ ...ref, with: chosen.with, withModel: model });
    if (!input.success)
      return { ...none, versions, problem: "Give the number of a version, or @ and an alias." };
    try {
      return { ...none, versions, comparison: await compareVersions(actor, input.data) };
    } catch (error) {
      if (!isExpected(error)) throw error;
      return { ...none, versions, problem: error.message };
    }
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { ...none, problem: error.message };
  }
}
