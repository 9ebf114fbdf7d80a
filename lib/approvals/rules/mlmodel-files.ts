type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys under which MLflow's flavors name a file or a folder beside the MLmodel file. */
const PATH_KEYS: ReadonlySet<string> = new Set([
  "code",
  "conda",
  "data",
  "env",
  "model_binary",
  "model_code_path",
  "model_data",
  "model_file",
  "model_path",
  "pickled_model",
  "python_model",
  "saved_model_dir",
  "state_dict",
  "virtualenv",
]);
const MAX_NESTING = 4;
const MAX_PATHS = 200;

function pathsIn(value: unknown, depth: number): string[] {
  if (!isFields(value) || depth > MAX_NESTING) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" && PATH_KEYS.has(key) ? [inner] : pathsIn(inner, depth + 1),
  );
}

/** The files and folders that an MLmodel file names; null when it is none. */
export function namedFiles(mlmodel: unknown): string[] | null {
  if (!isFields(mlmodel) || !isFields(mlmodel.flavors)) return null;
  const { flavors, saved_input_example_info: example } = mlmodel;
  const artifact = isFields(example) ? example.artifact_path : null;
  const paths = [...pathsIn(flavors, 0), ...(typeof artifact === "string" ? [artifact] : [])];
  return [...new Set(paths.filter((path) => path !== "" && !path.includes("://")))].slice(
    0,
    MAX_PATHS,
  );
}

/** Whether a path names one of the files, or a folder that holds one. */
export function isThere(path: string, files: readonly { path: string }[]): boolean {
  const plain = path.replace(/^\.\//, "").replace(/\/+$/, "");
  return files.some((file) => file.path === plain || file.path.startsWith(`${plain}/`));
}

/** How a file begins and ends. */
export interface Ends {
  head: Uint8Array;
  lastByte: number | undefined;
}

const ONNX_VERSION_FIELD = 0x08;
const PICKLE_PROTOCOL = 0x80;
const PICKLE_STOP = 0x2e;

/**
 * Why a file is not what its name says, as far as that is seen without running anything of it: an ONNX file begins with
 * its version, a pickle names its protocol and ends with its last opcode. Null when nothing is wrong, or for other files.
 */
export function formatProblem(path: string, { head, lastByte }: Ends): string | null {
  if (/\.onnx$/i.test(path) && head[0] !== ONNX_VERSION_FIELD)
    return `${path} does not begin as an ONNX file does`;
  if (!/\.(pkl|pickle)$/i.test(path)) return null;
  // What is compressed says so at its beginning; a pickle inside is not looked at.
  const isPlain = head[0] === PICKLE_PROTOCOL;
  const isCompressed = [0x1f, 0x78, 0x42, 0xfd, 0x5d, 0x50].includes(head[0] ?? -1);
  if (!isPlain && !isCompressed) return `${path} does not begin as a pickle does`;
  return isPlain && lastByte !== PICKLE_STOP ? `${path} ends before its pickle does` : null;
}
