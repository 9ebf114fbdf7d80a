import { Readable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { db } from "@/lib/db/client";
import { datasetStore } from "@/lib/storage/artifact-store";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { lookNow } from "@/lib/testing/monitors";
import { watchDataset } from "../commands/watch-dataset";
import { listWindows, readDistribution } from "../queries/monitors";
import { watchDatasetInput } from "../schema/monitors";

setUpDatabase();

let actor: Actor;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
});

const ROWS = 6_000;

/** Rows of a dataset whose only column is a city. */
async function upload(datasetId: number | null, city: (at: number) => number): Promise<number> {
  const lines = Array.from({ length: ROWS }, (_row, at) => `city ${city(at)},${at % 5}`);
  const content = ["city,amount", ...lines, ""].join("\n");
  const named = datasetId === null ? { name: "cities" } : { datasetId };
  const input = { ...named, fileName: "cities.csv" };
  const made = await uploadVersion(actor, input, Readable.from([content]), undefined);
  return made.version.datasetId;
}

/** The share of each city falls a little from the first to the last of sixty. */
const falling = (at: number) => Math.floor(60 * ((at % 100) / 100) ** 1.05);
/** The very same cities as often, but those that were seldom are frequent. */
const rising = (at: number) => 59 - falling(at);

async function watch(datasetId: number): Promise<number> {
  const { id } = await watchDataset(actor, watchDatasetInput.parse({ datasetId }));
  return id;
}
const findingsOf = async (monitor: number) => {
  const { items } = await listWindows(actor, { monitor, limit: 10 });
  return items.toReversed().map(({ opensAt, findings }) => ({
    opensAt,
    city: findings.find(({ name }) => name === "city"),
  }));
};

test("texts beyond the twenty that a profile names are counted in the file, of the reference and of every version", async () => {
  const datasetId = await upload(null, falling);
  const monitor = await watch(datasetId);
  await upload(datasetId, (at) => falling(at + 7));
  await upload(datasetId, rising);
  await lookNow();
  const [same, turned] = await findingsOf(monitor);
  expect(same?.city).toMatchObject({ verdict: "stable", score: expect.closeTo(0, 9), unseen: 0 });
  expect(turned?.city?.verdict).toBe("drifted");
  const asked = { monitor, opensAt: turned?.opensAt ?? 0, column: "city" };
  const { bins } = await readDistribution(actor, asked);
  const cities = bins.filter(({ label }) => label.startsWith("city "));
  expect(cities).toHaveLength(60);
  const counts = (city: (at: number) => number) => {
    const found = new Map<string, number>();
    for (let at = 0; at < ROWS; at += 1)
      found.set(`city ${city(at)}`, (found.get(`city ${city(at)}`) ?? 0) + 1);
    return found;
  };
  const [before, after] = [counts(falling), counts(rising)];
  for (const { label, reference, current } of cities)
    expect([label, reference, current]).toEqual([label, before.get(label), after.get(label)]);
});

test("a version whose file cannot be read any more is counted by what its profile names, and those after it all the same", async () => {
  const datasetId = await upload(null, falling);
  const monitor = await watch(datasetId);
  await upload(datasetId, rising);
  const { filePath } = await db().datasetVersion.findFirstOrThrow({ where: { number: 2 } });
  const spoilt = Readable.from(["town\n1\n"]);
  await datasetStore(actor.workspaceId).put(filePath ?? "", spoilt);
  await upload(datasetId, (at) => falling(at + 7));
  await lookNow();
  const [gone, whole] = await findingsOf(monitor);
  expect(gone?.city?.values).toBe(ROWS);
  expect(whole?.city).toMatchObject({ verdict: "stable", score: expect.closeTo(0, 9) });
});

test("as many texts have a bin as a column may have, and the others share one", async () => {
  const datasetId = await upload(null, (at) => at % 150);
  const monitor = await watch(datasetId);
  await upload(datasetId, (at) => (at + 1) % 150);
  await lookNow();
  const [window] = await findingsOf(monitor);
  expect(window?.city).toMatchObject({ verdict: "stable", score: expect.closeTo(0, 9) });
  expect(window?.city?.unseen).toBe(ROWS / 3);
});
