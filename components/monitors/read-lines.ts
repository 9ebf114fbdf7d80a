/** The lines of an answer as they come. Throws what fetch throws, and for an answer that is no success. */
export async function* readLines(url: string, signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) throw new Error("The server could not be reached.");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = `${rest}${value}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
