import { expect, test } from "vitest";
import { keptText, MAX_LOG_BYTES, wholeLength } from "./log";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a character that is half printed waits for its other half", () => {
  const text = bytes("a€😀é");
  for (let length = 0; length <= text.length; length += 1) {
    const whole = text.subarray(0, wholeLength(text.subarray(0, length)));
    expect(length - whole.length).toBeLessThan(4);
    expect(new TextDecoder("utf-8", { fatal: true }).decode(whole)).toBe(
      "a€😀é".slice(0, new TextDecoder().decode(whole).length),
    );
  }
});

test("what is no text is kept as replacement characters, and does not wait for ever", () => {
  const noise = Uint8Array.from([0xff, 0xfe, 0x80, 0x80, 0x80, 0x80]);
  expect(wholeLength(noise)).toBe(noise.length);
  expect(keptText(Uint8Array.from([0x61, 0x00, 0xff]), 0).text).toBe("a\ufffd\ufffd");
});

test("a log ends with a line that says so when it has become too long", () => {
  const piece = keptText(bytes("0123456789"), MAX_LOG_BYTES - 4);
  expect(piece.text).toBe("0123\n[The log ends here: 64 MiB of what a job prints are kept.]\n");
  expect(piece.size).toBe(4);
});
