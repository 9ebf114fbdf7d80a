import type { Finding } from "./findings";
import { isThere } from "./mlmodel-files";

/** A file of a version as it was read. */
export interface ManifestFile {
  path: string;
  size: number;
  sha256: string;
}

export interface ReadArtifacts {
  files: readonly ManifestFile[];
  hash: string;
  /** What is wrong with the files themselves, a phrase each. */
  problems: readonly string[];
  /** What the MLmodel file names; null without one that can be read. */
  named: readonly string[] | null;
  /** As the files were when they were first read; null the first time. */
  first: { files: readonly ManifestFile[]; hash: string } | null;
}

export const ARTIFACT_THRESHOLD = "files as first read, MLmodel readable, all it names there";
const MAX_SHOWN = 10;

/** What differs between the files as they are and as they were first read, a phrase each. */
export function differences(
  first: readonly ManifestFile[],
  now: readonly ManifestFile[],
): string[] {
  const before = new Map(first.map((file) => [file.path, file.sha256]));
  const after = new Map(now.map((file) => [file.path, file.sha256]));
  return [
    ...[...before].flatMap(([path, hash]) => {
      const is = after.get(path);
      if (is === undefined) return [`${path} is gone`];
      return is === hash ? [] : [`${path} has changed`];
    }),
    ...[...after.keys()].filter((path) => !before.has(path)).map((path) => `${path} is new`),
  ];
}

const plural = (count: number) => (count === 1 ? "1 file" : `${count} files`);

/** Whether the files of a version are those that were there first, and whether a client would find all it needs. */
export function judgeArtifacts({ files, hash, problems, named, first }: ReadArtifacts): Finding {
  const changed = first ? differences(first.files, files) : [];
  const missing = (named ?? []).filter((path) => !isThere(path, files));
  const wrong = [
    ...changed,
    ...missing.map((path) => `${path}, which MLmodel names, is not there`),
    ...problems,
  ];
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const common = {
    threshold: ARTIFACT_THRESHOLD,
    observed: `${plural(files.length)}, ${bytes} bytes`,
    evidence: {
      manifest: hash,
      firstManifest: first?.hash ?? hash,
      files: files.length,
      bytes,
      named: [...(named ?? [])],
      wrong: wrong.slice(0, MAX_SHOWN),
      checked:
        "SHA-256 of every file; MLmodel parsed; files it names present; how ONNX files begin and pickles begin and end. Nothing was run.",
    },
    freshUntil: null,
  };
  if (wrong.length > 0)
    return {
      ...common,
      verdict: "fail",
      summary: `${wrong.slice(0, 3).join("; ")}${wrong.length > 3 ? "; and more" : ""}.`,
    };
  if (named === null)
    return {
      ...common,
      verdict: "inconclusive",
      summary: "There is no MLmodel file that says how to load it; its files are as first read.",
    };
  return {
    ...common,
    verdict: "pass",
    summary: first
      ? "Its files are those that were first read, and all that MLmodel names is there."
      : "Its files were read for the first time: from now on they must stay as they are.",
  };
}
