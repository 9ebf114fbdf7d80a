import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { lengthOf, type Request, textOf } from "./raw-requests";

export interface Offered {
  url: string;
  request: Request;
  connections: number;
  /** Requests a second, offered evenly. */
  rate: number;
  seconds: number;
}

interface Line {
  socket: Socket;
  /** When the request under way was to be sent; null while the line is free. */
  due: number | null;
  received: string;
}

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
 * Offers requests evenly, whatever the answers take: milliseconds of each from the moment it was sent, or would have been had a
 * connection been free, to the end of its answer, in ascending order. Answers must be ASCII.
 */
export async function offerEvenly(offered: Offered): Promise<number[]> {
  const lines = await openLines(offered);
  const request = textOf(offered.request, new URL(offered.url).host);
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
