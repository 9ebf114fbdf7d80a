import { AppError } from "@/lib/core/errors";
import { checkLength, LIMITS } from "./limits";

/** A name that a file system would take for another one, such as "..". */
function isPathLike(name: string): boolean {
  return name === "." || name === "..";
}

/** A registered model's name: not blank, no "/" or ":", at most 256 characters. */
export function checkModelName(name: string, field: "name" | "new_name" = "name"): void {
  if (name.trim() === "")
    throw new AppError("INVALID", `Missing value for required parameter '${field}'.`, {
      [field]: "Give it a name.",
    });
  if (/[/:]/.test(name))
    throw new AppError(
      "INVALID",
      `Invalid model name '${name}'. Names cannot contain '/' or ':'.`,
      { [field]: "Names cannot contain / or :." },
    );
  if (isPathLike(name))
    throw new AppError(
      "INVALID",
      `Invalid value "${name}" for parameter 'name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${name}'`,
      { [field]: "Use another name." },
    );
  checkLength(name, field, LIMITS.modelName);
}

const ALIAS = /^[\p{L}\p{N}_-]*$/u;

export function checkAlias(alias: string): void {
  if (alias === "") throw new AppError("INVALID", "Registered model alias name cannot be empty.");
  if (!ALIAS.test(alias))
    throw new AppError(
      "INVALID",
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
      { alias: "Use letters, digits, _ and - only." },
    );
  checkLength(alias, "Registered model alias name", LIMITS.alias);
}

/** An alias that always means the newest version, whatever is assigned. */
export function isLatest(alias: string): boolean {
  return alias.toLowerCase() === "latest";
}

/** An alias that may be given to a version: "latest" and "v1", "v2", … mean something already. */
export function checkAssignableAlias(alias: string): void {
  checkAlias(alias);
  if (isLatest(alias))
    throw new AppError("INVALID", "'latest' alias name (case insensitive) is reserved.", {
      alias: "“latest” always means the newest version.",
    });
  if (/^v\d+$/i.test(alias))
    throw new AppError("INVALID", `Version alias name '${alias}' is reserved.`, {
      alias: "Names like v1 are reserved for version numbers.",
    });
}

const FORBIDDEN_IN_LOGGED_NAME = /[/:.%"']/;

/** The name of a logged model; an empty one was replaced before. */
export function checkLoggedModelName(name: string): void {
  if (FORBIDDEN_IN_LOGGED_NAME.test(name))
    throw new AppError(
      "INVALID",
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
  checkLength(name, "name", LIMITS.loggedModelName);
}
