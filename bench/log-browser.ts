/** How late the lines of ten jobs are in Chromium, where each job's page is open. */
import type { Page } from "@playwright/test";
import { closePool, pool } from "@/lib/db/pool";
import { openWindow, startBenchServer } from "./support/browser";
import { measurement, report } from "./support/report";
import { HEADERS, HEADLESS } from "./support/slipway";

const JOBS = 10;
const SECONDS = 10;
const LINES_A_SECOND = 100;
const LATE_MS = 2_000;

/** Each line is the moment it was printed at. It begins when its page is open. */
const PRINT = `let n = 0; setTimeout(() => { const timer = setInterval(() => {
  for (let i = 0; i < ${LINES_A_SECOND / 10}; i += 1) console.log(Date.now());
  if ((n += 1) === ${SECONDS * 10}) clearInterval(timer); }, 100); }, Math.max(0, Number(process.env.START) - Date.now()));`;
const OPENING_MS = 60_000;

async function launch(url: string, start: number): Promise<number> {
  const response = await fetch(`${url}/api/slipway/v1/workspaces/default/jobs`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify({
      name: "printing",
      experimentId: 0,
      command: [process.execPath, "-e", PRINT],
      environment: { START: String(start) },
    }),
  });
  if (!response.ok) throw new Error(`The job was refused: ${await response.text()}`);
  // Slipway's own answer, as its API document has it.
  return ((await response.json()) as { number: number }).number;
}

/** Resolves with how old each line was that came to stand last, once all have been shown. */
function watchLog(page: Page): Promise<number[]> {
  return page.evaluate(
    ({ lines, waitMs }) =>
      new Promise<number[]>((resolve, reject) => {
        const log = document.querySelector("[aria-label=Log]");
        if (!log) throw new Error("There is no log on the page.");
        const ages: number[] = [];
        let oldestUnseen = 0;
        const timer = setTimeout(() => reject(new Error("Not every line was shown.")), waitMs);
        const observer = new MutationObserver(() => {
          const shown = log.querySelectorAll("div.min-h-5");
          const newest = Number(shown.item(shown.length - 1)?.textContent);
          if (!(newest > oldestUnseen)) return;
          // Whatever was printed since the line that stood last has waited for at most this long.
          if (oldestUnseen > 0) ages.push(Date.now() - oldestUnseen);
          oldestUnseen = newest;
          if (shown.length < lines) return;
          clearTimeout(timer);
          observer.disconnect();
          resolve(ages);
        });
        observer.observe(log, { childList: true, subtree: true, characterData: true });
      }),
    { lines: LINES_A_SECOND * SECONDS, waitMs: OPENING_MS + 60_000 },
  );
}

async function main(): Promise<void> {
  Object.assign(process.env, {
    SLIPWAY_ADMIN_TOKEN: HEADLESS.SLIPWAY_ADMIN_TOKEN,
    LOCAL_JOBS: String(JOBS + 2),
  });
  const server = await startBenchServer();
  const { browser, page } = await openWindow(server.url);
  try {
    await pool().query("UPDATE compute_backends SET max_jobs = 1000");
    const start = Date.now() + OPENING_MS;
    const jobs: number[] = [];
    for (let index = 0; index < JOBS; index += 1) jobs.push(await launch(server.url, start));
    // Chromium gives the pages of one window six connections to a server, so each has a window of its own.
    const storageState = await page.context().storageState();
    const pages = await Promise.all(
      jobs.map(async (job) => {
        const window = await browser.newContext({ baseURL: server.url, storageState });
        const own = await window.newPage();
        await own.goto(`/default/jobs/${job}`, { timeout: OPENING_MS });
        await own.getByText("Nothing was printed yet.").waitFor({ timeout: OPENING_MS });
        return own;
      }),
    );
    if (Date.now() > start) throw new Error("The pages were not open in time.");
    const ages = (await Promise.all(pages.map(watchLog))).flat().sort((a, b) => a - b);
    const at = (share: number) => ages[Math.ceil(ages.length * share) - 1] ?? Number.NaN;
    const name = `${LINES_A_SECOND * JOBS} lines a second of ${JOBS} jobs on ${JOBS} pages of Chromium: age of the last to be shown against 2 s`;
    await report("log-browser", [
      measurement(name, at(1) / LATE_MS, 1, {
        median: `${at(0.5)} ms`,
        p99: `${at(0.99)} ms`,
        oldest: `${at(1)} ms`,
      }),
    ]);
  } finally {
    await browser.close();
    await server.stop();
    await closePool();
  }
}

await main();
