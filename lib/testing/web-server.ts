/** What programs call, for a test to kill: says its address and answers until it dies. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EventHub } from "@/lib/events/listen";
import { openProgramDoor } from "@/lib/server/program-door";

// Nor longer than whoever started it.
process.stdin.resume().once("end", () => process.exit());
const hub = new EventHub();
await hub.start();
const { handle } = await openProgramDoor({ isReady: () => true, hub, role: "web" });
const server = createServer(handle);
server.listen(0, "127.0.0.1", () => {
  // A listening TCP server always has an AddressInfo.
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
