import type { DatasetInput } from "../schema/inputs";

type Facts = Readonly<Record<string, string>>;

/** The texts of a JSON object; nothing for what is none. */
function textsOf(document: string | undefined): Facts {
  if (!document) return {};
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === "string"));
  } catch {
    return {};
  }
}

/** Where MLflow's sources say what they read, whichever kind they are. */
const PLACES = ["uri", "url", "path", "delta_table_name", "table_name", "sql"] as const;
const LAKEFS = /^lakefs:\/\/([^/]+)\/([^/]+)\/(.+)$/;

function located({ sourceType, source }: Pick<DatasetInput, "sourceType" | "source">): string {
  // Made by code: the source says which program and commit, which is another one for every version.
  if (sourceType === "code") return "";
  const origin = textsOf(source);
  const key = PLACES.find((place) => origin[place]);
  return (key && origin[key]) || source;
}

/** The part of a source that stays the same from version to version. */
export function placeOf(input: Pick<DatasetInput, "sourceType" | "source">): string {
  return located(input).replace(LAKEFS, "lakefs://$1/$3");
}

const MAX_PARTS = 500;
const SHA256 = /^(?:sha256:)?([0-9a-f]{64})$/i;
const MD5 = /^[0-9a-f]{32}(?:\.dir)?$/i;
const REVISION = /^[0-9a-f]{40}$/i;
const COMMIT = /^[0-9a-f]{64}$/i;

function dvcKey(facts: Facts): string | null {
  const { "dvc.md5": md5 = "", "dvc.rev": revision = "" } = facts;
  if (MD5.test(md5)) return `dvc:${md5.toLowerCase()}`;
  const { "dvc.repo": repository, "dvc.path": path } = facts;
  if (!REVISION.test(revision) || repository === undefined || !path) return null;
  if (repository.length + path.length > MAX_PARTS) return null;
  return `dvc:${repository}@${revision.toLowerCase()}:${path}`;
}

/** A branch moves, so only a commit names content. */
function lakefsKey(facts: Facts, place: string): string | null {
  const [, placeRepository = "", placeRef = "", placePath = ""] = LAKEFS.exec(place) ?? [];
  const stated = facts["lakefs.commit"] ?? "";
  const commit = COMMIT.test(stated) ? stated.toLowerCase() : placeRef;
  const repository = facts["lakefs.repository"] || placeRepository;
  const path = facts["lakefs.path"] || placePath;
  if (!/^[0-9a-f]{64}$/.test(commit) || !repository || !path) return null;
  if (repository.length + path.length > MAX_PARTS) return null;
  return `lakefs:${repository}/${commit}/${path}`;
}

/** What a client says that names the whole content, in its tags, its source or its profile; null when it says nothing such. */
export function strongKeyOf(input: DatasetInput): string | null {
  const facts: Facts = {
    ...textsOf(input.profile),
    ...textsOf(input.source),
    ...Object.fromEntries(input.tags.map(({ key, value }) => [key, value])),
  };
  const sha256 = SHA256.exec(facts.sha256 ?? "")?.[1];
  if (sha256) return `sha256:${sha256.toLowerCase()}`;
  return dvcKey(facts) ?? lakefsKey(facts, located(input));
}

export const CONTENT_KINDS = ["sha256", "dvc", "lakefs", "weak"] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

export function contentKind(contentKey: string): ContentKind {
  return CONTENT_KINDS.find((kind) => contentKey.startsWith(`${kind}:`)) ?? "weak";
}
