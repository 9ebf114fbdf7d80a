/** How the runs table feels with 100,000 runs and 2,000 columns, in Chromium, against one with 1,000 runs. */
import type { Page } from "@playwright/test";
import { closePool, pool } from "@/lib/db/pool";
import { type BenchServer, openWindow, scrollFrames, startBenchServer } from "./support/browser";
import { type Measurement, measurement, median, report } from "./support/report";
import { fillExperiment, makeBenchActor, makeBenchExperiment, settle } from "./support/run-data";

const MANY = 100_000;
const FEW = 1_000;
const LOADS = 5;
const FRAMES = 240;
const BUDGET = { firstRow: 1_000, filter: 300, redraw: 500 } as const;

/** Sixty columns: those that every run has, and some of the rare ones. */
const SIXTY = [
  ..."loss acc val_loss val_acc lr_now grad_norm".split(" ").map((key) => `m:${key}`),
  ..."lr optimizer batch_size depth dropout seed".split(" ").map((key) => `p:${key}`),
  ...Array.from({ length: 48 }, (_, index) => `m:rare_metric_${index}`),
].join(",");
const FILTER = "metrics.acc > 0.5 AND params.optimizer = 'adam'";

interface Table {
  path: string;
  query: (more?: Record<string, string>) => string;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const firstRow = (page: Page) => page.locator('[data-row="0"] a').first();

async function openTable(page: Page, table: Table, more?: Record<string, string>): Promise<number> {
  return timeOf(async () => {
    await page.goto(table.query(more), { waitUntil: "commit" });
    await firstRow(page).waitFor();
  });
}

const inTurn = async (times: number, work: () => Promise<number>) => {
  await work();
  const found: number[] = [];
  for (let round = 0; round < times; round += 1) found.push(await work());
  return median(found);
};

const ms = (time: number) => `${time.toFixed(0)} ms`;

/** From the click on a link to the first row. */
async function measureOpening(page: Page, many: Table, few: Table): Promise<Measurement[]> {
  const long = await inTurn(LOADS, () => openTable(page, many, { cols: SIXTY }));
  const short = await inTurn(LOADS, () => openTable(page, few, { cols: SIXTY }));
  return [
    measurement("table, first row: 100,000 runs against 1,000", long / short, 2, {
      time: ms(long),
      yardstick: ms(short),
    }),
    measurement("table, first row against its budget", long / BUDGET.firstRow, 1, {
      time: ms(long),
      budget: ms(BUDGET.firstRow),
    }),
  ];
}

/** What the server takes for a filtered page, and for its count. */
async function measureFilter(page: Page, many: Table): Promise<Measurement[]> {
  const read = (path: string) => () =>
    timeOf(async () => {
      const answer = await page.request.get(path);
      if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
      await answer.body();
    });
  const filter = encodeURIComponent(FILTER);
  const rows = await inTurn(9, read(`${many.path}/rows?experiment=${id(many)}&filter=${filter}`));
  const count = await inTurn(9, read(`${many.path}/count?experiment=${id(many)}&filter=${filter}`));
  return [
    measurement("table, filtered rows against their budget", rows / BUDGET.filter, 1, {
      time: ms(rows),
      budget: ms(BUDGET.filter),
    }),
    measurement("table, counting what matches against its budget", count / BUDGET.filter, 1, {
      time: ms(count),
      budget: ms(BUDGET.filter),
    }),
  ];
}

const id = (table: Table): string => /experiments\/(\d+)/.exec(table.query())?.[1] ?? "";

async function measureScrolling(page: Page, many: Table): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const [name, cols] of [
    ["60 columns", SIXTY],
    ["2,000 columns", "m:*,p:*"],
  ] as const) {
    await openTable(page, many, { cols });
    await page.getByRole("textbox", { name: "Filter runs" }).waitFor();
    const idle = await scrollFrames(page, { x: 0, y: 0 }, FRAMES);
    const down = await scrollFrames(page, { x: 0, y: 40 }, FRAMES);
    const across = await scrollFrames(page, { x: 20, y: 0 }, FRAMES);
    for (const [direction, frames] of [
      ["down", down],
      ["across", across],
    ] as const)
      found.push(
        measurement(
          `table, scrolling ${direction}, ${name}: a frame against a frame at rest`,
          frames.mean / idle.mean,
          1.5,
          {
            mean: `${frames.mean.toFixed(1)} ms`,
            p95: `${frames.p95.toFixed(1)} ms`,
            "longest task": ms(frames.longestTask),
          },
        ),
      );
  }
  return found;
}

/** From letting go of the scroll bar at the foot of what is known to rows that can be read there. */
async function measureJump(page: Page, many: Table): Promise<Measurement[]> {
  await openTable(page, many, { cols: SIXTY });
  await page.getByRole("textbox", { name: "Filter runs" }).waitFor();
  const jump = async () => {
    await page.evaluate(() => {
      const scroller = document.querySelector("[role=grid], [role=treegrid]")?.parentElement;
      scroller?.scrollTo({ top: scroller.scrollHeight });
    });
    await page.waitForFunction(() => {
      // The first row keeps the focus, and with it its place in the document; it may have been let go.
      const rows = [...document.querySelectorAll("tbody [data-row]:not([data-row='0'])")];
      return rows.length > 20 && rows.every((row) => row.getAttribute("aria-busy") !== "true");
    });
  };
  const times: number[] = [];
  for (let round = 0; round < 12; round += 1) times.push(await timeOf(jump));
  const reached = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll<HTMLElement>("[data-row]")].map(({ dataset }) =>
        Number(dataset.row),
      ),
    ),
  );
  const heap = await page.evaluate(() =>
    "memory" in performance ? Reflect.get(Object(performance.memory), "usedJSHeapSize") : 0,
  );
  return [
    measurement("table, jumping to the foot against its budget", median(times) / BUDGET.redraw, 1, {
      time: ms(median(times)),
      rows: reached,
      heap: `${(Number(heap) / 1_048_576).toFixed(0)} MiB`,
    }),
  ];
}

/** Opening the column picker over 2,000 columns, and each letter that is searched for. */
async function measurePicker(page: Page, many: Table): Promise<Measurement[]> {
  await openTable(page, many);
  await page.getByRole("textbox", { name: "Filter runs" }).waitFor();
  const opened = await timeOf(async () => {
    await page.getByRole("button", { name: /^Columns/ }).click();
    await page.getByRole("dialog", { name: "Columns" }).getByRole("searchbox").waitFor();
  });
  const typed = await timeOf(async () => {
    await page.keyboard.type("metric_77");
    await page.getByRole("checkbox", { name: "Show rare_metric_77", exact: true }).waitFor();
  });
  return [
    measurement("column picker, opening over 2,000 against its budget", opened / BUDGET.redraw, 1, {
      time: ms(opened),
    }),
    measurement("column picker, nine letters against their budget", typed / BUDGET.redraw, 1, {
      time: ms(typed),
    }),
  ];
}

async function prepare(): Promise<{ many: number; few: number; slug: string }> {
  const client = await pool().connect();
  const { rows } = await client.query<{ id: string; slug: string }>(
    "SELECT id, slug FROM workspaces ORDER BY id LIMIT 1",
  );
  const [first] = rows;
  if (!first) throw new Error("The server made no workspace.");
  const actor = { ...(await makeBenchActor(client)), workspaceId: first.id };
  const many = await makeBenchExperiment(client, actor);
  const few = await makeBenchExperiment(client, actor);
  console.log(`Filling two experiments with ${MANY} and ${FEW} runs …`);
  await fillExperiment(client, actor, many, MANY);
  await fillExperiment(client, actor, few, FEW);
  await settle(client);
  client.release(true);
  return { many, few, slug: first.slug };
}

function tableOf(slug: string, experiment: number): Table {
  return {
    path: `/api/ui/${slug}/runs`,
    query: (more = {}) => `/${slug}/experiments/${experiment}?${new URLSearchParams(more)}`,
  };
}

async function measureAll(server: BenchServer): Promise<Measurement[]> {
  const { many, few, slug } = await prepare();
  const { browser, page } = await openWindow(server.url);
  try {
    const [large, small] = [tableOf(slug, many), tableOf(slug, few)];
    return [
      ...(await measureOpening(page, large, small)),
      ...(await measureFilter(page, large)),
      ...(await measureScrolling(page, large)),
      ...(await measureJump(page, large)),
      ...(await measurePicker(page, large)),
    ];
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const server = await startBenchServer();
  try {
    await report("table-browser", await measureAll(server));
  } finally {
    await server.stop();
    await closePool();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
