import type { ArtifactStore } from "./store";

const BATCH = 500;

/** Which of these paths something names. */
type NamedAmong = (paths: string[]) => Promise<ReadonlySet<string | null>>;

async function removeSome(
  store: ArtifactStore,
  paths: string[],
  { before, namedAmong }: { before: Date; namedAmong: NamedAmong },
): Promise<number> {
  const named = await namedAmong(paths);
  let removed = 0;
  for (const path of paths) {
    if (named.has(path)) continue;
    const found = await store.stat(path);
    if (!found || found.modifiedAt >= before.getTime()) continue;
    await store.remove(path);
    removed += 1;
  }
  return removed;
}

/** Removes files that nothing names; younger ones may be uploads that are going on. Answers how many there were. */
export async function removeStrayFiles(
  store: ArtifactStore,
  before: Date,
  namedAmong: NamedAmong,
): Promise<number> {
  const options = { before, namedAmong };
  let removed = 0;
  let paths: string[] = [];
  for await (const { path } of store.walk("")) {
    paths.push(path);
    if (paths.length < BATCH) continue;
    removed += await removeSome(store, paths, options);
    paths = [];
  }
  return removed + (await removeSome(store, paths, options));
}
