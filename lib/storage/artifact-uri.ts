import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { decodedLayers, hasForbiddenCharacter, safeRelativePath } from "./safe-path";

/** Uris of this scheme and without a host name files of our own store, below the workspace of whoever asks. */
const OWN_SCHEME = "mlflow-artifacts";
const MAX_LENGTH = 2048;

/** Stores that clients reach by themselves. We only keep such an address; nothing here ever fetches it. */
const REMOTE_SCHEMES = new Set([
  "abfs",
  "abfss",
  "dbfs",
  "ftp",
  "gs",
  "hdfs",
  "http",
  "https",
  "oci",
  "oss",
  "s3",
  "s3a",
  "sftp",
  "viewfs",
  "wasb",
  "wasbs",
]);

interface UriParts {
  scheme: string;
  host: string;
  /** Begins with a slash, or is empty. */
  path: string;
}

/** Splits `scheme:/path` and `scheme://host/path`; null for a bare path, a drive letter or anything else. */
function splitUri(uri: string): UriParts | null {
  const [, scheme = "", host = "", path = ""] =
    /^([a-z][a-z\d+.-]+):(?:\/\/([^/?]*))?(\/.*)?$/is.exec(uri) ?? [];
  if (!scheme) return null;
  return { scheme: scheme.toLowerCase(), host, path };
}

/** Whether some reading of a uri holds a relative segment or a character that parsers disagree about. */
function isSmuggling(uri: string): boolean {
  const layers = decodedLayers(uri);
  if (!layers) return true;
  return layers.some(
    (layer) =>
      hasForbiddenCharacter(layer) ||
      layer.split(/[/?;&=]/).some((segment) => segment === "." || segment === ".."),
  );
}

/** The path inside the workspace's part of our store that a uri names; null when it is kept elsewhere. */
export function storePath(uri: string): string | null {
  const parts = splitUri(uri);
  if (parts?.scheme !== OWN_SCHEME || parts.host !== "" || parts.path === "") return null;
  try {
    return safeRelativePath(parts.path.replace(/^\/+/, ""));
  } catch {
    return null;
  }
}

/** The uri of a path inside the workspace's part of our store. */
export function storeUri(path: string): string {
  return `${OWN_SCHEME}:/${path}`;
}

function badLocation(uri: string): AppError {
  return new AppError(
    "INVALID",
    `Invalid value "${uri.slice(0, 200)}" for parameter 'artifact_location' supplied: Leave it out, or give a name or a path below mlflow-artifacts:/ without '..'. Other locations must begin with one of ARTIFACT_ROOTS, which the administrator of this server sets.`,
  );
}

/** Whether a uri lies at or below one of the roots. */
function isBelow(uri: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const base = root.replace(/\/+$/, "");
    return uri === base || uri.startsWith(`${base}/`);
  });
}

/**
 * Where an experiment keeps its artifacts, in canonical form. Only our own store and the roots an administrator has
 * listed: an address somebody made up would make other people's clients, or this server, talk to it. A relative path
 * is taken to be in our store. Throws INVALID.
 */
export function parseArtifactLocation(
  uri: string,
  roots: readonly string[] = env().ARTIFACT_ROOTS,
): string {
  if (uri.length > MAX_LENGTH)
    throw new AppError(
      "INVALID",
      `'artifact_location' exceeds the maximum length of ${MAX_LENGTH} characters`,
    );
  if (isBelow(uri, roots) && !isSmuggling(uri)) return uri.replace(/\/+$/, "");
  const parts = splitUri(uri);
  if (parts) {
    const path = storePath(uri);
    if (!path) throw badLocation(uri);
    return storeUri(path);
  }
  if (uri.includes(":") || uri.includes("?")) throw badLocation(uri);
  try {
    const path = safeRelativePath(uri);
    if (path !== "") return storeUri(path);
  } catch {
    throw badLocation(uri);
  }
  throw badLocation(uri);
}

/** What a model version may be made from besides an address: MLflow's prompts, which have no files, say so. */
const PROMPT_SOURCE = "dummy-source";

function localSource(source: string, context: SourceContext): AppError {
  const owner = context.modelArtifactUri === undefined ? "run" : "model";
  return new AppError(
    "INVALID",
    `Invalid model version source: '${source.slice(0, 500)}'. To use a local path as a model version source, the ${owner}_id request parameter has to be specified and the local path has to be contained within the artifact directory of the ${owner} specified by the ${owner}_id. This server keeps artifacts itself, so a source begins with mlflow-artifacts:/, runs:/, models:/ or the address of a remote store.`,
  );
}

function relativeSource(source: string): AppError {
  return new AppError(
    "INVALID",
    `Invalid model version source: '${source.slice(0, 500)}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
  );
}

export interface SourceContext {
  /** Artifact uri of the run that the version names. */
  runArtifactUri?: string | undefined;
  /** Artifact uri of the logged model that the version names. */
  modelArtifactUri?: string | undefined;
}

const MODEL_REFERENCE = /^models:\/{1,3}[^/]+(?:\/[^/]+)?\/*$/;
const RUN_REFERENCE = /^runs:\/{1,3}[\w-]+(?:\/.*)?$/;

/**
 * The source of a model version, as sent, when it is one of: `models:/…`, `runs:/…`, a path of our store, the address
 * of a remote store, or the word MLflow's prompts use. The same whatever tags come with it. Throws INVALID.
 */
export function parseModelSource(source: string, context: SourceContext = {}): string {
  if (source === PROMPT_SOURCE) return source;
  if (source.length > MAX_LENGTH)
    throw new AppError(
      "INVALID",
      `'source' exceeds the maximum length of ${MAX_LENGTH} characters`,
    );
  const parts = splitUri(source);
  if (!parts || parts.scheme === "file") throw localSource(source, context);
  if (isSmuggling(source)) throw relativeSource(source);
  const { scheme, host, path } = parts;
  const isAccepted =
    (scheme === "models" && MODEL_REFERENCE.test(source)) ||
    (scheme === "runs" && RUN_REFERENCE.test(source)) ||
    (scheme === OWN_SCHEME && (host !== "" ? /[^/]/.test(path) : storePath(source))) ||
    REMOTE_SCHEMES.has(scheme);
  if (isAccepted) return source;
  throw new AppError(
    "INVALID",
    `Invalid model version source: '${source.slice(0, 500)}'. It must begin with mlflow-artifacts:/, runs:/, models:/ or the address of a remote store such as s3://.`,
  );
}
