import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { type Browser, chromium, type Page } from "@playwright/test";

const ADMIN = { email: "bench@example.org", password: "the administrator of the bench" };
const READY_MS = 120_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? address.port : 0;
}

export interface BenchServer {
  url: string;
  stop: () => Promise<void>;
}

async function awaitReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (server.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`${url}/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("The server did not become ready.");
}

/** The production server on the database of the bench. */
export async function startBenchServer(): Promise<BenchServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      SLIPWAY_ADMIN_EMAIL: ADMIN.email,
      SLIPWAY_ADMIN_PASSWORD: ADMIN.password,
    },
  });
  const ended = once(server, "exit");
  await awaitReady(url, server);
  return {
    url,
    stop: async () => {
      server.kill("SIGTERM");
      await ended;
    },
  };
}

/** A window of Chromium in which the administrator is signed in. */
export async function openWindow(url: string): Promise<{ browser: Browser; page: Page }> {
  const executablePath = process.env.CHROMIUM_PATH;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--enable-precise-memory-info"],
  });
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
  });
  const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
  const answer = await context.request.post("/api/auth/callback/password", {
    form: { csrfToken, ...ADMIN, json: "true", callbackUrl: "/" },
  });
  if (!answer.ok()) throw new Error("The sign-in was refused.");
  return { browser, page: await context.newPage() };
}

interface Frames {
  mean: number;
  /** The time that 95 of 100 frames keep to. */
  p95: number;
  /** The longest stretch in which the page answered nothing; 0 when none reached the 50 ms of a long task. */
  longestTask: number;
}

function summarise(times: readonly number[], longestTask: number): Frames {
  const sorted = [...times].sort((left, right) => left - right);
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { mean, p95: sorted[Math.floor(sorted.length * 0.95)] ?? mean, longestTask };
}

/** Scrolls what is scrolled by the table, so many pixels a frame; with none it only watches the frames go by. */
export async function scrollFrames(
  page: Page,
  by: { x: number; y: number },
  frames: number,
): Promise<Frames> {
  const { times, longestTask } = await page.evaluate(
    async ({ x, y, count }) => {
      const scroller = document.querySelector("[role=grid], [role=treegrid]")?.parentElement;
      // No function is named in here: tsx would have it call something that the page does not have.
      const seen: number[] = [];
      let longest = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
      });
      observer.observe({ type: "longtask" });
      let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      for (let index = 0; index < count; index += 1) {
        scroller?.scrollBy(x, y);
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        seen.push(now - before);
        before = now;
      }
      observer.disconnect();
      return { times: seen, longestTask: longest };
    },
    { ...by, count: frames },
  );
  return summarise(times, longestTask);
}
