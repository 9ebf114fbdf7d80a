import { normal, sigmoid } from "../tabular/learn.mjs";

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const flip = (random, chance) => (random() < chance ? 1 : 0);

/** Customers of a telephone company that does not exist: who leaves within a month? Everything is drawn at random. */
function draw(random) {
  const isMonthly = flip(random, 0.55);
  const tenure = Math.floor(clamp(-28 * Math.log(1 - random()), 1, 120));
  const charge = Math.round(clamp(55 + 18 * normal(random), 15, 130) * 100) / 100;
  const calls = Math.floor(clamp(-1.4 * Math.log(1 - random()), 0, 12));
  const late = Math.floor(clamp(-0.6 * Math.log(1 - random()), 0, 6));
  const data = Math.round(clamp(22 + 14 * normal(random), 0, 90) * 10) / 10;
  const outages = Math.floor(clamp(-0.9 * Math.log(1 - random()), 0, 10));
  const score =
    -2.6 +
    1.7 * isMonthly -
    0.035 * tenure +
    0.022 * (charge - 55) +
    0.48 * calls +
    0.42 * late -
    0.012 * data +
    (isMonthly && outages > 1 ? 1.1 : 0.12 * outages);
  return {
    row: {
      tenure_months: tenure,
      monthly_charge: charge,
      support_calls: calls,
      late_payments: late,
      data_gb: data,
      outages,
      is_monthly_contract: isMonthly,
    },
    label: flip(random, sigmoid(score)),
  };
}

export const CHURN = {
  name: "churn",
  source: "examples/churn/customers.mjs",
  target: "left",
  columns: [
    "tenure_months",
    "monthly_charge",
    "support_calls",
    "late_payments",
    "data_gb",
    "outages",
    "is_monthly_contract",
  ],
  draw,
};
