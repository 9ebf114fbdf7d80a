import { beforeEach, describe, expect, it } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { setUpReceiver } from "@/lib/testing/receiver";
import { RefusedTarget, resolveTarget, sendOutbound } from "./outbound";

const receiver = setUpReceiver();
const allow = (...entries: string[]) => settleEnv({ OUTBOUND_ALLOWED_HOSTS: entries });
const send = (url = receiver.url, timeoutMs = 5_000) =>
  sendOutbound({ method: "POST", url, headers: {}, body: "hello", timeoutMs, maxBytes: 20 });

beforeEach(() => allow("127.0.0.1"));

describe("a request of ours", () => {
  it("is made where the administrator allows it, and reads a bounded answer", async () => {
    receiver.answer = () => ({ status: 418, body: "x".repeat(100_000) });
    const { status, body } = await send();
    expect([status, body]).toEqual([418, "x".repeat(20)]);
    expect(receiver.received.map((request) => request.body)).toEqual(["hello"]);
  });

  it("is refused when it would connect to a closed address, and nothing arrives", async () => {
    allow();
    await expect(send()).rejects.toBeInstanceOf(RefusedTarget);
    const named = receiver.url.replace("127.0.0.1", "localhost");
    await expect(send(named)).rejects.toBeInstanceOf(RefusedTarget);
    expect(receiver.received).toEqual([]);
  });

  it("is checked again after a redirect", async () => {
    const elsewhere = receiver.url.replace("127.0.0.1", "127.0.0.2");
    receiver.answer = () => ({ status: 307, headers: { location: `${elsewhere}/inside` } });
    await expect(send()).rejects.toBeInstanceOf(RefusedTarget);
    expect(receiver.received.map(({ path }) => path)).toEqual(["/"]);
  });

  it("follows a redirect that may be followed with the same request, and no endless ones", async () => {
    receiver.answer = ({ path }) =>
      path === "/"
        ? { status: 302, headers: { location: "/there" } }
        : { status: 200, body: "arrived" };
    expect((await send()).body).toBe("arrived");
    expect(receiver.received.map(({ path, body }) => [path, body])).toEqual([
      ["/", "hello"],
      ["/there", "hello"],
    ]);
    receiver.answer = () => ({ status: 308, headers: { location: "/again" } });
    await expect(send()).rejects.toBeInstanceOf(RefusedTarget);
  });

  it("leads to no other kind of address", async () => {
    receiver.answer = () => ({ status: 302, headers: { location: "file:///etc/passwd" } });
    await expect(send()).rejects.toBeInstanceOf(RefusedTarget);
  });
});

describe("a name", () => {
  const answers = (...addresses: string[]) =>
    Promise.resolve(addresses.map((address) => ({ address })));

  it("is refused when a single one of its addresses is closed", async () => {
    const mixed = () => answers("8.8.8.8", "10.0.0.1");
    await expect(resolveTarget("rebind.example", mixed)).rejects.toBeInstanceOf(RefusedTarget);
    expect(await resolveTarget("fine.example", () => answers("8.8.8.8"))).toEqual(["8.8.8.8"]);
  });
  it("without an address is a failure that may pass", async () => {
    await expect(resolveTarget("empty.example", () => answers())).rejects.not.toBeInstanceOf(
      RefusedTarget,
    );
  });
});
