import { parse } from "yaml";

/** What a YAML file holds; undefined when it is none, or one whose aliases multiply. Nothing in it is ever run. */
export function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 20, schema: "core", logLevel: "error" });
  } catch {
    return undefined;
  }
}
