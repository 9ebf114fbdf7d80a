import type { Target } from "../schema/policies";

/** As people call it: `alias "champion"`, `stage Production`, `environment "eu"`. */
export function describeTarget({ kind, value }: Target): string {
  return kind === "stage" ? `stage ${value}` : `${kind} "${value}"`;
}

/** As it stands in an address or a chat: `@champion`, `Production`. */
export function shortTarget({ kind, value }: Target): string {
  return kind === "alias" ? `@${value}` : value;
}

/** Targets that differ in capitals only are one: nobody may mistake the one for the other. */
export function isSameTarget(one: Target, other: Target): boolean {
  return one.kind === other.kind && one.value.toLowerCase() === other.value.toLowerCase();
}
