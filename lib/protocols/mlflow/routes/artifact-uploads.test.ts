import { readdir } from "node:fs/promises";
import { get } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { json, PROXY, setUpArtifactDoor } from "@/lib/testing/artifact-door";
import { setUpDatabase } from "@/lib/testing/database";
import { sendRaw } from "@/lib/testing/raw-request";

setUpDatabase();
const art = setUpArtifactDoor();
const { fixture, root } = art;

describe("uploads that go wrong", () => {
  const staged = async () =>
    (await readdir(join(env().SLIPWAY_DATA, "artifacts", ".staging"))).filter(
      (name) => name !== "uploads",
    );

  /** Sends bytes over a socket, hangs up if asked to, and answers what comes back until the socket is closed. */
  function raw({ hangsUp }: { hangsUp: boolean }, ...chunks: string[]): Promise<string> {
    const { hostname, port } = new URL(art.door.url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let answer = "";
      socket.on("data", (data) => {
        answer += data;
      });
      socket.once("close", () => resolve(answer));
      socket.once("error", reject);
      for (const chunk of chunks) socket.write(chunk);
      if (hangsUp) socket.end();
    });
  }
  const head = (name: string, length: string) =>
    `PUT ${PROXY}/${root()}/${name} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${fixture().token}\r\nConnection: close\r\n${length}\r\n\r\n`;

  it("a body that breaks off leaves nothing, and the server goes on", async () => {
    await raw({ hangsUp: true }, head("broken", "Content-Length: 1000"), "only this");
    await raw({ hangsUp: true }, head("broken", "Transfer-Encoding: chunked"), "5\r\nonly ");
    await expect.poll(staged, { timeout: 60_000 }).toEqual([]);
    expect(await art.list(root())).toEqual({});
    expect((await art.put(`${root()}/after`, "fine")).status).toBe(200);
  });

  it("bytes beyond the announced length are neither stored nor taken for a request", async () => {
    const answer = await raw(
      { hangsUp: false },
      head("longer", "Content-Length: 4"),
      "1234GET /health HTTP/1.1\r\nHost: evil\r\n\r\n",
    );
    expect(answer.match(/HTTP\/1.1 \d\d\d/g)).toHaveLength(1);
    const stored = await art.send("GET", `${PROXY}/${root()}/longer`);
    expect(stored.status === 404 || stored.body.toString() === "1234").toBe(true);
  });

  it("lengths that contradict each other close the connection", async () => {
    for (const lengths of [
      "Content-Length: 4\r\nContent-Length: 5",
      "Content-Length: 4\r\nTransfer-Encoding: chunked",
      "Content-Length: -1",
      "Content-Length: 4x",
    ])
      expect(await raw({ hangsUp: false }, head("odd", lengths), "1234")).toMatch(
        /^(HTTP\/1.1 4\d\d|$)/,
      );
    expect((await art.send("GET", `${PROXY}/${root()}/odd`)).status).toBe(404);
  });

  it("a refused body is read to its end, so that its sender reads the refusal", async () => {
    await art.put(`${root()}/taken`, "1");
    const megabyte = Buffer.alloc(2 ** 20);
    const body = Readable.from(Array.from({ length: 16 }, () => megabyte));
    const answer = await art.send("PUT", `${PROXY}/${root()}/taken/below`, { body });
    expect(answer.status).toBe(400);
  });

  it("a compressed body is refused instead of stored as something else", async () => {
    const answer = await art.send("PUT", `${PROXY}/${root()}/gz`, {
      body: "x",
      headers: { "Content-Encoding": "gzip" },
    });
    expect(answer.status).toBe(400);
  });

  it("a small upload is bounded at 10 MB, whatever length it announces", async () => {
    const path = `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${fixture().run}&path=small/f.bin`;
    const big = Buffer.alloc(10 * 2 ** 20 + 1);
    expect((await art.send("POST", path, { body: big })).status).toBe(400);
    expect((await art.send("POST", path, { body: Readable.from([big]) })).status).toBe(400);
    expect((await art.send("POST", path, { body: "" })).status).toBe(400);
    expect(await art.list(`${root()}/small`)).toEqual({});
    expect((await art.send("POST", path, { body: "fine" })).status).toBe(200);
    const { body } = await art.send(
      "GET",
      `/get-artifact?run_id=${fixture().run}&path=small/f.bin`,
    );
    expect(body.toString()).toBe("fine");
  });
});

describe("large files", () => {
  const SIZE_MB = 64;
  const EVERY = 8 * 2 ** 20;

  setFlagsFromString("--expose-gc");
  // V8 gives the function of that name to every context that is made after the flag was set.
  const collectGarbage = runInNewContext("gc") as () => void;

  /** What is in use, without what has only not been thrown away yet. */
  function bytesHeld(): number {
    collectGarbage();
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    return arrayBuffers + heapUsed;
  }

  /** Reads a file as fast as it comes and keeps none of it. */
  const countBytes = (path: string, look: () => void) =>
    new Promise<number>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${fixture().token}` };
      get(art.door.url + path, { headers, agent: false }, (response) => {
        let received = 0;
        response.on("data", (chunk: Buffer) => {
          if (received % EVERY < chunk.length) look();
          received += chunk.length;
        });
        response.once("end", () => resolve(received));
        response.once("error", reject);
      }).once("error", reject);
    });

  it(`${SIZE_MB} MB pass through without being held in memory`, async () => {
    const megabyte = Buffer.alloc(2 ** 20, 7);
    const before = bytesHeld();
    let peak = 0;
    const look = () => {
      peak = Math.max(peak, bytesHeld());
    };
    async function* chunks() {
      for (let sent = 0; sent < SIZE_MB; sent += 1) {
        if ((sent * 2 ** 20) % EVERY === 0) look();
        yield megabyte;
      }
    }
    const up = await art.send("PUT", `${PROXY}/${root()}/large`, { body: Readable.from(chunks()) });
    expect(up.status).toBe(200);
    const received = await countBytes(`${PROXY}/${root()}/large`, look);
    expect(received).toBe(SIZE_MB * 2 ** 20);
    expect(peak - before).toBeLessThan(40 * 2 ** 20);
  });

  it("arrive in parts over signed links that carry their own rights", async () => {
    const post = (path: string, body: unknown) =>
      art.postJson(`/api/2.0/mlflow-artifacts/mpu/${path}`, body);
    const created = json(
      await post(`create/${root()}/mpu`, { path: "/home/me/big.bin", num_parts: 2 }),
    );
    expect(created.credentials).toHaveLength(2);
    const parts = [];
    for (const [index, { url, part_number }] of created.credentials.entries()) {
      const { pathname, search } = new URL(url);
      const answer = await sendRaw(art.door.url, {
        method: "PUT",
        path: pathname + search,
        body: `part ${index};`,
      });
      expect(answer.status).toBe(200);
      parts.push({ part_number, etag: String(answer.headers.etag), url });
    }
    const done = await post(`complete/${root()}/mpu`, {
      path: "/home/me/big.bin",
      upload_id: created.upload_id,
      parts,
    });
    expect(done.status).toBe(200);
    const { body } = await art.send("GET", `${PROXY}/${root()}/mpu/big.bin`);
    expect(body.toString()).toBe("part 0;part 1;");

    const { pathname, search } = new URL(created.credentials[0].url);
    const again = await sendRaw(art.door.url, {
      method: "PUT",
      path: pathname + search,
      body: "x",
    });
    expect(again.status).toBe(404);
    const forged = search.replace(/grant=./, "grant=A");
    expect(
      (await sendRaw(art.door.url, { method: "PUT", path: pathname + forged, body: "x" })).status,
    ).toBe(403);
    const asRead = `${pathname.replace(/part$/, "file")}${search}`;
    expect((await sendRaw(art.door.url, { method: "GET", path: asRead })).status).toBe(403);
  });

  it("are read in ranges from a link that needs no token", async () => {
    await art.put(`${root()}/linked`, "0123456789");
    const answer = json(
      await art.send("GET", `/api/2.0/mlflow-artifacts/presigned/${root()}/linked`),
    );
    expect(answer.file_size).toBe(10);
    const { pathname, search } = new URL(answer.url);
    const part = await sendRaw(art.door.url, {
      method: "GET",
      path: pathname + search,
      headers: { Range: "bytes=5-9" },
    });
    expect(part).toMatchObject({ status: 206 });
    expect(part.body.toString()).toBe("56789");
  });
});
