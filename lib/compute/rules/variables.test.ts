import { expect, test } from "vitest";
import { commandText, parseVariables, shellCommand } from "./variables";

test("variables are read from lines, with whatever their values hold", () => {
  expect(parseVariables("A=1\n\n  export B_2=x = y \r\nC=")).toEqual({
    variables: { A: "1", B_2: "x = y ", C: "" },
  });
});

test("a line that sets nothing is named", () => {
  expect(parseVariables("A=1\nB 2")).toEqual({ wrongLine: "B 2" });
  expect(parseVariables("2A=1")).toEqual({ wrongLine: "2A=1" });
});

test("a command is read as it was typed, or as a shell would take it", () => {
  expect(commandText(shellCommand("python train.py | tee log"))).toBe("python train.py | tee log");
  expect(commandText(["python", "-c", "print('a b')"])).toBe("python -c 'print('\\''a b'\\'')'");
});
