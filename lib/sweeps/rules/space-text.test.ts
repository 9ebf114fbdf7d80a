import { expect, test } from "vitest";
import { dimensionText, parseSpace } from "./space-text";

test("parameters are read line by line: lists of texts, numbers and truths, and ranges", () => {
  const text = `
    rate = 0.1, 1e-2, .5
    optimiser = adam, sgd , "1"
    warm: true,false

    decay = 1e-5 .. 1e-1 log
    layers = 1..4 integer
    share = -1 .. 1`;
  expect(parseSpace(text)).toEqual({
    space: {
      rate: { values: [0.1, 0.01, 0.5] },
      optimiser: { values: ["adam", "sgd", "1"] },
      warm: { values: [true, false] },
      decay: { min: 1e-5, max: 0.1, scale: "log", integer: false },
      layers: { min: 1, max: 4, scale: "linear", integer: true },
      share: { min: -1, max: 1, scale: "linear", integer: false },
    },
  });
});

test.each([
  ["", "Say which"],
  ["rate", "“rate” is not name = values."],
  ["a b = 1", "is not name = values."],
  ["rate = 1\nrate = 2", "rate is there twice."],
  ["rate = 1, 1", "rate: Give each value once."],
  ["rate = 2 .. 1", "rate: The range has to end above where it begins."],
  ["rate = 0 .. 1 log", "rate: A log scale begins above zero."],
  ["layers = 0.5 .. 3 integer", "layers: Whole numbers"],
])("what is wrong with %j is said", (text, sentence) => {
  expect(parseSpace(text)).toEqual({ problem: expect.stringContaining(sentence) });
});

test("what is shown of a parameter reads as the same again", () => {
  const text = 'a = 1, "1", x, true\nb = 0.00001 .. 0.1 log\nc = 1 .. 4 integer';
  const read = parseSpace(text);
  const again = Object.entries("space" in read ? read.space : {})
    .map(([name, dimension]) => `${name} = ${dimensionText(dimension)}`)
    .join("\n");
  expect(parseSpace(again)).toEqual(read);
});
