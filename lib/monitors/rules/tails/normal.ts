import { chiSquaredTail } from "@/lib/deployments/rules/sequences";

/** Chance that a standard normal value is further from 0 than z, on either side. */
export const normalTwoSided = (z: number): number => chiSquaredTail(z * z, 1);

/** Chance that a standard normal value is greater than z. */
export function normalUpper(z: number): number {
  const half = normalTwoSided(z) / 2;
  return z > 0 ? half : 1 - half;
}
