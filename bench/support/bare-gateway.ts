/** The least that a server can do for a prediction: parse it, run what waits together in the session, answer. The yardstick. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { InferenceSession, Tensor } from "onnxruntime-node";

interface Waiting {
  data: number[];
  response: ServerResponse;
}

const WIDTH = 20;
const MAX_BATCH = 64;
const session = await InferenceSession.create(process.env.BENCH_MODEL ?? "", {
  intraOpNumThreads: 1,
});
let waiting: Waiting[] = [];
let isRunning = false;

async function run(): Promise<void> {
  isRunning = true;
  while (waiting.length > 0) {
    const batch = waiting.slice(0, MAX_BATCH);
    waiting = waiting.slice(MAX_BATCH);
    const data = new Float32Array(batch.length * WIDTH);
    for (const [row, one] of batch.entries()) data.set(one.data, row * WIDTH);
    const feeds = { features: new Tensor("float32", data, [batch.length, WIDTH]) };
    const { probabilities } = await session.run(feeds);
    const values = probabilities?.data;
    for (const [row, { response }] of batch.entries()) {
      const output = { name: "probabilities", datatype: "FP32", shape: [1, 2] };
      const own = values instanceof Float32Array ? [...values.subarray(row * 2, row * 2 + 2)] : [];
      const text = JSON.stringify({ model_name: "bench", outputs: [{ ...output, data: own }] });
      response
        .writeHead(200, { "Content-Type": "application/json", "Content-Length": text.length })
        .end(text);
    }
  }
  isRunning = false;
}

async function read(request: IncomingMessage): Promise<number[]> {
  let text = "";
  for await (const chunk of request) text += chunk;
  // The benchmark sends nothing else.
  const { inputs } = JSON.parse(text) as { inputs: { data: number[] }[] };
  return inputs[0]?.data ?? [];
}

const server = createServer(async (request, response) => {
  if (request.method !== "POST") {
    response.writeHead(200).end();
    return;
  }
  waiting.push({ data: await read(request), response });
  if (!isRunning) setImmediate(() => (isRunning ? undefined : void run()));
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
