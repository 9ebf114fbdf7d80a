import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const script: string = "./demo-people.mjs";
// Scripts run before anything is installed, and have no types of their own.
const { tokenOf } = (await import(script)) as {
  tokenOf: (person: Record<string, string>) => Promise<string>;
};

/** It knows nobody by this password. */
const server = createServer((request, response) => {
  response.statusCode = request.method === "POST" ? 401 : 200;
  response.end('{"csrfToken":"c"}');
});
const data = mkdtempSync(join(tmpdir(), "slipway-demo-"));
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => {
  server.close();
  rmSync(data, { recursive: true, force: true });
});

it("goes on with the token of before for somebody with another password, or says what to delete", async () => {
  const folder = join(data, "secrets");
  mkdirSync(folder);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ada = { address, folder, email: "ada@example.com", password: "old", role: "contributor" };
  await expect(tokenOf(ada)).rejects.toThrow(`delete ${data} and start again`);
  writeFileSync(join(folder, "demo-token-ada"), "slw_before");
  expect(await tokenOf(ada)).toBe("slw_before");
});
