/** Answers as JSON, in which numbers that JSON lacks are words. */
export const toJson = (answer: unknown): string =>
  JSON.stringify(answer, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
