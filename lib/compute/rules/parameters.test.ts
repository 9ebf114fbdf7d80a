import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { filledIn, misplaced, overlong, placesOf } from "./parameters";
import { shellCommand } from "./variables";

function run({ command, environment: variables }: ReturnType<typeof filledIn>): string {
  const [program = "", ...args] = command;
  return execFileSync(program, args, {
    env: { ...variables, NODE_ENV: "test", HOME: "/", PATH: "/usr/bin:/bin" },
    encoding: "utf8",
  });
}

const anyText = fc.string().filter((text) => !text.includes("\0"));

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
    fc.property(anyText, (text) => {
      const command = shellCommand(script);
      const job = filledIn({ command, environment: {}, parameters: { text } });
      expect(run(job)).toBe(`${text}|<${text}>|a'${text}|`);
    }),
    { numRuns: 50, examples: [["$(echo x) `echo y` \"'; echo z #"]] },
  );
});

test("that is so wherever in a command a shell is and whichever flags it has", () => {
  const starts = [
    ["bash", "-lc"],
    ["bash", "-ec"],
    ["bash", "-e", "-c"],
    ["bash", "-c", "-e"],
    ["bash", "-c", "--"],
    ["bash", "+x", "-c"],
    ["bash", "--norc", "-euo", "pipefail", "-c"],
    ["bash", "-o", "pipefail", "-c"],
    ["dash", "-c"],
    ["/usr/bin/bash", "-c"],
    ["env", "bash", "-c"],
    ["timeout", "9", "/bin/sh", "-ec"],
    ["bash", "-c", 'exec "$@"', "x", "sh", "-c"],
  ];
  const script = "printf '%s|' {{ text }} \"<{{text}}>\"";
  const texts = fc.oneof(anyText, fc.constantFrom("$(echo x)", "; echo y #", "' && echo z '"));
  fc.assert(
    fc.property(fc.constantFrom(...starts), texts, (start, text) => {
      const command = [...start, script];
      expect(misplaced({ command, environment: {} }, { text })).toBeNull();
      expect(run(filledIn({ command, environment: {}, parameters: { text } }))).toBe(
        `${text}|<${text}>|`,
      );
    }),
    { numRuns: 100 },
  );
});

test.each([
  [["fish", "-c", "train {{ b }}"]],
  [["env", "-S", "bash -c 'train {{ b }}'"]],
  [["ssh", "gpu1", "train {{ b }}"]],
  [["bash", "{{ a }}", "{{ b }}"]],
  [["bash", "-{{ a }}", "{{ b }}"]],
  [["zsh", "-oc", "errexit", "train {{ b }}"]],
  [shellCommand('bash -c "train {{ b }}"')],
  [shellCommand("eval train {{ b }}")],
  [shellCommand('x="$(bash -c "train {{ b }}")"')],
])(
  "a place where a shell may take its value for a command is refused and left as it is: %j",
  (command) => {
    const parameters = { a: "-c", b: "$(id)" };
    const template = { command, environment: {} };
    expect(misplaced(template, parameters)).toMatch(/SLIPWAY_PARAM_[ab]/);
    expect(filledIn({ ...template, parameters }).command.join(" ")).not.toContain("$(id)");
  },
);

test.each([
  [["python", "main.py", "eval", "{{ b }}"]],
  [["bash", "train.sh", "{{ b }}"]],
  [["bash", "--", "{{ b }}"]],
  [shellCommand("bash -c 'exec train \"$1\"' x {{ b }}")],
  [shellCommand("python eval.py {{ b }} && bash train.sh {{ b }}")],
])("a place that no shell takes for a command is taken: %j", (command) => {
  expect(misplaced({ command, environment: {} }, { b: 1 })).toBeNull();
});

test("what would be too long with its places filled is refused without filling it", () => {
  const many = "{{a}}".repeat(6_500);
  const variables = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`V${at}`, many]));
  const a = "x".repeat(10_000);
  const command = ["train"];
  expect(overlong({ command, environment: variables }, { a })).toContain("256 KiB");
  expect(overlong({ command: ["train", many], environment: {} }, { a })).toContain("64 KiB");
  expect(overlong({ command: ["train", many], environment: variables }, { a: 1 })).toBeNull();
  const read = shellCommand("train {{ a }}\n".repeat(100));
  expect(overlong({ command: read, environment: {} }, { a })).toBeNull();
  const parameters = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`p${at}`, a]));
  expect(overlong({ command, environment: {} }, parameters)).toContain("256 KiB");
});

test("looking for misplaced places takes work in proportion to a command", () => {
  const command = shellCommand('sh -c {{ a }} " sh -c'.repeat(4_000));
  const begun = process.cpuUsage();
  expect(misplaced({ command, environment: {} }, { a: 1 })).not.toBeNull();
  expect(process.cpuUsage(begun).user).toBeLessThan(1_000_000);
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
