import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fromClient, metered, type Pace } from "./streams";

const WINDOW_MS = 40;
const PACE: Pace = { windowMs: WINDOW_MS, leastBytes: 4_096, deadlineMs: 3_600_000 };

describe("a body from a client", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("passes through, however long it takes, while it keeps coming", async () => {
    vi.useFakeTimers();
    const body = new PassThrough();
    const read = text(fromClient(body, PACE));
    for (let sent = 0; sent < 5; sent += 1) {
      body.write("x".repeat(5_000));
      await vi.advanceTimersByTimeAsync(WINDOW_MS);
    }
    body.end();
    expect((await read).length).toBe(25_000);
  });

  it.each([
    ["stalls", 0],
    ["trickles", 10],
  ])("fails as the client's mistake when it %s", async (_what, bytes) => {
    const body = new PassThrough();
    const trickle = setInterval(() => body.write("x".repeat(bytes)), 5);
    await expect(text(fromClient(body, PACE))).rejects.toMatchObject({ code: "INVALID" });
    clearInterval(trickle);
    expect(body.destroyed).toBe(true);
  });

  it("fails when it drips a byte just before each window ends, whatever it sent at first", async () => {
    vi.useFakeTimers();
    const windowMs = 30_000;
    const body = new PassThrough();
    const read = text(fromClient(body, { windowMs, leastBytes: 16_384, deadlineMs: 86_400_000 }));
    const failed = expect(read).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("fewer than 16384 bytes came in 30 seconds"),
    });
    body.write(Buffer.alloc(64_000));
    for (let drops = 0; drops < 3 && !body.destroyed; drops += 1) {
      await vi.advanceTimersByTimeAsync(29_000);
      body.write("x");
    }
    await failed;
    expect(body.destroyed).toBe(true);
  });

  it("fails at its deadline, however fast it is", async () => {
    vi.useFakeTimers();
    const body = new PassThrough();
    const guarded = fromClient(body, { ...PACE, deadlineMs: WINDOW_MS * 3 });
    const failed = expect(text(guarded)).rejects.toMatchObject({
      message: expect.stringContaining("Send it in parts"),
    });
    while (!body.destroyed) {
      body.write("x".repeat(5_000));
      await vi.advanceTimersByTimeAsync(WINDOW_MS);
    }
    await failed;
  });

  it("that broke off before we came to it fails all the same", async () => {
    const body = new PassThrough();
    body.on("error", () => undefined);
    body.destroy();
    await new Promise((resolve) => body.once("close", resolve));
    await expect(text(fromClient(body, { ...PACE, windowMs: 60_000 }))).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  it("is not hurried while it waits for us", async () => {
    vi.useFakeTimers();
    const body = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(65_536)));
    const guarded = fromClient(body, PACE);
    await vi.advanceTimersByTimeAsync(WINDOW_MS * 4);
    let received = 0;
    for await (const chunk of guarded) received += chunk.length;
    expect(received).toBe(6_553_600);
  });

  it("that breaks before anybody reads it still fails for who reads it", async () => {
    const body = new PassThrough();
    const guarded = fromClient(body, { ...PACE, windowMs: 1_000 });
    body.destroy(new Error("reset"));
    await expect.poll(() => guarded.destroyed).toBe(true);
    await expect(text(metered(guarded, {}))).rejects.toMatchObject({ code: "INVALID" });
  });
});
