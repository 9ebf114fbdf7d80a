import { expect, it } from "vitest";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { openRequest } from "../commands/requests";
import { getPromotionChoices } from "./promotion-choices";

setUpDatabase();

const find = async (
  actor: Parameters<typeof getPromotionChoices>[0],
  version: number,
  name: string,
) =>
  (await getPromotionChoices(actor, { model: "churn", version })).targets.find(
    ({ target }) => `${target.kind} ${target.value}` === name,
  );

it("says of every protected place what it asks for, what is there and what waits", async () => {
  const { owner, ada } = await makeRegistry();
  const { number } = await openRequest(owner, wanted());
  expect(await find(owner, 1, "alias champion")).toMatchObject({
    policyName: "Production",
    approvers: expect.stringMatching(/^1 person with the role approver or admin must approve/),
    gates: "No gates.",
    occupant: null,
    isHere: false,
    waiting: number,
  });
  expect(await find(owner, 2, "alias champion")).toMatchObject({ waiting: null });
  await sign(ada, number);
  expect(await find(owner, 1, "alias champion")).toMatchObject({
    occupant: 1,
    isHere: true,
    waiting: null,
  });
  expect(await find(owner, 2, "alias champion")).toMatchObject({ occupant: 1, isHere: false });
});

it("is for members, and for versions that are there", async () => {
  const { owner } = await makeRegistry();
  const { admin: stranger } = await makeRegistry();
  await expect(getPromotionChoices(owner, { model: "churn", version: 99 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const theirs = await getPromotionChoices(stranger, { model: "churn", version: 1 });
  expect(theirs.targets.every(({ occupant }) => occupant === null)).toBe(true);
});
