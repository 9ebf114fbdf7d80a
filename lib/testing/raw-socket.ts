import { connect } from "node:net";

/** Sends bytes as they are and answers all that comes back until the other end closes the connection. */
export function sendBytes(port: number, parts: readonly string[], ends = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
    socket.setTimeout(15_000, () => reject(new Error("The connection was left open.")));
    for (const part of parts) socket.write(part);
    if (ends) socket.end();
  });
}
