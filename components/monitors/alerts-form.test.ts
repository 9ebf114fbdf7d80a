import { expect, test } from "vitest";
import { type Alert, alerts } from "@/lib/monitors/schema/alerts";
import { newAlertRow, toAlertRow, toAlerts } from "./alerts-form";

const GIVEN: Alert[] = alerts.parse([
  { kind: "drift", severity: "critical", windows: 2, noData: "alert" },
  { kind: "column", column: "amount", noData: "ignore" },
  { kind: "silence", windows: 3, minutes: 90 },
]);

test("alerts come out of the form as they went in", () => {
  expect(toAlerts(GIVEN.map(toAlertRow))).toEqual({ alerts: GIVEN });
});

test("what is wrong is said by the row, and of all together where it is two that are the same", () => {
  const rows = [{ ...newAlertRow(4), windows: "11" }];
  expect(toAlerts(rows)).toEqual({
    problems: { "4 column": "Choose a column.", "4 windows": "A whole number from 1 to 10." },
  });
  const amount = { ...newAlertRow(1), column: "amount" };
  expect(toAlerts([amount, { ...amount, id: 2 }])).toEqual({
    problems: { form: "Each alert is given once." },
  });
});
