import { expect, it } from "vitest";
import { cardDocument } from "@/lib/models/schema/cards";
import { judgeCard } from "./card-gate";

const card = (document: object) => ({
  number: 2,
  hash: "a",
  document: cardDocument.parse(document),
});

it("a card is complete when it says what the policy asks for", () => {
  const fields = ["summary", "riskRating"] as const;
  const config = { fields: [...fields] };
  expect(judgeCard(config, null).verdict).toBe("not_run");
  expect(judgeCard(config, card({ summary: "Weather." }))).toMatchObject({
    verdict: "fail",
    observed: "1 of 2 in card 2",
    summary: "Card 2 says nothing of: Risk rating.",
  });
  expect(judgeCard(config, card({ summary: "Weather.", riskRating: "low" })).verdict).toBe("pass");
});

it("a policy that names no fields asks for those that every card needs", () => {
  const { verdict, summary } = judgeCard({ fields: [] }, card({ summary: "Weather." }));
  expect(verdict).toBe("fail");
  expect(summary).toContain("Intended use");
});
