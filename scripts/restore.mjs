import { runTool } from "./setup.mjs";

await runTool("restore");
