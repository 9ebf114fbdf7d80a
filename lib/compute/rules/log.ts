import { toStorable } from "@/lib/core/text";

/** What is kept of all that a job prints. */
export const MAX_LOG_BYTES = 64 * 1024 * 1024;

const CUT = "\n[The log ends here: 64 MiB of what a job prints are kept.]\n";

/** Stands between the logs of two attempts. */
export const attemptHeading = (attempt: number): string => `\n[Attempt ${attempt}]\n`;

/** How many of these bytes are whole characters of UTF-8: a character may be half printed. */
export function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    // A continuation: its character begins further to the front.
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** What is kept of a piece of the log when so much is kept already. */
export function keptText(bytes: Uint8Array, kept: number): { text: string; size: number } {
  const room = MAX_LOG_BYTES - kept;
  const isCut = bytes.length >= room;
  const fitting = isCut ? bytes.subarray(0, Math.max(0, room)) : bytes;
  const text = toStorable(new TextDecoder("utf-8", { ignoreBOM: true }).decode(fitting));
  return { text: isCut ? text + CUT : text, size: fitting.length };
}
