import { mergeProfiles } from "@/lib/datasets/rules/window-profile";
import type { WindowProfile } from "@/lib/datasets/schema/window-profiles";

/** A window of rows, from the moment it was opened. */
export interface RowWindow {
  opensAt: number;
  profile: WindowProfile;
}

/**
 * Windows that change when counts come in their order: they go into the newest one until that has as many rows as a window has, then
 * into the next. Counts are never split.
 */
export function cutWindows(
  newest: RowWindow | null,
  counts: readonly WindowProfile[],
  { size, now }: { size: number; now: number },
): RowWindow[] {
  const changed: RowWindow[] = [];
  let last = newest;
  for (const profile of counts) {
    if (last && last.profile.rows < size) {
      last = { ...last, profile: mergeProfiles(last.profile, profile) };
      if (changed.at(-1)?.opensAt === last.opensAt) changed.pop();
    } else last = { opensAt: Math.max(now, (last?.opensAt ?? 0) + 1), profile };
    changed.push(last);
  }
  return changed;
}
