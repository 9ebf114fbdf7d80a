import { expect, test } from "vitest";
import { PREFERENCE_COOKIES, readPreferences } from "./preferences";

const reading = (cookies: Record<string, string>) => (name: string) => cookies[name];

test("without cookies the theme follows the system", () => {
  expect(readPreferences(reading({}))).toEqual({
    theme: "system",
    density: "comfortable",
    isSidebarCollapsed: false,
  });
});

test("a cookie that holds something else is no preference", () => {
  const cookies = {
    [PREFERENCE_COOKIES.theme]: '"><script>',
    [PREFERENCE_COOKIES.density]: "tiny",
  };
  expect(readPreferences(reading(cookies))).toMatchObject({
    theme: "system",
    density: "comfortable",
  });
});

test("what was chosen is what is drawn", () => {
  const cookies = {
    [PREFERENCE_COOKIES.theme]: "dark",
    [PREFERENCE_COOKIES.density]: "compact",
    [PREFERENCE_COOKIES.sidebar]: "collapsed",
  };
  expect(readPreferences(reading(cookies))).toEqual({
    theme: "dark",
    density: "compact",
    isSidebarCollapsed: true,
  });
});
