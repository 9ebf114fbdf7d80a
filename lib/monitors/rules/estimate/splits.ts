import { MersenneTwister } from "./mersenne";

export interface Split {
  train: number[];
  test: number[];
}

/** How many of each class belong to a draw of so many; what rounding leaves goes to the greatest remainders, ties at random. */
function proportional(counts: readonly number[], draws: number, random: MersenneTwister): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / all) * draws);
  const whole = exact.map(Math.floor);
  let left = Math.trunc(draws - whole.reduce((sum, count) => sum + count, 0));
  const remainders = exact.map((share, at) => share - (whole[at] ?? 0));
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (left <= 0) break;
    const places = remainders.flatMap((remainder, at) => (remainder === value ? [at] : []));
    const chosen = random.shuffled(places.map((_, at) => at)).slice(0, left);
    for (const at of chosen) {
      const place = places[at] ?? 0;
      whole[place] = (whole[place] ?? 0) + 1;
    }
    left -= chosen.length;
  }
  return whole;
}

const TEST_SHARE = 0.1;
const SEED = 42;

/** Splits that keep the classes' shares, drawn as scikit-learn's StratifiedShuffleSplit draws them from the seed 42. */
export function stratifiedSplits(classes: Uint8Array, count: number): Split[] {
  const random = new MersenneTwister(SEED);
  const rows = [0, 1].map((label) =>
    Array.from(classes.keys()).filter((row) => classes[row] === label),
  );
  const sizes = rows.map(({ length }) => length);
  const testSize = Math.ceil(TEST_SHARE * classes.length);
  return Array.from({ length: count }, () => {
    const inTrain = proportional(sizes, classes.length - testSize, random);
    const rest = sizes.map((size, at) => size - (inTrain[at] ?? 0));
    const inTest = proportional(rest, testSize, random);
    const parts = rows.map((members, at) => {
      const [first, second] = [inTrain[at] ?? 0, inTest[at] ?? 0];
      const drawn = random
        .shuffled(members.map((_, place) => place))
        .map((place) => members[place] ?? 0);
      return { train: drawn.slice(0, first), test: drawn.slice(first, first + second) };
    });
    const train = random.shuffled(parts.flatMap((part) => part.train));
    return { train, test: random.shuffled(parts.flatMap((part) => part.test)) };
  });
}
