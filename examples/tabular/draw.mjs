/** How a story draws its rows, by the name of the way. */
export function drawOf({ draw, variants = {} }, variant) {
  const found = variant === "" ? draw : variants[variant];
  if (!found) throw new Error(`--variant is one of ${Object.keys(variants).join(", ") || "none"}.`);
  return found;
}
