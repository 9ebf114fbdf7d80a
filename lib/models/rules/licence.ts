interface Pair {
  key: string;
  value: string;
}

interface LicenceSources {
  /** What the model card says. */
  card: string | null;
  versionTags: readonly Pair[];
  modelTags: readonly Pair[];
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
    { text: tagged(sources.versionTags), source: "tag of the version" },
    { text: tagged(sources.modelTags), source: "tag of the model" },
    { text: sources.file, source: "MLmodel file" },
  ];
  for (const { text, source } of found)
    if (text !== null && text.trim() !== "") return { text: text.trim().slice(0, 300), source };
  return null;
}
