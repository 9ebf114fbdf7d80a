import { runTool } from "./setup.mjs";

await runTool("verify-audit");
