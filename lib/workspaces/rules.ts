/** First path segments that belong to programs or to the product itself, so no workspace may be called so. */
const RESERVED = new Set([
  "api",
  "ajax-api",
  "events",
  "gallery",
  "get-artifact",
  "health",
  "invite",
  "metrics",
  "model-versions",
  "ready",
  "serve",
  "sign-in",
  "v1",
  "v2",
  "version",
  "workspaces",
]);

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Null when a workspace may have this short name, else a sentence that says why not. */
export function slugProblem(slug: string): string | null {
  if (!SLUG.test(slug))
    return "Use lower-case letters, digits and dashes; begin and end with a letter or digit; at most 63 characters.";
  if (RESERVED.has(slug))
    return `"${slug}" is part of Slipway's own addresses. Choose another name.`;
  return null;
}
