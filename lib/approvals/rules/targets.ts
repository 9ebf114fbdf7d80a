import type { Target } from "../schema/policies";

/** As people call it: `alias "champion"`, `stage Production`, `environment "eu"`. */
export function describeTarget({ kind, value }: Target): string {
  return kind === "stage" ? `stage ${value}` : `${kind} "${value}"`;
}

/** The same with the only deployment that is meant, where there is one: `environment "eu", deployment "live" only`. */
export const describePlace = (target: Target, deployment: { name: string } | null): string =>
  `${describeTarget(target)}${deployment ? `, deployment "${deployment.name}" only` : ""}`;

/** As it stands in an address or a chat: `@champion`, `Production`. */
export function shortTarget({ kind, value }: Target): string {
  return kind === "alias" ? `@${value}` : value;
}

/** Targets that differ in capitals only are one: nobody may mistake the one for the other. */
export function isSameTarget(one: Target, other: Target): boolean {
  return one.kind === other.kind && one.value.toLowerCase() === other.value.toLowerCase();
}
