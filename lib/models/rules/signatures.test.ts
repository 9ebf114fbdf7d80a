import { describe, expect, it } from "vitest";
import { compareSignatures, type Signature, type SignatureField } from "./signatures";

const field = (name: string | null, type: string, isRequired = true): SignatureField => ({
  name,
  type,
  isRequired,
});

const signature = (changes: Partial<Signature> = {}): Signature => ({
  inputs: [field("age", "long"), field("region", "string", false)],
  outputs: [field(null, "double")],
  params: null,
  ...changes,
});

const judge = (candidate: Partial<Signature>, base: Partial<Signature> = {}) =>
  compareSignatures(signature(candidate), signature(base));

describe("compareSignatures", () => {
  it("finds the same signature compatible", () => {
    expect(judge({})).toEqual({ compatibility: "compatible", changes: [], reasons: [] });
  });

  it("refuses an input that callers do not send yet", () => {
    const added = judge({ inputs: [...(signature().inputs ?? []), field("income", "double")] });
    expect(added.compatibility).toBe("incompatible");
    expect(added.changes).toEqual([
      expect.objectContaining({ name: "income", state: "added", candidate: "double", base: null }),
    ]);
    expect(added.reasons).toEqual(['It requires the input "income", which callers do not send.']);
    expect(judge({ inputs: [field("age", "long"), field("region", "string")] }).reasons).toEqual([
      'It requires the input "region", which callers may leave out.',
    ]);
  });

  it("takes an optional input more, or any input less, for compatible", () => {
    const optional = [...(signature().inputs ?? []), field("income", "double", false)];
    expect(judge({ inputs: optional })).toMatchObject({
      compatibility: "compatible",
      changes: [{ name: "income", state: "added", candidate: "double, optional" }],
    });
    expect(judge({ inputs: [field("region", "string", false)] })).toMatchObject({
      compatibility: "compatible",
      changes: [{ name: "age", state: "removed", candidate: null, base: "long" }],
    });
  });

  it("allows the conversions that MLflow makes, in the one direction only", () => {
    const [whole, wide] = [[field("age", "integer")], [field("age", "double")]];
    expect(judge({ inputs: wide }, { inputs: whole }).compatibility).toBe("compatible");
    const narrowed = judge({ inputs: whole }, { inputs: wide });
    expect(narrowed.compatibility).toBe("incompatible");
    expect(narrowed.changes[0]?.state).toBe("retyped");
    expect(judge({ outputs: [field(null, "float")] }).compatibility).toBe("compatible");
    expect(judge({ outputs: [field(null, "string")] }).compatibility).toBe("incompatible");
  });

  it("misses an output that callers read, and welcomes one more", () => {
    const two = [field("score", "double"), field("reason", "string")];
    expect(judge({ outputs: [field("score", "double")] }, { outputs: two }).reasons).toEqual([
      'It no longer gives the output "reason".',
    ]);
    expect(judge({ outputs: two }, { outputs: [field("score", "double")] }).compatibility).toBe(
      "compatible",
    );
  });

  it("compares tensors without a name by their place and shape", () => {
    const tensor = (shape: string) => ({ inputs: [field(null, `tensor(float32, ${shape})`)] });
    expect(judge(tensor("(-1, 28)"), tensor("(-1, 28)")).compatibility).toBe("compatible");
    expect(judge(tensor("(-1, 32)"), tensor("(-1, 28)")).reasons).toEqual([
      'It takes the input "#1" as tensor(float32, (-1, 32)); callers send tensor(float32, (-1, 28)).',
    ]);
  });

  it("cares for parameters of a prediction only where their type changes", () => {
    const params = [field("threshold", "double", false)];
    expect(judge({ params }).compatibility).toBe("compatible");
    expect(judge({}, { params }).compatibility).toBe("compatible");
    expect(judge({ params: [field("threshold", "string", false)] }, { params }).compatibility).toBe(
      "incompatible",
    );
  });

  it("does not know what was logged without a signature", () => {
    const none = signature({ inputs: null, outputs: null });
    expect(compareSignatures(none, signature())).toEqual({
      compatibility: "unknown",
      changes: [],
      reasons: ["The candidate has no signature."],
    });
    expect(compareSignatures(null, null).compatibility).toBe("unknown");
    expect(judge({ outputs: null }).reasons).toEqual([
      "The candidate was logged without outputs in its signature.",
    ]);
  });

  it("calls incompatible what already is, also where the rest is unknown", () => {
    expect(judge({ outputs: null, inputs: [field("income", "long")] }).compatibility).toBe(
      "incompatible",
    );
  });
});
