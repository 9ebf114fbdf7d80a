import type { EXTERNAL_PROTOCOLS } from "@/lib/deployments/schema/backends";
import {
  DATATYPE_BYTES,
  type Datatype,
  type ModelInput,
  type ModelOutput,
  type Params,
  type Tensor,
} from "../schema/payload";
import { toTensors } from "./answers";
import { ModelFailure } from "./failures";
import { flatValues, nestedValues, tensorOf } from "./tensors";

export type RemoteProtocol = (typeof EXTERNAL_PROTOCOLS)[number];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const records = (columns: readonly string[], rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])));

const named = (tensors: readonly Tensor[]) =>
  Object.fromEntries(tensors.map((tensor) => [tensor.name, nestedValues(tensor)]));

function mlflowBody(input: ModelInput): object {
  if (input.kind === "table")
    return { dataframe_split: { columns: input.columns, data: input.rows } };
  return { inputs: input.kind === "array" ? input.value : named(input.tensors) };
}

function kserveBody(input: ModelInput): object {
  if (input.kind === "table") return { instances: records(input.columns, input.rows) };
  if (input.kind === "array") return { instances: input.value };
  const [only] = input.tensors;
  if (input.tensors.length === 1 && only) return { instances: nestedValues(only) };
  return { inputs: named(input.tensors) };
}

/** Columns and nameless lists as tensors, of the types that their values have. */
function tensorsOf(input: ModelInput): readonly Tensor[] {
  if (input.kind === "tensors") return input.tensors;
  if (input.kind === "array")
    return toTensors({ kind: "json", predictions: { "input-0": input.value } });
  const { columns, rows } = input;
  const lists = columns.map((name, index) => [name, rows.map((row) => row[index] ?? null)]);
  return toTensors({ kind: "json", predictions: Object.fromEntries(lists) });
}

const openInferenceBody = (input: ModelInput): object => ({
  inputs: tensorsOf(input).map((tensor) => ({
    name: tensor.name,
    datatype: tensor.datatype,
    shape: tensor.shape,
    data: flatValues(tensor),
  })),
});

const BODIES = {
  mlflow: mlflowBody,
  "kserve-v1": kserveBody,
  "open-inference": openInferenceBody,
} as const satisfies Record<RemoteProtocol, (input: ModelInput) => object>;

/** What a server of a protocol is sent. */
export const remoteBody = (
  protocol: RemoteProtocol,
  input: ModelInput,
  params: Params | null,
): string => JSON.stringify({ ...BODIES[protocol](input), ...(params ? { params } : {}) });

const noAnswer = (why: string) => new ModelFailure("BROKEN", `The model's answer is none: ${why}.`);

const isDatatype = (value: unknown): value is Datatype =>
  typeof value === "string" && Object.hasOwn(DATATYPE_BYTES, value);

function readOutput(output: unknown): Tensor {
  if (!isObject(output)) throw noAnswer("an output is no object");
  const { name, datatype, shape, data } = output;
  const isShape = Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length));
  if (typeof name !== "string" || !isDatatype(datatype) || !isShape || !Array.isArray(data))
    throw noAnswer("an output lacks its name, datatype, shape or data");
  try {
    return tensorOf(name, datatype, shape, data);
  } catch (error) {
    throw noAnswer(error instanceof Error ? error.message : "an output cannot be read");
  }
}

/** What a server of a protocol answered. Throws ModelFailure for what is no answer. */
export function remoteAnswer(protocol: RemoteProtocol, text: string): ModelOutput {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw noAnswer("it is not JSON");
  }
  if (protocol === "open-inference") {
    const outputs = isObject(body) ? body.outputs : null;
    if (!Array.isArray(outputs)) throw noAnswer('it has no "outputs"');
    return { kind: "tensors", tensors: outputs.map(readOutput) };
  }
  if (!isObject(body) || body.predictions === undefined) throw noAnswer('it has no "predictions"');
  return { kind: "json", predictions: body.predictions };
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

/** Where to ask, and where to ask whether it is ready. */
export function remoteAddresses(
  url: string,
  protocol: RemoteProtocol,
  model: string,
): { predict: string; ready: string } {
  const base = withoutSlash(url);
  const name = encodeURIComponent(model);
  if (protocol === "kserve-v1")
    return { predict: `${base}/v1/models/${name}:predict`, ready: `${base}/v1/models/${name}` };
  if (protocol === "open-inference")
    return { predict: `${base}/v2/models/${name}/infer`, ready: `${base}/v2/models/${name}/ready` };
  const root = base.replace(/\/invocations$/, "");
  return { predict: `${root}/invocations`, ready: `${root}/ping` };
}

/** What went wrong there, in the words of whoever answered. */
export function remoteMessage(text: string): string {
  let found = text;
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) found = String(body.message ?? body.error ?? body.detail ?? text);
  } catch {
    // Not JSON: the text itself.
  }
  return found.trim().slice(0, 500) || "it says nothing of why";
}
