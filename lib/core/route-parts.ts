import type { Route } from "next";

/** What follows the path of a page. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** True because every path below is a page under `app/`. */
export const toRoute = (path: string): Route => path as Route;

/** Lists are joined by commas that stay readable, as nuqs writes them. */
export function withQuery(path: string, query: Query): Route {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    if (value === undefined || value.length === 0) return [];
    const values = typeof value === "string" ? [value] : value;
    return [`${name}=${values.map(encodeURIComponent).join(",")}`];
  });
  return toRoute(pairs.length === 0 ? path : `${path}?${pairs.join("&")}`);
}

/** What a read of our own screens is asked with. Absent and empty values are left out; a list repeats its name. */
export type UiQuery = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

export function uiSearch(query: UiQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === "" || value === false) continue;
    if (typeof value === "object") for (const item of value) search.append(name, item);
    else search.append(name, String(value));
  }
  return search.toString();
}

export const part = encodeURIComponent;
export const inWorkspace = (workspace: string, path: string): Route =>
  toRoute(`/${part(workspace)}${path}`);
