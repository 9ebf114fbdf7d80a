import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { sendBytes } from "@/lib/testing/raw-socket";
import { AppError, HTTP_STATUS } from "./errors";
import { boundBodies } from "./receive-bodies";

const LARGEST = 1_000;
let app: FastifyInstance;

afterEach(() => app.close());

/** A door that answers with what it was sent, as soon as it is let go on. */
async function open({
  bodyMs = 60_000,
  gate = Promise.resolve(),
  entered = [] as string[],
} = {}): Promise<number> {
  app = Fastify({ bodyLimit: LARGEST });
  boundBodies(app, LARGEST, bodyMs);
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof AppError ? HTTP_STATUS[error.code] : 400).send("refused"),
  );
  app.post("/", async ({ id, body }) => {
    entered.push(id);
    await gate;
    return body;
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return Number(new URL(app.listeningOrigin).port);
}

const head = (length: string) =>
  `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
const whole = (text: string) =>
  fetch(app.listeningOrigin, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text }),
  });

test("a body that does not arrive closes the connection once its time is over", async () => {
  const port = await open({ bodyMs: 2_000 });
  const late = await Promise.all([
    sendBytes(port, [head("Content-Length: 9"), "{"]),
    sendBytes(port, [head("Transfer-Encoding: chunked"), "1\r\n{\r\n"]),
  ]);
  for (const answer of late) expect(answer).not.toContain("200 OK");
  expect(await (await whole("in time")).json()).toEqual({ text: "in time" });
});

/** Eight requests of the largest size that are not answered before they are let go. */
function hold() {
  const entered: string[] = [];
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isFull = () => expect.poll(() => entered.length, { interval: 5 }).toBe(8);
  return { entered, gate, letGo: () => letGo(), isFull };
}

test("bodies are held up to a size together; more are told to come back, and get in later", async () => {
  const { entered, gate, letGo, isFull } = hold();
  await open({ entered, gate });
  const held = Array.from({ length: 8 }, () => whole("x".repeat(980)));
  await isFull();
  expect((await whole("x".repeat(980))).status).toBe(503);
  letGo();
  for (const response of await Promise.all(held)) expect(response.status).toBe(200);
  expect((await whole("x".repeat(980))).status).toBe(200);
});

test("a body without a length counts as large as it may become", async () => {
  const { entered, gate, letGo, isFull } = hold();
  const port = await open({ entered, gate });
  const chunked = [head("Transfer-Encoding: chunked"), "2\r\n{}\r\n0\r\n\r\n"];
  const held = Array.from({ length: 8 }, () => sendBytes(port, chunked));
  await isFull();
  expect((await whole("x")).status).toBe(503);
  letGo();
  for (const answer of await Promise.all(held)) expect(answer).toContain("200 OK");
});
