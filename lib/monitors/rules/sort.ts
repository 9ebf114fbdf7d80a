/** From this length on, counting digits is faster than comparing. */
const LONG = 20_000;
const DIGIT_BITS = 16;
const RADIX = 2 ** DIGIT_BITS;
const SIGN = 0x80000000;

/** The bits of doubles as whole numbers that are ordered as the doubles are: low word, high word, and so on. */
function toOrderedBits(values: Float64Array): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(new Float64Array(values).buffer);
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + 1] ?? 0;
    const flip = high >> 31;
    words[at] = (words[at] ?? 0) ^ flip;
    words[at + 1] = high ^ (flip | SIGN);
  }
  return words;
}

function fromOrderedBits(words: Uint32Array): Float64Array {
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at + 1] ?? 0;
    const isPositive = high >>> 31 === 1;
    words[at] = isPositive ? (words[at] ?? 0) : ~(words[at] ?? 0);
    words[at + 1] = isPositive ? high ^ SIGN : ~high;
  }
  return new Float64Array(words.buffer);
}

/** How often each digit occurs at one place. */
function countDigits(words: Uint32Array, word: number, shift: number): Uint32Array {
  const counts = new Uint32Array(RADIX);
  for (let at = word; at < words.length; at += 2) {
    const digit = ((words[at] ?? 0) >>> shift) & (RADIX - 1);
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  return counts;
}

/** Turns counts into the places where each digit's first value goes; false where all have one digit. */
function toPlaces(counts: Uint32Array, all: number): boolean {
  let sum = 0;
  for (let digit = 0; digit < RADIX; digit += 1) {
    const count = counts[digit] ?? 0;
    if (count === all) return false;
    counts[digit] = sum;
    sum += count;
  }
  return true;
}

/** Sorts by one digit, keeping the order of those that have the same. */
function sortByDigit(from: Uint32Array, to: Uint32Array, word: number, shift: number): boolean {
  const places = countDigits(from, word, shift);
  if (!toPlaces(places, from.length / 2)) return false;
  for (let at = 0; at < from.length; at += 2) {
    const digit = ((from[at + word] ?? 0) >>> shift) & (RADIX - 1);
    const place = places[digit] ?? 0;
    places[digit] = place + 1;
    to[2 * place] = from[at] ?? 0;
    to[2 * place + 1] = from[at + 1] ?? 0;
  }
  return true;
}

/** Numbers in their order: long lists digit by digit of their bits, from the last one. */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < LONG) return values.slice().sort();
  let words = toOrderedBits(values);
  let free = new Uint32Array(words.length);
  for (const word of [0, 1])
    for (const shift of [0, DIGIT_BITS])
      if (sortByDigit(words, free, word, shift)) [words, free] = [free, words];
  return fromOrderedBits(words);
}
