import { afterEach, describe, expect, test, vi } from "vitest";
import { announce } from "@/lib/events/announce";
import type { LiveGreeting, LiveMessage } from "@/lib/events/topics";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

/** The messages of a stream, one by one. */
async function* listen(
  token: string,
  abort: AbortSignal,
): AsyncGenerator<LiveMessage | LiveGreeting> {
  const response = await fetch(`${door.url}/events`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: abort,
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const decoder = new TextDecoder();
  let text = "";
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data) yield JSON.parse(data);
    }
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("live updates", () => {
  test("a change reaches the screens of its workspace, and no others", async () => {
    const mine = await makeActor();
    const other = await makeActor();
    const abort = new AbortController();
    const stream = listen(await makeToken(mine), abort.signal);
    // The first message is the greeting: from then on nothing is missed.
    expect((await stream.next()).value).toEqual({ quietMs: expect.any(Number) });
    announce(other.workspaceId, "run:not-for-you");
    announce(mine.workspaceId, "run:abc", "experiment:7");
    announce(mine.workspaceId, "run:abc");
    expect((await stream.next()).value).toEqual({ topics: ["run:abc", "experiment:7"] });
    abort.abort();
  });

  test("more changes than fit are summed up as one reading of everything", async () => {
    const actor = await makeActor();
    const abort = new AbortController();
    const stream = listen(await makeToken(actor), abort.signal);
    await stream.next();
    for (let index = 0; index < 500; index += 1) announce(actor.workspaceId, `run:${index}`);
    expect((await stream.next()).value).toEqual({ topics: [], resync: true });
    abort.abort();
  });

  test("the greeting says how long ago something changed, for a page that was drawn before it", async () => {
    const actor = await makeActor();
    const abort = new AbortController();
    const token = await makeToken(actor);
    const first = listen(token, abort.signal);
    await first.next();
    const before = Date.now();
    announce(actor.workspaceId, "models");
    await first.next();
    const { value } = await listen(token, abort.signal).next();
    const quietMs = value && "quietMs" in value ? value.quietMs : Number.NaN;
    expect(quietMs).toBeLessThanOrEqual(Date.now() - before);
    abort.abort();
  });

  test("what changes again and again is told three times a second at most", async () => {
    const actor = await makeActor();
    const abort = new AbortController();
    const stream = listen(await makeToken(actor), abort.signal);
    await stream.next();
    const before = performance.now();
    for (let message = 0; message < 4; message += 1) {
      announce(actor.workspaceId, "models");
      await stream.next();
    }
    expect(performance.now() - before).toBeGreaterThan(600);
    abort.abort();
  });

  test("strangers hear nothing", async () => {
    expect((await door.call("GET", "/events")).status).toBe(401);
  });

  test("what changes after an hour of quiet is told at once", async () => {
    const actor = await makeActor();
    const abort = new AbortController();
    const stream = listen(await makeToken(actor), abort.signal);
    await stream.next();
    const times: number[] = [];
    // Last of all tests: what follows would seem to come hours before it.
    for (let hour = 1; hour <= 3; hour += 1) {
      vi.spyOn(performance, "now").mockReturnValue(hour * 3_600_000);
      const before = Date.now();
      announce(actor.workspaceId, "models");
      await stream.next();
      times.push(Date.now() - before);
    }
    expect(Math.min(...times)).toBeLessThan(250);
    abort.abort();
  });
});
