import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { HEAD_END, lengthOf } from "./raw-requests";

export interface Offered {
  url: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  connections: number;
  /** Requests a second, offered evenly. */
  rate: number;
  seconds: number;
}

interface Line {
  socket: Socket;
  /** When the request under way was due; null while the line is free. */
  due: number | null;
  received: string;
}

const rawRequest = ({ url, path, headers, body }: Offered): string =>
  [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ].join("\r\n") +
  HEAD_END +
  body;

async function openLines(offered: Offered): Promise<Line[]> {
  const { hostname, port } = new URL(offered.url);
  const lines = Array.from({ length: offered.connections }, () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    return { socket, due: null, received: "" };
  });
  await Promise.all(lines.map(({ socket }) => once(socket, "connect")));
  return lines;
}

/**
 * Offers requests evenly, whatever the answers take: milliseconds of each from the moment it was due to the end of its
 * answer, in ascending order. One that finds no connection free waits, and its time counts. Answers must be ASCII.
 */
export async function offerEvenly(offered: Offered): Promise<number[]> {
  const lines = await openLines(offered);
  const request = rawRequest(offered);
  const times: number[] = [];
  const free = [...lines];
  const waiting: number[] = [];
  let refused = "";
  const send = (line: Line, due: number) => {
    line.due = due;
    line.received = "";
    line.socket.write(request);
  };
  for (const line of lines) {
    line.socket.setEncoding("latin1");
    line.socket.on("data", (piece: string) => {
      line.received += piece;
      const length = lengthOf(line.received);
      if (line.due === null || length === null || line.received.length < length) return;
      times.push(performance.now() - line.due);
      if (!line.received.startsWith("HTTP/1.1 200 ")) refused ||= line.received.slice(0, 300);
      const due = waiting.shift();
      if (due !== undefined) return send(line, due);
      line.due = null;
      free.push(line);
    });
  }
  const started = performance.now();
  const ends = started + offered.seconds * 1_000;
  let made = 0;
  while (performance.now() < ends) {
    const now = performance.now();
    const owed = Math.floor(((now - started) / 1_000) * offered.rate);
    for (; made < owed; made += 1) {
      const line = free.shift();
      if (line) send(line, now);
      else waiting.push(now);
    }
    await pause(1);
  }
  for (const { socket } of lines) socket.destroy();
  if (refused) throw new Error(`A request was refused: ${refused}`);
  return times.sort((one, other) => one - other);
}
