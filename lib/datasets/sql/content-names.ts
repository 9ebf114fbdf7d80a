import "server-only";
import { createHash } from "node:crypto";
import { placeOf, strongKeyOf } from "../rules/content";
import type { DatasetInput } from "../schema/inputs";

const hexDigest = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** A hash of several texts in which none can take on a part of its neighbour; as the migration computed it too. */
const hashOf = (texts: readonly (string | undefined)[]) =>
  hexDigest(texts.map((text) => (text === undefined ? "-" : hexDigest(text))).join(""));

export interface ContentNames {
  /** Of the dataset in its workspace. */
  identity: string;
  place: string;
  /** Of the version in its dataset. */
  contentKey: string;
}

export function identityOf(name: string, sourceType: string, place: string): string {
  return hashOf([name, sourceType, place]);
}

export function contentNamesOf(input: DatasetInput): ContentNames {
  const { name, digest, sourceType, source, schema } = input;
  const place = placeOf(input);
  return {
    place,
    identity: identityOf(name, sourceType, place),
    contentKey: strongKeyOf(input) ?? `weak:${hashOf([name, digest, sourceType, source, schema])}`,
  };
}
