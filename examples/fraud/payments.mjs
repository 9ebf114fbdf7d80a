import { normal, sigmoid } from "../tabular/learn.mjs";

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const flip = (random, chance) => (random() < chance ? 1 : 0);

/** Payments by card of nobody: which one was not the owner's? Everything is drawn at random. */
function draw(random) {
  const amount = Math.round(Math.exp(3.4 + 1.1 * normal(random)) * 100) / 100;
  const hour = Math.floor(random() * 24);
  const distance = Math.round(clamp(Math.exp(1.2 + 1.6 * normal(random)), 0, 9_000) * 10) / 10;
  const risk = Math.round(random() ** 2 * 100) / 100;
  const recent = Math.floor(clamp(-1.1 * Math.log(1 - random()), 0, 15));
  const age = Math.floor(clamp(-500 * Math.log(1 - random()), 1, 3_000));
  const isAbroad = flip(random, distance > 300 ? 0.7 : 0.03);
  const isNight = hour < 6;
  const score =
    -4.3 +
    1.1 * Math.log1p(amount / 60) +
    2.2 * risk +
    0.35 * recent +
    1.3 * isAbroad +
    (isNight && amount > 80 ? 1.8 : 0) +
    (age < 60 && recent > 2 ? 2 : 0);
  return {
    row: {
      amount,
      hour,
      distance_km: distance,
      merchant_risk: risk,
      payments_last_hour: recent,
      card_age_days: age,
      is_abroad: isAbroad,
    },
    label: flip(random, sigmoid(score)),
  };
}

/** The same payment as it comes once the provider of merchants' risk has turned its scale around: now 0 is what 1 was. */
function drawTurned(random) {
  const { row, label } = draw(random);
  return { row: { ...row, merchant_risk: Math.round((1 - row.merchant_risk) * 100) / 100 }, label };
}

export const FRAUD = {
  name: "fraud",
  source: "examples/fraud/payments.mjs",
  target: "is_fraud",
  columns: [
    "amount",
    "hour",
    "distance_km",
    "merchant_risk",
    "payments_last_hour",
    "card_age_days",
    "is_abroad",
  ],
  draw,
  variants: { turned: drawTurned },
};
