import { runTool } from "./setup.mjs";

await runTool("back-up");
