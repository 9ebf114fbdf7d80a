import type { ReadDatasetDto } from "@/lib/datasets/dto/versions";
import { type Change, compareTexts, stateOf, type TextChange } from "./compare-values";

/** One content of a dataset that a version was made from or measured on. */
export interface DatasetPoint {
  digest: string;
  /** Null where nothing better than the digest is known. */
  datasetId: number | null;
  number: number | null;
}

export interface DatasetChange extends Change<DatasetPoint> {
  name: string;
  /** What it was read for, such as "training". */
  context: string;
}

/** Contents are the same when their full hash is; MLflow's 32-bit digest only counts where there is nothing better. */
const identityOf = ({ digest, version }: ReadDatasetDto) => version?.contentKey ?? digest;

const pointOf = ({ digest, version }: ReadDatasetDto): DatasetPoint => ({
  digest,
  datasetId: version?.datasetId ?? null,
  number: version?.number ?? null,
});

const placeOf = ({ name, context }: ReadDatasetDto) => JSON.stringify([name, context]);

function group(datasets: readonly ReadDatasetDto[]): Map<string, ReadDatasetDto[]> {
  const groups = new Map<string, ReadDatasetDto[]>();
  for (const dataset of datasets) {
    const place = placeOf(dataset);
    groups.set(place, [...(groups.get(place) ?? []), dataset]);
  }
  return groups;
}

const byText = (one: string, other: string) => one.localeCompare(other, "en");

/** Datasets of one name and use: those with the same content belong together, the rest in their order. */
function pair(
  own: readonly ReadDatasetDto[],
  other: readonly ReadDatasetDto[],
): [ReadDatasetDto | null, ReadDatasetDto | null][] {
  const rest = [...other];
  const taken = own.map((dataset) => {
    const at = rest.findIndex((item) => identityOf(item) === identityOf(dataset));
    return [dataset, at === -1 ? null : (rest.splice(at, 1)[0] ?? null)] as const;
  });
  const pairs = taken.map(([dataset, same]): [ReadDatasetDto | null, ReadDatasetDto | null] => [
    dataset,
    same ?? rest.shift() ?? null,
  ]);
  return [...pairs, ...rest.map((item): [null, ReadDatasetDto] => [null, item])];
}

/** Which datasets two versions were made from. */
export function compareDatasets(
  candidate: readonly ReadDatasetDto[],
  base: readonly ReadDatasetDto[],
): DatasetChange[] {
  const [own, other] = [group(candidate), group(base)];
  const places = [...new Set([...own.keys(), ...other.keys()])].sort(byText);
  return places.flatMap((place) =>
    pair(own.get(place) ?? [], other.get(place) ?? []).flatMap(([here, there]) => {
      const named = here ?? there;
      if (!named) return [];
      return [
        {
          name: named.name,
          context: named.context,
          state: stateOf(here, there, (one, two) => identityOf(one) === identityOf(two)),
          candidate: here && pointOf(here),
          base: there && pointOf(there),
        },
      ];
    }),
  );
}

interface Package {
  name: string;
  version: string;
}

/** pip takes "Scikit_Learn" and "scikit-learn" for the same package. */
const packageName = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");

const texts = (packages: readonly Package[]) =>
  packages.map(({ name, version }) => ({ key: packageName(name), value: version }));

/** What was installed; a version is empty where any will do. */
export function comparePackages(
  candidate: readonly Package[],
  base: readonly Package[],
): TextChange[] {
  return compareTexts(texts(candidate), texts(base));
}

export interface FlavorChange {
  flavor: string;
  state: "same" | "added" | "removed";
}

export function compareFlavors(
  candidate: readonly string[],
  base: readonly string[],
): FlavorChange[] {
  const flavors = [...new Set([...candidate, ...base])].sort(byText);
  return flavors.map((flavor) => ({
    flavor,
    state: !base.includes(flavor) ? "added" : candidate.includes(flavor) ? "same" : "removed",
  }));
}
