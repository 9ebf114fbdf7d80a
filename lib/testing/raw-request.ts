import { request } from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

interface RawRequest {
  method: string;
  /** Sent as it stands: nothing in it is normalised. */
  path: string;
  token?: string;
  headers?: Record<string, string>;
  body?: Buffer | string | Readable;
}

/** One HTTP request whose path and headers are sent exactly as given. Rejects when the connection is closed instead. */
export function sendRaw(url: string, { method, path, token, headers, body }: RawRequest) {
  const { hostname, port } = new URL(url);
  return new Promise<RawAnswer>((resolve, reject) => {
    const isWhole = typeof body === "string" || Buffer.isBuffer(body);
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(isWhole ? { "Content-Length": String(Buffer.byteLength(body)) } : {}),
          ...headers,
        },
      },
      (response) => {
        buffer(response).then(
          (bytes) =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes }),
          reject,
        );
      },
    );
    sent.once("error", reject);
    if (body === undefined || isWhole) sent.end(body);
    else body.pipe(sent);
  });
}
