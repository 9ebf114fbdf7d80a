import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes the data folder when it is absent. Throws a sentence when it cannot be written. */
export async function makeDataFolder(dataFolder: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true });
    const probe = join(dataFolder, `.write-probe-${process.pid}`);
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new Error(
      `The data folder ${dataFolder} cannot be written. Give this account the right to, or set SLIPWAY_DATA to another folder.`,
      { cause: error },
    );
  }
}
