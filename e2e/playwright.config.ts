import { defineConfig, devices } from "@playwright/test";

const results = process.env.SLIPWAY_TEST_RESULTS ?? "../.cache/test-results";
const { CHROMIUM_PATH } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../.cache/test-results/journeys",
  globalSetup: "./fixtures/global-setup.ts",
  fullyParallel: true,
  workers: 3,
  projects: [
    // It fills a server of its own for minutes, and waits for most of them: so it begins first, beside the others.
    { name: "demo", testMatch: "demo.spec.ts", workers: 1 },
    { name: "journeys", testIgnore: "demo.spec.ts", workers: 2 },
  ],
  retries: process.env.CI ? 1 : 0,
  // What is waited for comes within a second; these are for machines that do much else meanwhile.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: `${results}/journeys.json` }]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    // What never comes, a download say, is told as that, and does not take the whole time of its test.
    actionTimeout: 60_000,
    // Tracing takes a good part of a small machine; where a test is tried again, the second attempt shows enough.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    launchOptions: {
      ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
