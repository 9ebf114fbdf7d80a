import { describe, expect, it } from "vitest";
import type { AbGuardrailDto } from "../dto/ab-tests";
import { abLimits } from "../schema/ab-tests";
import { heedGuardrails } from "./ab-guardrails";
import { adviceWords, allowanceWords, verdictWords } from "./ab-words";
import { compareArms } from "./recommendation";

const arm = (n: number, sum: number) => ({ n, sum, sumSquares: sum });
const asked = { kind: "proportion", difference: "absolute" } as const;
const compared = (sum: number, assigned: [number, number] = [5_000, 5_000]) =>
  compareArms({ control: arm(5_000, 500), treatment: arm(5_000, sum), ...asked, assigned });

function guardrail(verdict: AbGuardrailDto["verdict"]): AbGuardrailDto {
  const counted = { controlRequests: 500, treatmentRequests: 500 };
  return {
    ...{ key: "error_rate", verdict, isEarly: false, ...counted },
    ...{ control: 0.01, treatment: 0.2, limit: 0.02 },
  };
}

function told(sum: number, verdict: AbGuardrailDto["verdict"], assigned?: [number, number]) {
  const guardrails = [guardrail(verdict)];
  const result = heedGuardrails(compared(sum, assigned), guardrails);
  const { title, tone } = verdictWords({ result, guardrails });
  return { title, tone, words: `${result.reason} ${adviceWords({ result, guardrails })}` };
}

describe("what is said of a test", () => {
  it("asks to ship what is better and breaks nothing", () => {
    expect(told(900, "pass")).toMatchObject({
      ...{ title: "Ship it", tone: "success" },
      words: expect.stringContaining("“Ship”"),
    });
  });

  it("sounds neither well nor calm while a guardrail failed, whatever the metric says", () => {
    for (const sum of [900, 500])
      expect(told(sum, "fail")).toMatchObject({
        ...{ title: "A guardrail failed", tone: "danger" },
        words: expect.stringMatching(/surely fails more often than the control.*Stop the test/),
      });
    expect(told(100, "fail")).toMatchObject({ title: "Roll back", tone: "danger" });
  });

  it("says how much worse than the control is allowed", () => {
    const limits = abLimits.parse({ p99_latency: { relative: 0, absolute: 0 } });
    expect(allowanceWords("error_rate", limits)).toBe(
      "at most 10 % and 0.1 points above the control",
    );
    expect(allowanceWords("p99_latency", limits)).toBe("not above the control");
  });

  it("asks for nothing but a look at a split that is broken", () => {
    expect(told(900, "fail", [2_000, 8_000])).toMatchObject({
      ...{ title: "The split is not as planned", tone: "danger" },
      words: expect.stringContaining("mend how units are assigned"),
    });
  });
});
