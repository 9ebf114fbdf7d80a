import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { filledIn, misplaced, placesOf } from "./parameters";
import { shellCommand } from "./variables";

const environment = { RATE: "at {{rate}}" };

test("values stand where a command and its variables have places for them", () => {
  const command = ["python", "train.py", "--rate={{ rate }}", "{{ .Id }}"];
  expect(filledIn({ command, environment, parameters: { rate: 0.1 } })).toEqual({
    command: ["python", "train.py", "--rate=0.1", "{{ .Id }}"],
    environment: { RATE: "at 0.1", SLIPWAY_PARAM_rate: "0.1" },
  });
  expect([...placesOf({ command, environment })]).toEqual(["rate"]);
});

test("a shell never takes a value for anything but one word, whatever it holds and however it is quoted", () => {
  const script = `# don't mind\nprintf '%s|' {{ text }} "<{{text}}>" a\\'{{ text }}`;
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes("\0")),
      (text) => {
        const job = filledIn({
          command: shellCommand(script),
          environment: {},
          parameters: { text },
        });
        const [program = "", ...args] = job.command;
        const said = execFileSync(program, args, {
          env: { ...job.environment, NODE_ENV: "test", PATH: "/usr/bin:/bin" },
          encoding: "utf8",
        });
        expect(said).toBe(`${text}|<${text}>|a'${text}|`);
      },
    ),
    { numRuns: 50, examples: [["$(echo x) `echo y` \"'; echo z #"]] },
  );
});

test("a place that no parameter fills, or that a shell would leave as it is, is told", () => {
  const parameters = { rate: 1 };
  expect(misplaced({ command: shellCommand("train {{ rat }}"), environment }, parameters)).toBe(
    "{{ rat }} stands for no parameter of this job.",
  );
  expect(
    misplaced({ command: shellCommand("python -c 'print({{ rate }})'"), environment }, parameters),
  ).toContain("SLIPWAY_PARAM_rate");
  expect(
    misplaced({ command: shellCommand("train {{ rate }}"), environment }, parameters),
  ).toBeNull();
  expect(misplaced({ command: shellCommand("docker '{{ Id }}'"), environment: {} }, {})).toBeNull();
});
