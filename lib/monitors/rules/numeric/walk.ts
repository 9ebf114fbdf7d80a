/** Distances between the empirical distribution functions of two sorted samples. */
export interface Walk {
  /** Greatest difference between the functions. */
  distance: number;
  /** Area between them. */
  area: number;
  /** Integral of the squared difference. */
  squaredArea: number;
}

/** Where a walk stands. Differences are whole numbers of 1/(n·m), so ties cost no digit. */
interface Place {
  i: number;
  j: number;
  before: number;
  difference: number;
  steps: number;
  area: number;
  squares: number;
}

/** Values between which sums are put aside, so that long ones keep their digits. */
const RUN = 2_048;

/** Takes the next values of both, one by one, until one sample or the run ends. */
function walkRun(a: Float64Array, b: Float64Array, place: Place): void {
  const [n, m] = [a.length, b.length];
  const whole = n * m;
  let { i, j, before, difference, steps } = place;
  let [area, squares] = [0, 0];
  let [left, right] = [a[i] ?? 0, b[j] ?? 0];
  for (const end = i + j + RUN; i + j < end && i < n && j < m; ) {
    const isFirst = left <= right;
    const here = isFirst ? left : right;
    if (here !== before) {
      const height = Math.abs(difference);
      const part = height * (here - before);
      steps = Math.max(steps, height);
      area += part;
      squares += (height / whole) * part;
      before = here;
    }
    if (isFirst) {
      i += 1;
      left = a[i] ?? 0;
      difference += m;
    } else {
      j += 1;
      right = b[j] ?? 0;
      difference -= n;
    }
  }
  place.area += area;
  place.squares += squares;
  Object.assign(place, { i, j, before, difference, steps });
}

/** What lies beyond the end of the other sample, from one side. */
function walkRest(rest: Float64Array, step: number, whole: number, place: Place): void {
  for (const here of rest) {
    const height = Math.abs(place.difference);
    const part = height * (here - place.before);
    if (here !== place.before) place.steps = Math.max(place.steps, height);
    place.area += part;
    place.squares += (height / whole) * part;
    place.before = here;
    place.difference += step;
  }
}

export function walkBoth(a: Float64Array, b: Float64Array): Walk {
  const [n, m] = [a.length, b.length];
  const whole = n * m;
  const before = Math.min(a[0] ?? 0, b[0] ?? 0);
  const place = { i: 0, j: 0, before, difference: 0, steps: 0, area: 0, squares: 0 };
  while (place.i < n && place.j < m) walkRun(a, b, place);
  walkRest(a.subarray(place.i), m, whole, place);
  walkRest(b.subarray(place.j), -n, whole, place);
  return {
    distance: place.steps / whole,
    area: place.area / whole,
    squaredArea: place.squares / whole,
  };
}
