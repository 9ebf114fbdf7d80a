import "server-only";
import { InferenceSession, type OnnxValue, Tensor } from "onnxruntime-node";
import type { HostAnswer, HostRequest, HostTensor, HostValue } from "../schema/host";

/** The process that holds ONNX models: what crashes or hangs in native code takes this one with it, and nothing else. */
const sessions = new Map<string, InferenceSession>();

const shown = (meta: InferenceSession.ValueMetadata): HostValue =>
  meta.isTensor
    ? {
        name: meta.name,
        type: meta.type,
        shape: meta.shape.map((length) => (typeof length === "number" && length > 0 ? length : -1)),
      }
    : { name: meta.name, type: null, shape: [] };

async function load({ key, path, threads }: Extract<HostRequest, { kind: "load" }>) {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    logSeverityLevel: 3,
  });
  sessions.set(key, session);
  return {
    kind: "loaded" as const,
    inputs: session.inputMetadata.map(shown),
    outputs: session.outputMetadata.map(shown),
  };
}

/** Memory of its own: what comes back from a run may be reused by the next one. */
function answered(name: string, value: OnnxValue): HostTensor {
  if (!(value instanceof Tensor)) throw new Error(`The output "${name}" is no tensor.`);
  const { type, dims, data } = value;
  // Where floats of 16 bits have an array of their own, their bits are passed on.
  const bits =
    type === "float16" && !(data instanceof Uint16Array) && ArrayBuffer.isView(data)
      ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
      : data;
  return { name, type, dims, data: bits as HostTensor["data"] };
}

async function run({ key, feeds }: Extract<HostRequest, { kind: "run" }>) {
  const session = sessions.get(key);
  if (!session) throw new Error("The model is not loaded.");
  const tensors = Object.fromEntries(
    feeds.map(({ name, type, dims, data }) => [
      name,
      // The server made the data for the type.
      new Tensor(type as "float32", data as Float32Array, dims),
    ]),
  );
  const results = await session.run(tensors);
  return {
    kind: "ran" as const,
    outputs: session.outputNames.flatMap((name) => {
      const value = results[name];
      return value === undefined ? [] : [answered(name, value)];
    }),
  };
}

async function release({ key }: Extract<HostRequest, { kind: "release" }>) {
  const session = sessions.get(key);
  sessions.delete(key);
  await session?.release();
  return { kind: "released" as const };
}

function work(request: HostRequest) {
  switch (request.kind) {
    case "load":
      return load(request);
    case "run":
      return run(request);
    case "release":
      return release(request);
  }
}

const send = (answer: HostAnswer) => process.send?.(answer);

process.on("message", (request: HostRequest) => {
  const { id } = request;
  work(request).then(
    (answer) => send({ id, ...answer }),
    (error: unknown) =>
      send({ id, kind: "failed", message: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
