import { expect, it } from "vitest";
import { z } from "zod";
import { sendFile } from "./send-file";

it("sends nothing of what was cancelled before it began", async () => {
  const controller = new AbortController();
  controller.abort();
  const sending = sendFile("/upload", new File(["rows"], "rows.csv"), {
    answer: z.unknown(),
    onProgress: () => undefined,
    signal: controller.signal,
  });
  await expect(sending).rejects.toMatchObject({ name: "AbortError" });
});
