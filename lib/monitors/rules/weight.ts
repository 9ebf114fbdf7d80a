/** Bodies from here on are not even parsed where requests are answered: about 50,000 numbers as they are usually written. */
const HEAVY_BYTES = 256 * 1_024;
/** Steps that an exact p-value may take there. */
const HEAVY_STEPS = 4_000_000;
/** Sizes of two samples for which all orders are counted, which takes long where they have no common divisor. */
const COUNTED = { from: 150, to: 20 };

const sizeOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Whether both sides of a comparison take long by an exact distribution. */
function takesLong(n: number, m: number): boolean {
  if (n === m) return false;
  return n * m > HEAVY_STEPS || (Math.max(n, m) <= COUNTED.to && n * m > COUNTED.from);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function sidesTakeLong(body: unknown): boolean {
  if (!isRecord(body)) return false;
  if (takesLong(sizeOf(body.reference), sizeOf(body.current))) return true;
  return Array.isArray(body.columns) && body.columns.some(sidesTakeLong);
}

/** Whether a request is computed in a thread: for its size, for the tables it reads, or for its exact distributions. */
export function isHeavy(bytes: Uint8Array): boolean {
  if (bytes.byteLength > HEAVY_BYTES) return true;
  const text = new TextDecoder().decode(bytes);
  // What is estimated learns from the reference first.
  if (/"(?:datasetVersion|problem)"/.test(text)) return true;
  try {
    return sidesTakeLong(JSON.parse(text));
  } catch {
    return false;
  }
}
