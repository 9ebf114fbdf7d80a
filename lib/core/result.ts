import type { ErrorCode } from "./errors";

export interface Failure {
  code: ErrorCode | "INTERNAL";
  message: string;
  fields?: Readonly<Record<string, string>>;
}

/** What a server action answers: data, or a failure that a form can show. */
export type Result<T> = { ok: true; data: T } | { ok: false; error: Failure };
