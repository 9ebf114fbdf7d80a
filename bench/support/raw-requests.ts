import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Served } from "./server";
import { HEADERS } from "./slipway";

const HEAD_END = "\r\n\r\n";

/** How long an answer is, as its head says; null while the head is not whole. */
export function lengthOf(received: string): number | null {
  const end = received.indexOf(HEAD_END);
  if (end < 0) return null;
  const length = /^content-length: (\d+)$/im.exec(received.slice(0, end))?.[1];
  if (length === undefined) throw new Error("The answer does not say how long it is.");
  return end + HEAD_END.length + Number(length);
}

export interface Request {
  method: "GET" | "POST";
  path: string;
  body?: object;
}

export function textOf({ method, path, body }: Request, host: string): string {
  const content = body ? JSON.stringify(body) : "";
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    `authorization: ${HEADERS.authorization}`,
    ...(body
      ? ["content-type: application/json", `content-length: ${Buffer.byteLength(content)}`]
      : []),
  ];
  return `${lines.join("\r\n")}${HEAD_END}${content}`;
}

export interface Answers {
  /** Milliseconds from a request to the end of its answer. */
  times: number[];
  /** Pieces in which all answers arrived. */
  pieces: number;
}

async function receive(socket: Socket): Promise<number> {
  let received = "";
  let pieces = 0;
  let length: number | null = null;
  while (length === null || received.length < length) {
    const [piece] = await once(socket, "data");
    received += String(piece);
    pieces += 1;
    length ??= lengthOf(received);
  }
  if (!received.startsWith("HTTP/1.1 200 ")) throw new Error(received.slice(0, 300));
  return pieces;
}

/** Requests one after the other over one connection that stays open. Answers must be ASCII. */
export async function sendInTurn({ url }: Served, requests: Iterable<Request>): Promise<Answers> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const answers: Answers = { times: [], pieces: 0 };
  try {
    for (const request of requests) {
      const started = performance.now();
      socket.write(textOf(request, host));
      answers.pieces += await receive(socket);
      answers.times.push(performance.now() - started);
    }
  } finally {
    socket.destroy();
  }
  return answers;
}
