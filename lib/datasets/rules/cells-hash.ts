import { hash53, spread } from "./sketches";

/** A number's 64 bits as two of 32. */
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const TWO_TO_32 = 2 ** 32;

/** One step over 32 bits: MurmurHash3's for 32-bit machines (A. Appleby). */
function mixed(state: number, word: number): number {
  const first = Math.imul(word, 0xcc9e2d51);
  const own = Math.imul((first << 15) | (first >>> 17), 0x1b873593);
  const next = state ^ own;
  return Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64;
}

/** 53 bits of the cells of a row, in their order; numbers go by their bits, which takes much less than their texts. */
export class CellsHash {
  private high = 0;
  private low = 0x9dc5811c;

  addNumber(value: number): void {
    // Both zeros are one value.
    number[0] = value + 0;
    this.add(words[0] ?? 0);
    this.add(words[1] ?? 0);
  }

  addText(text: string): void {
    const hash = hash53(text);
    this.add(hash % TWO_TO_32);
    this.add(Math.floor(hash / TWO_TO_32));
    // Texts and numbers of the same bits are told apart.
    this.add(1);
  }

  private add(word: number): void {
    this.high = mixed(this.high, word);
    this.low = mixed(this.low, ~word);
  }

  finish(): number {
    return (spread(this.high) >>> 11) * TWO_TO_32 + spread(this.low);
  }
}
