interface Pair {
  key: string;
  value: string;
}

interface LicenceSources {
  /** What the model card says. */
  card: string | null;
  /** By where they stand, the nearest to the version first. */
  tags: readonly { of: string; tags: readonly Pair[] }[];
  /** What the MLmodel file says. */
  file: string | null;
}

export interface Licence {
  text: string;
  /** Where it is recorded, in words. */
  source: string;
}

const tagged = (tags: readonly Pair[]) =>
  tags.find(({ key }) => /^licen[cs]e$/i.test(key))?.value ?? null;

/** The licence of a version as far as anybody recorded it: what people say of it counts before what a file says. */
export function findLicence(sources: LicenceSources): Licence | null {
  const found = [
    { text: sources.card, source: "model card" },
    ...sources.tags.map(({ of, tags }) => ({ text: tagged(tags), source: `tag of the ${of}` })),
    { text: sources.file, source: "MLmodel file" },
  ];
  for (const { text, source } of found)
    if (text !== null && text.trim() !== "") return { text: text.trim().slice(0, 300), source };
  return null;
}
