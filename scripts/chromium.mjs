/** A Chromium for the browser tests: the one that is there, else Debian's package, else Playwright's own. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bin, giveUp, isFile, run, showProgress } from "./setup.mjs";

const KNOWN = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function findInstalled() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return isFile(CHROMIUM_PATH) ? CHROMIUM_PATH : null;
  return KNOWN.find((path) => existsSync(path)) ?? null;
}

function canInstallPackages() {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Its path, or "" for the one that Playwright has installed for itself. */
export async function ensureChromium() {
  const installed = findInstalled();
  if (installed) return installed;
  const failures = [];
  if (canInstallPackages()) {
    try {
      await showProgress("Installing Chromium", async () => {
        await run("apt-get", ["update", "-qq"]);
        await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
          env: { DEBIAN_FRONTEND: "noninteractive" },
        });
      });
      const found = findInstalled();
      if (found) return found;
    } catch (error) {
      failures.push(error.message);
    }
  }
  try {
    await showProgress("Installing Chromium", () =>
      run(bin("playwright"), ["install", "chromium", "--only-shell"]),
    );
    return "";
  } catch (error) {
    failures.push(error.message);
  }
  return giveUp(
    `The browser tests need Chromium, and it could not be installed. Install Chromium or Google Chrome, or set CHROMIUM_PATH to one.\n${failures.join("\n")}`,
  );
}
