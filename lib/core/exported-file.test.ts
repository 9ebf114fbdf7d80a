import { expect, test } from "vitest";
import { contentDisposition } from "./exported-file";

test("a name of any letters stays one header, with a plain name for old clients", () => {
  const header = contentDisposition("attachment", 'Größe "x"\r\nSet-Cookie: a=b (1).csv');
  expect(header).toBe(
    "attachment; filename=\"Gr__e _x___Set-Cookie: a=b (1).csv\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%22x%22%0D%0ASet-Cookie%3A%20a%3Db%20%281%29.csv",
  );
  expect(contentDisposition("inline", "\ud800.html")).toContain("%EF%BF%BD.html");
});
