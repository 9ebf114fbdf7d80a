import type { ModelOutput } from "../schema/payload";
import { toPredictions } from "./answers";
import type { ModelSignature } from "./signature";

/** Floats that different runtimes compute differ in their last digits. */
const RELATIVE = 1e-4;
const ABSOLUTE = 1e-6;

function isSameValue(one: unknown, other: unknown): boolean {
  if (typeof one === "number" && typeof other === "number")
    return Math.abs(one - other) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(one), Math.abs(other));
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, at) => isSameValue(value, other[at]));
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null)
    return one === other;
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isSameValue(value, right.get(key)))
  );
}

/** Whether a shadow answered what was returned, apart from rounding. */
export function isSameAnswer(
  returned: { output: ModelOutput; signature: ModelSignature },
  shadow: { output: ModelOutput; signature: ModelSignature },
): boolean {
  return isSameValue(
    toPredictions(returned.output, returned.signature),
    toPredictions(shadow.output, shadow.signature),
  );
}
