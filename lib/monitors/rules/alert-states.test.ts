import fc from "fast-check";
import { expect, test } from "vitest";
import { type Alert, alerts, NO_DATA } from "../schema/alerts";
import { type AlertWindow, fires, nextStep } from "./alerts";

const HOUR = 3_600_000;
/** Long enough after the end of a window for what came in it to be judged. */
const LATER = HOUR / 2;

/** What an hour was: one that drifted, one that did not, one with too few rows, one in which nothing came. */
const HOURS = ["drifted", "stable", "too_few", "nothing"] as const;
type Hour = (typeof HOURS)[number];
const hours = fc.array(fc.constantFrom(...HOURS), { maxLength: 20 });
const policy = fc.constantFrom(...NO_DATA);
const count = fc.integer({ min: 1, max: 4 });

const windowAt = (hour: number, verdict: Exclude<Hour, "nothing">): AlertWindow => ({
  ...{ opensAt: hour * HOUR, closesAt: (hour + 1) * HOUR, verdict, share: 1, findings: [] },
});
const windowsOf = (past: readonly Hour[]): AlertWindow[] =>
  past
    .flatMap((verdict, hour) => (verdict === "nothing" ? [] : [windowAt(hour, verdict)]))
    .reverse();

const driftOf = (noData: string, windows: number): Alert => {
  const [alert] = alerts.parse([{ kind: "drift", noData, windows }]);
  if (!alert) throw new Error("There is no alert.");
  return alert;
};
const firesAfter = (alert: Alert, past: readonly Hour[], later = LATER) =>
  fires(alert, windowsOf(past), past.length * HOUR + later) !== null;

/** The alert as a machine that goes from hour to hour. */
function machine(past: readonly Hour[], noData: string, wanted: number): boolean {
  // Before the first window came, nothing is known of the deployment.
  const begun = past.findIndex((hour) => hour !== "nothing");
  const run = past.slice(begun === -1 ? past.length : begun).reduce((length, hour) => {
    const isEmpty = hour === "too_few" || hour === "nothing";
    if (hour === "drifted" || (isEmpty && noData === "alert")) return length + 1;
    return isEmpty && noData === "keep" ? length : 0;
  }, 0);
  return run >= wanted;
}

test("an alert fires, holds and ends as a machine that goes from window to window does", () => {
  fc.assert(
    fc.property(hours, policy, count, (past, noData, windows) => {
      const alert = driftOf(noData, windows);
      expect(firesAfter(alert, past)).toBe(machine(past, noData, windows));
    }),
    { numRuns: 2_000 },
  );
});

test("a window that is not over, or not judged yet, is never said to have too few rows", () => {
  fc.assert(
    fc.property(hours, policy, count, (past, noData, windows) => {
      const alert = driftOf(noData, windows);
      const open = [...windowsOf(past)];
      open.unshift(windowAt(past.length, "too_few"));
      const before = firesAfter(alert, past);
      const minutes = [30, 61, 69].map((minute) => past.length * HOUR + minute * 60_000);
      for (const now of minutes) expect(fires(alert, open, now) !== null).toBe(before);
    }),
  );
});

test("to keep what was found, a window with too few rows changes nothing", () => {
  fc.assert(
    fc.property(hours, count, fc.constantFrom("too_few", "nothing"), (past, windows, empty) => {
      const alert = driftOf("keep", windows);
      expect(firesAfter(alert, [...past, empty])).toBe(firesAfter(alert, past));
    }),
  );
});

test("however often one looks, an alert is told once a window and ends once", () => {
  const looks = fc.array(
    fc.record({ hour: fc.constantFrom(...HOURS), looks: fc.integer({ min: 1, max: 4 }) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(looks, policy, count, (told, noData, windows) => {
      const alert = driftOf(noData, windows);
      const past: Hour[] = [];
      const tellings = new Set<number>();
      let known: { at: number }[] = [];
      for (const { hour, looks: times } of told) {
        past.push(hour);
        const steps = Array.from({ length: times }, () => {
          const firing = fires(alert, windowsOf(past), past.length * HOUR + LATER);
          const step = nextStep(firing, known);
          if (step === "tell" && firing) {
            expect(tellings.has(firing.opensAt), "this window was told").toBe(false);
            tellings.add(firing.opensAt);
            known = [{ at: firing.opensAt }];
          }
          if (step === "end") known = [];
          return step;
        });
        expect(steps.slice(1)).toEqual(steps.slice(1).map(() => "nothing"));
        expect(known.length > 0, "it is known to fire when it does").toBe(firesAfter(alert, past));
      }
    }),
  );
});
