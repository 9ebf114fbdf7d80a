export const SIGNATURE_SIDES = ["inputs", "outputs", "params"] as const;
export type SignatureSide = (typeof SIGNATURE_SIDES)[number];

/** One column, tensor or parameter; a model that takes one nameless tensor has no name for it. */
export interface SignatureField {
  name: string | null;
  type: string;
  isRequired: boolean;
}

/** What a model takes and gives; null for a side that was not logged. */
export type Signature = Record<SignatureSide, readonly SignatureField[] | null>;

export interface FieldChange {
  side: SignatureSide;
  /** A field without a name goes by its place: "#1". */
  name: string;
  /** "retyped" is another type, or one that became optional or required. */
  state: "added" | "removed" | "retyped";
  /** As a person reads it: "double", "long, optional"; null on the side where it is not. */
  candidate: string | null;
  base: string | null;
  /** Why whoever calls the base would fail with the candidate; null for a change that they do not notice. */
  problem: string | null;
}

export const COMPATIBILITIES = ["compatible", "incompatible", "unknown"] as const;
export type Compatibility = (typeof COMPATIBILITIES)[number];

export interface SignatureComparison {
  compatibility: Compatibility;
  changes: FieldChange[];
  /** Why it is incompatible or unknown; empty when it is compatible. */
  reasons: string[];
}

/** Conversions that MLflow makes without being asked when it checks a column against a signature. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  integer: ["long", "double"],
  float: ["double"],
};

const fits = (given: string, wanted: string): boolean =>
  given === wanted || (WIDER[given]?.includes(wanted) ?? false);

const textOf = ({ type, isRequired }: SignatureField) => (isRequired ? type : `${type}, optional`);

/** Fields by what they are called; a name that stands twice counts once, as it does for MLflow. */
const byName = (fields: readonly SignatureField[]): Map<string, SignatureField> =>
  new Map(fields.map((field, index) => [field.name ?? `#${index + 1}`, field]));

interface Pair {
  side: SignatureSide;
  name: string;
  candidate: SignatureField | undefined;
  base: SignatureField | undefined;
}

/** Callers send what the base takes. */
function inputProblem({ name, candidate, base }: Pair): string | null {
  // What is sent beyond a signature is left out before the model sees it.
  if (!candidate) return null;
  if (!base)
    return candidate.isRequired
      ? `It requires the input "${name}", which callers do not send.`
      : null;
  if (candidate.isRequired && !base.isRequired)
    return `It requires the input "${name}", which callers may leave out.`;
  if (fits(base.type, candidate.type)) return null;
  return `It takes the input "${name}" as ${candidate.type}; callers send ${base.type}.`;
}

/** Callers read what the base gives. */
function outputProblem({ name, candidate, base }: Pair): string | null {
  if (!base) return null;
  if (!candidate) return `It no longer gives the output "${name}".`;
  if (!candidate.isRequired && base.isRequired)
    return `It may leave out the output "${name}", which callers rely on.`;
  if (fits(candidate.type, base.type)) return null;
  return `It gives the output "${name}" as ${candidate.type}; callers read ${base.type}.`;
}

/** Parameters have defaults, and those that are not known are ignored: only another type is refused. */
function paramProblem({ name, candidate, base }: Pair): string | null {
  if (!candidate || !base || fits(base.type, candidate.type)) return null;
  return `It takes the parameter "${name}" as ${candidate.type}; callers send ${base.type}.`;
}

const PROBLEMS = { inputs: inputProblem, outputs: outputProblem, params: paramProblem } as const;

function changeOf(pair: Pair): FieldChange[] {
  const candidate = pair.candidate ? textOf(pair.candidate) : null;
  const base = pair.base ? textOf(pair.base) : null;
  if (candidate === base) return [];
  const { side, name } = pair;
  const state = base === null ? "added" : candidate === null ? "removed" : "retyped";
  return [{ side, name, state, candidate, base, problem: PROBLEMS[side](pair) }];
}

function changesOf(side: SignatureSide, candidate: Signature, base: Signature): FieldChange[] {
  const [own, other] = [byName(candidate[side] ?? []), byName(base[side] ?? [])];
  const names = new Set([...own.keys(), ...other.keys()]);
  return [...names].flatMap((name) =>
    changeOf({ side, name, candidate: own.get(name), base: other.get(name) }),
  );
}

function unknownSides(candidate: Signature | null, base: Signature | null): string[] {
  const missing = (["inputs", "outputs"] as const).flatMap((side) => [
    ...(candidate?.[side] ? [] : [`The candidate was logged without ${side} in its signature.`]),
    ...(base?.[side]
      ? []
      : [`What it is compared with was logged without ${side} in its signature.`]),
  ]);
  const sides = [
    ...(candidate?.inputs || candidate?.outputs ? [] : ["The candidate has no signature."]),
    ...(base?.inputs || base?.outputs ? [] : ["What it is compared with has no signature."]),
  ];
  return sides.length > 0 ? sides : missing;
}

/**
 * Whether whoever calls the base can call the candidate instead and notices nothing: nothing new is required of them, and
 * everything they read is still there. A required input that is new, an output that is gone and a type that MLflow would
 * not convert are incompatible; what was logged without a signature is unknown, unless the rest already tells.
 */
export function compareSignatures(
  candidate: Signature | null,
  base: Signature | null,
): SignatureComparison {
  const unknown = unknownSides(candidate, base);
  const known = SIGNATURE_SIDES.filter(
    (side) => side === "params" || (candidate?.[side] && base?.[side]),
  );
  const changes =
    candidate && base ? known.flatMap((side) => changesOf(side, candidate, base)) : [];
  const problems = changes.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) return { compatibility: "incompatible", changes, reasons: problems };
  if (unknown.length > 0) return { compatibility: "unknown", changes, reasons: unknown };
  return { compatibility: "compatible", changes, reasons: [] };
}
