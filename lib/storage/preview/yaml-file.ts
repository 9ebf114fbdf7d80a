import { parse } from "yaml";
import { crowdedLine } from "@/lib/core/yaml-bounds";

/** Texts in brackets are long there; clients break other lines long before. */
const BOUNDS = { brackets: Number.POSITIVE_INFINITY, onLine: 200, indent: 200 };

/** What a YAML file holds; undefined when it is none, or one that nests or multiplies. Nothing in it is ever run. */
export function parseYaml(text: string): unknown {
  if (crowdedLine(text, BOUNDS) !== null) return undefined;
  try {
    // To look for names that stand there twice, each is compared with all others.
    const options = { uniqueKeys: false, logLevel: "error" } as const;
    return parse(text, { maxAliasCount: 20, schema: "core", ...options });
  } catch {
    return undefined;
  }
}
