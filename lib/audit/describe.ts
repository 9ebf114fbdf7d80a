import type { Break, Verification } from "./dto";

/** "Row 12 of the chain (event 14): its event was changed." */
export function describeBreak({ seq, eventId, reason }: Break): string {
  const place = seq === null ? `Event ${eventId}` : `Row ${seq} of the chain`;
  const event = seq === null || eventId === null ? "" : ` (event ${eventId})`;
  return `${place}${event}: ${reason}.`;
}

/** A verification for a terminal. */
export function describeVerification(result: Verification, outside: number): string[] {
  const { head, firstBreak, keys } = result;
  const lines = [
    `${result.verified} rows verified${head ? `, up to ${head.hash}` : ""}`,
    `${result.checkpoints} signed checkpoints agree${outside > 0 ? ` (${outside} were given)` : ""}`,
    ...keys.map((key) => `  signed by key ${key}`),
    ...(result.erased > 0 ? [`${result.erased} payloads were erased, as the trail says`] : []),
  ];
  if (firstBreak) return [...lines, "", `BROKEN. ${describeBreak(firstBreak)}`];
  if (!result.isComplete) return [...lines, "", "Not finished: the time was up."];
  return [...lines, "", "The audit trail is intact."];
}
