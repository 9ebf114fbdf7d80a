import "server-only";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import type { ServingBackend } from "@/lib/deployments/schema/backends";
import { bindInput } from "../rules/bind";
import { ModelFailure } from "../rules/failures";
import { fromHalf, toHalf } from "../rules/half-floats";
import type { HostTensor, HostValue } from "../schema/host";
import type { Datatype, ModelOutput, Tensor, TensorData, TensorSpec } from "../schema/payload";
import type { InferCall, ModelAdapter, ModelFiles, ModelMetadata } from "./adapter";
import { Batcher, takesAnyRows } from "./batcher";
import { fetchModel, type ModelFolder, readSmallFile } from "./model-folder";
import { unzipProbabilities } from "./onnx-graph";
import { type OnnxSession, type OnnxSessions, onnxSessions } from "./onnx-sessions";

type OnnxSettings = Extract<ServingBackend, { kind: "onnx" }>;

/** Larger ones keep their weights beside them, and are not looked into. */
const MAX_GRAPH_BYTES = 2 * 1024 ** 3;
/** However short its deadline, a run that takes so long and no longer is not taken for one that hangs. */
const SHORTEST_HANG_MS = 1_000;

const DATATYPES: Readonly<Record<string, Datatype>> = {
  bool: "BOOL",
  uint8: "UINT8",
  uint16: "UINT16",
  uint32: "UINT32",
  uint64: "UINT64",
  int8: "INT8",
  int16: "INT16",
  int32: "INT32",
  int64: "INT64",
  float16: "FP16",
  float32: "FP32",
  float64: "FP64",
  string: "BYTES",
};
const TYPES = new Map(Object.entries(DATATYPES).map(([type, datatype]) => [datatype, type]));

function specOf({ name, type, shape }: HostValue): TensorSpec {
  const datatype = type === null ? undefined : DATATYPES[type];
  if (!datatype)
    throw new AppError(
      "INVALID",
      `"${name}" of the model is ${type === null ? "a list or a dictionary" : `of the type ${type}`}, which is not served. Export it with tensors.`,
    );
  return { name, datatype, shape };
}

function halves(data: TensorData): Uint16Array {
  const bits = new Uint16Array(data.length);
  for (let index = 0; index < data.length; index += 1) bits[index] = toHalf(Number(data[index]));
  return bits;
}

function toHost({ name, datatype, shape, data }: Tensor): HostTensor {
  const type = TYPES.get(datatype);
  if (type === undefined) throw new AppError("INVALID", `The type ${datatype} is not served.`);
  if (datatype !== "FP16") return { name, type, dims: shape, data };
  return {
    name,
    type,
    dims: shape,
    data: halves(data),
  };
}

function fromHost({ name, type, dims, data }: HostTensor): Tensor {
  const datatype = DATATYPES[type];
  if (!datatype) throw new ModelFailure("BROKEN", `The model answered a tensor of ${type}.`);
  const values =
    datatype === "FP16" ? Float32Array.from(data, (bits) => fromHalf(Number(bits))) : data;
  // A host answers each type in the array that belongs to it.
  return { name, datatype, shape: dims, data: values as TensorData };
}

const isGraph = (file: string) => file.toLowerCase().endsWith(".onnx");

/** The file to load; with its ZipMaps taken out when it has some. */
async function graphOf({ path, files }: ModelFolder): Promise<string> {
  const graphs = files.filter(isGraph);
  const [first] = graphs;
  const file = graphs.find((name) => /(?:^|\/)model\.onnx$/i.test(name)) ?? first;
  if (file === undefined)
    throw new AppError(
      "INVALID",
      "The version has no .onnx file. Export the model to ONNX, or serve it with another backend.",
    );
  const whole = join(path, file);
  const unzipped = unzipProbabilities(await readSmallFile(whole, MAX_GRAPH_BYTES));
  if (unzipped === null) return whole;
  const target = whole.replace(/\.onnx$/i, ".unzipped.onnx");
  await writeFile(target, unzipped);
  return target;
}

export interface OnnxModel {
  settings: OnnxSettings;
  files: ModelFiles;
  /** Where this machine may keep a copy of them. */
  folder: string;
}

/** An ONNX file, run by ONNX Runtime on this machine. Requests that wait are run together. */
export class OnnxAdapter implements ModelAdapter {
  private session: OnnxSession | null = null;
  private batcher: Batcher | null = null;
  private graph: ModelMetadata | null = null;

  constructor(
    private readonly model: OnnxModel,
    private readonly sessions: OnnxSessions = onnxSessions(),
  ) {}

  async load(): Promise<void> {
    const { settings, files, folder } = this.model;
    const copied = await fetchModel(files, folder);
    const path = await graphOf(copied);
    const { instances } = settings;
    const session = await this.sessions.open(copied.digest, path, { threads: 1, instances });
    this.session = session;
    const { inputs, outputs } = await session.load();
    const graph = {
      platform: "onnxruntime_onnx",
      inputs: inputs.map(specOf),
      outputs: outputs.map(specOf),
    };
    this.graph = graph;
    const timeoutMs = Math.max(SHORTEST_HANG_MS, settings.timeoutMs);
    this.batcher = new Batcher({
      maxBatch: settings.maxBatch,
      maxBatchDelayMs: settings.maxBatchDelayMs,
      maxQueue: settings.maxQueue,
      inFlight: instances,
      canStack: takesAnyRows([...graph.inputs, ...graph.outputs].map(({ shape }) => shape)),
      run: async (feeds) => (await session.run(feeds.map(toHost), timeoutMs)).map(fromHost),
    });
  }

  isReady(): boolean {
    return this.batcher !== null && this.session?.problem() === null;
  }

  problem(): string | null {
    return this.session?.problem() ?? null;
  }

  metadata(): ModelMetadata | null {
    return this.graph;
  }

  infer(call: InferCall): Promise<ModelOutput> {
    try {
      return this.submit(call).then((tensors) => ({ kind: "tensors", tensors }), failed);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private submit({ input, params, deadline }: InferCall): Promise<Tensor[]> {
    const { batcher, graph } = this;
    if (!batcher || !graph) throw new ModelFailure("AWAY", "The model is not loaded.");
    if (params && Object.keys(params).length > 0)
      throw new AppError("INVALID", "The model takes no parameters.");
    return batcher.submit(bindInput(input, graph.inputs), deadline);
  }

  async unload(): Promise<void> {
    this.batcher?.close(new ModelFailure("AWAY", "The model is being unloaded."));
    this.batcher = null;
    const { session } = this;
    this.session = null;
    if (session) await this.sessions.close(session);
  }
}

function failed(error: unknown): never {
  if (error instanceof AppError || error instanceof ModelFailure) throw error;
  throw new ModelFailure("BROKEN", `The model failed: ${sentenceOf(error)}`);
}

const sentenceOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500);
