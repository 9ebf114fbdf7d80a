import { expect, test } from "vitest";
import { business } from "../../schema/business";
import { businessInWords, businessSentence, judgeBusiness } from "./business";

const outcomes = { n: 4, sum: 10, squares: 30 };
const judge = (more: object, rule = { minRows: 1, isOver: true }) =>
  judgeBusiness(business.parse({ metric: "cost", ...more }), outcomes, rule);

test("mean and sum are told with the mean's interval, and judged on their worse side", () => {
  expect(judge({})).toEqual({
    ...{ n: 4, sum: 10, mean: 2.5, value: 2.5, limit: null, verdict: "measured" },
    interval: {
      lower: expect.closeTo(2.5 - 1.959964 * Math.sqrt(5 / 12), 6),
      upper: expect.closeTo(2.5 + 1.959964 * Math.sqrt(5 / 12), 6),
    },
  });
  expect(judge({ limit: 3 })?.verdict).toBe("missed");
  expect(judge({ limit: 3, better: "lower" })?.verdict).toBe("met");
  expect(judge({ limit: 9, of: "sum" })).toMatchObject({ value: 10, verdict: "met" });
});

test("a sum is not judged while its window goes on, nor a mean of too few", () => {
  expect(judge({ limit: 99, of: "sum" }, { minRows: 1, isOver: false })?.verdict).toBe("waiting");
  expect(judge({ limit: 99 }, { minRows: 5, isOver: true })?.verdict).toBe("too_few");
  const rule = { minRows: 1, isOver: true };
  expect(judgeBusiness(business.parse({ metric: "cost" }), null, rule)).toBeNull();
});

test("what is beyond its limit is said with both figures", () => {
  const own = business.parse({ metric: "cost", better: "lower", limit: 2 });
  const found = judgeBusiness(own, outcomes, { minRows: 1, isOver: true });
  expect(found && businessSentence(own, found)).toBe("Mean of cost is 2.5, above its limit of 2");
  expect(businessInWords(own)).toBe("Mean of cost, lower is better; its limit is 2");
});
