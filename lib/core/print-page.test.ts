import { expect, test } from "vitest";
import { printPage } from "./print-page";

test("a page to print says its title as text and fetches nothing", () => {
  const page = printPage("<i>A & B</i>", "<p>Body</p>");
  expect(page).toContain("<title>&lt;i&gt;A &amp; B&lt;/i&gt;</title>");
  expect(page).toContain("default-src 'none'");
});
