/**
 * How a person likes the screen. Kept in cookies, so that the server already draws it so: no flash of the wrong theme.
 */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

export interface Preferences {
  theme: Theme;
  density: Density;
  isSidebarCollapsed: boolean;
}

export const PREFERENCE_COOKIES = {
  theme: "slipway-theme",
  density: "slipway-density",
  sidebar: "slipway-sidebar",
} as const;

type ReadCookie = (name: string) => string | undefined;

const oneOf = <T extends string>(values: readonly T[], value: string | undefined, fallback: T): T =>
  values.find((candidate) => candidate === value) ?? fallback;

/** Whatever a cookie holds, the answer is a preference that exists. */
export function readPreferences(read: ReadCookie): Preferences {
  return {
    theme: oneOf(THEMES, read(PREFERENCE_COOKIES.theme), "system"),
    density: oneOf(DENSITIES, read(PREFERENCE_COOKIES.density), "comfortable"),
    isSidebarCollapsed: read(PREFERENCE_COOKIES.sidebar) === "collapsed",
  };
}
