import type { Target } from "../schema/policies";

/** As people call it: `alias "champion"`, `stage Production`, `environment "eu"`. */
export function describeTarget({ kind, value }: Target): string {
  return kind === "stage" ? `stage ${value}` : `${kind} "${value}"`;
}

/** The same with the only deployment that is meant, where there is one: `environment "eu", deployment "live" only`. */
export const describePlace = (target: Target, deployment: { name: string } | null): string =>
  `${describeTarget(target)}${deployment ? `, deployment "${deployment.name}" only` : ""}`;

interface Place {
  isHere: boolean;
  deployments: readonly string[];
  mayAskForAll: boolean;
}

/** Whether a version can be asked to a place, or away from it. Where it is, it is asked for again for what was not agreed on yet. */
export const mayAskFor = (place: Place, action: "set" | "clear"): boolean =>
  action === "clear" ? place.isHere : place.mayAskForAll || place.deployments.length > 0;

/** As it stands in an address or a chat: `@champion`, `Production`. */
export function shortTarget({ kind, value }: Target): string {
  return kind === "alias" ? `@${value}` : value;
}

/** Targets that differ in capitals only are one: nobody may mistake the one for the other. */
export function isSameTarget(one: Target, other: Target): boolean {
  return one.kind === other.kind && one.value.toLowerCase() === other.value.toLowerCase();
}
