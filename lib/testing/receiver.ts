import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface Receiver {
  url: string;
  /** Of this test, in the order of arrival. */
  received: Received[];
  /** What it answers; 200 unless a test says otherwise. */
  answer: (request: Received) => Answer;
}

/** A web server on loopback that keeps what it is sent. */
export function setUpReceiver(): Receiver {
  const fine = (): Answer => ({ status: 200, body: "thanks" });
  const receiver: Receiver = { url: "", received: [], answer: fine };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const received = { path: request.url ?? "", headers: request.headers, body };
      receiver.received.push(received);
      const answer = receiver.answer(received);
      response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo.
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer = fine;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}
