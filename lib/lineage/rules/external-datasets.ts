import { strongKeyOf } from "@/lib/datasets/rules/content";

/** What a facet's value may be; which of its fields are there is for its reader to see. */
export type FacetValue = Readonly<Record<string, unknown>>;
export type Facets = Readonly<Record<string, FacetValue>>;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** A content key written out, as Slipway itself writes it in the version facet of what it tells others. */
const WRITTEN_OUT =
  /^(?:sha256:[0-9a-f]{64}|dvc:(?:[0-9a-f]{32}(?:\.dir)?|.{1,499}@[0-9a-f]{40}:.{1,499})|lakefs:[^/]{1,255}\/[0-9a-f]{64}\/.{1,499})$/;
const DVC_HASH = /^[0-9a-f]{32}\.dir$/i;

/** Namespace and name as one address, as a run writes where it reads from. */
export function addressOf(namespace: string, name: string): string {
  if (/^file(?::\/\/)?$/i.test(namespace)) return name.startsWith("/") ? name : `/${name}`;
  if (/^[a-z][\w+.-]*:\/\//i.test(namespace))
    return `${namespace.replace(/\/+$/, "")}/${name.replace(/^\/+/, "")}`;
  return `${namespace}:${name}`;
}

/** What the version facet says; empty when it says nothing. */
const statedVersion = (facets: Facets): string => textOf(facets.version?.datasetVersion).trim();

interface Tag {
  key: string;
  value: string;
}

/** Tags of the whole dataset: those of one field say nothing of its content. */
function tagsOf(facets: Facets): Tag[] {
  const tags: unknown = facets.tags?.tags;
  if (!Array.isArray(tags)) return [];
  return tags.flatMap((tag: unknown) => {
    if (typeof tag !== "object" || tag === null || ("field" in tag && tag.field)) return [];
    const [key, value] = ["key" in tag ? tag.key : null, "value" in tag ? tag.value : null];
    return typeof key === "string" && typeof value === "string" ? [{ key, value }] : [];
  });
}

/**
 * What names the content of a dataset that another system told of, written as the versions of Slipway's own datasets are
 * named, so that equal content is one node; null when nothing does. It is the rule for what runs log, applied to what
 * OpenLineage has for it: the version facet (a content key written out, a hash of DVC, a commit in a `lakefs://`
 * namespace) and the tags facet with the same keys as the tags of a run's input.
 */
export function contentKeyOf(namespace: string, name: string, facets: Facets): string | null {
  const version = statedVersion(facets);
  if (WRITTEN_OUT.test(version)) return version;
  const uri = /^lakefs:\/\/[^/]+$/i.test(namespace)
    ? `${namespace.toLowerCase()}/${version || "unknown"}/${name.replace(/^\/+/, "")}`
    : addressOf(namespace, name);
  const stated = DVC_HASH.test(version) ? [{ key: "dvc.md5", value: version }] : [];
  return strongKeyOf({
    name,
    digest: "",
    sourceType: "openlineage",
    source: JSON.stringify({ uri }),
    tags: [...stated, ...tagsOf(facets)],
  });
}

/** What tells one version of an external dataset from another; empty when nothing does. */
export function versionOf(namespace: string, name: string, facets: Facets): string {
  return statedVersion(facets) || (contentKeyOf(namespace, name, facets) ?? "");
}
