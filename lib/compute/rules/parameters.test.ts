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
  [["flock", "/l", "-c", "train {{ b }}"]],
  [["script", "-qc", "train {{ b }}"]],
  [["parallel", "train {{ b }}", ":::", "1"]],
  [["timeout", "{{ a }}", "ssh", "gpu1", "{{ b }}"]],
  [["sudo", "-u", "root", "ssh", "gpu1", "{{ b }}"]],
  [["bash", "-c", 'exec "$@"', "x", "ssh", "h", "{{ b }}"]],
  [shellCommand('bash -c "train {{ b }}"')],
  [shellCommand('docker run img bash -lc \\\n "train {{ b }}"')],
  [shellCommand('bash \\\n -c "train {{ b }}"')],
  [shellCommand('"bash" "-c" "train {{ b }}"')],
  [shellCommand('bash >log -c "train {{ b }}"')],
  [shellCommand('$SHELL -c "train {{ b }}"')],
  [shellCommand('docker run img "$SHELL" -c "train {{ b }}"')],
  [shellCommand('"$MY" -lc "train {{ b }}"')],
  [shellCommand('$(which thing) -c "train {{ b }}"')],
  [shellCommand("ssh gpu1 RATE={{ b }} train")],
  [shellCommand("ssh gpu1 bash -s <<EOF\ntrain {{ b }}\nEOF")],
  [shellCommand("docker exec -i x bash 2>&1 <<EOF\ntrain {{ b }}\nEOF")],
  [shellCommand("sbatch <<EOF\n#!/bin/bash\ntrain {{ b }}\nEOF")],
  [shellCommand("cat <<EOF | bash\ntrain {{ b }}\nEOF")],
  [shellCommand('bash <<< "train {{ b }}"')],
  [shellCommand('bash <(echo "train {{ b }}")')],
  [shellCommand('. <(echo "train {{ b }}")')],
  [shellCommand('trap "train {{ b }}" EXIT')],
  [shellCommand('echo "train {{ b }}" | bash')],
  [shellCommand('echo "train {{ b }}" |\nbash -s x')],
  [shellCommand('{ echo a; echo "train {{ b }}"; echo b; } | sudo bash')],
  [shellCommand('echo "train {{ b }}" | while true; do echo a; bash; done')],
  [shellCommand('echo "train {{ b }}" | xargs -I{} sh -c "echo {}"')],
  [shellCommand('x="$(ssh gpu1 "train {{ b }}")"')],
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
  [["env", "CUDA_VISIBLE_DEVICES=0", "python", "main.py", "eval", "--rate", "{{ b }}"]],
  [["exec", "python", "main.py", "eval", "{{ b }}"]],
  [["timeout", "3600", "train", "watch", "{{ b }}"]],
  [["flock", "/l", "python", "train.py", "{{ b }}"]],
  [["bash", "train.sh", "{{ b }}"]],
  [["bash", "--", "{{ b }}"]],
  [shellCommand("bash -c 'exec train \"$1\"' x {{ b }}")],
  [shellCommand("python eval.py {{ b }} && bash train.sh {{ b }}")],
  [shellCommand("CUDA_VISIBLE_DEVICES=0 exec python main.py eval {{ b }}")],
  [shellCommand('bash "$(pwd)/train.sh" {{ b }}')],
  [shellCommand('host="$(ssh gpu1 hostname)"; train {{ b }}')],
  [shellCommand("curl -LsSf https://astral.sh/uv/install.sh | sh\nuv run train.py {{ b }}")],
  [shellCommand("pip install torch=={{ b }}\ncurl -LsSf https://astral.sh/install.sh | sh")],
  [shellCommand("cat > c.yaml <<EOF\nrate: {{ b }}\nEOF\nbash train.sh c.yaml")],
  [shellCommand("python train.py {{ b }} 2>&1 | tee log\nssh gpu1 touch done")],
  [shellCommand('"$PYTHON" -u train.py -c {{ b }}')],
  [shellCommand("$TRAIN --rate={{ b }}")],
  [shellCommand("echo {{ b }} | docker build -t x .")],
  [shellCommand("python train.py \\\n  --rate {{ b }}")],
])("a place that no shell takes for a command is taken: %j", (command) => {
  expect(misplaced({ command, environment: {} }, { b: 1 })).toBeNull();
});

test.each([
  "echo $(( {{ b }} ))",
  'echo "rate $(({{ b }} + 1))"',
  'echo $(("{{ b }}" * (2 + 1)))',
  "echo $\\\n(( 1 + ({{ b }}) ))",
  "(( {{ b }} )) && train",
  "for ((i = 0; i < {{ b }}; i++)); do train; done",
  "echo $[ {{ b }} ]",
  "[[ {{ b }} -eq 1 ]] && train",
  'if [[ 1 -lt "{{ b }}" ]]; then train; fi',
  'x="$([[ {{ b }} -gt 1 ]] && echo y)"',
  "[[ -v {{ b }} ]] || train",
  "let x={{ b }}",
  'train && let "x = {{ b }}"',
  'y="$(let "x = {{ b }}"; echo $x)"',
  "declare -i x={{ b }}",
  "declare -i x\nx={{ b }}",
  "f() { local -ri x={{ b }}; }",
  "declare -n x={{ b }}; echo $x",
  'declare "a[{{ b }}]=1"',
  "export {{ b }}",
  "unset {{ b }}",
  "read {{ b }} < file",
  "printf -v {{ b }} x",
  `echo \${a[{{ b }}]}`,
  `echo "\${#a[{{ b }}]}"`,
  `echo "\${v:{{ b }}:2}"`,
  `echo "\${a[0]:{{ b }}}"`,
  "a[{{ b }}]=1",
  "a=([{{ b }}]=1)",
])("a text where a shell calculates is refused, and a number is taken: %j", (script) => {
  const template = { command: shellCommand(script), environment: {} };
  expect(misplaced(template, { b: "a[$(id)]" })).toContain("would calculate {{ b }}");
  for (const b of [3, true, "0.5", ""]) expect(misplaced(template, { b })).toBeNull();
});

test.each([
  "echo $((1 + 1)) {{ b }} $((2))",
  "n=$(( $(wc -l < {{ b }}) + 1 ))",
  "[ $(wc -l < {{ b }}) -gt 1 ] && train {{ b }}",
  "[[ {{ b }} == a* && 1 -eq 1 ]]",
  '[[ -n "{{ b }}" ]]',
  "x={{ b }}; export Y={{ b }}; declare -x Z={{ b }}",
  `echo "\${v:-{{ b }}}" "(({{ b }}))" [{{ b }}]`,
  "train --rates=[{{ b }},1] model.a[0]={{ b }}",
  "docker run -v {{ b }}:/data x let {{ b }}",
  "# $((\ntrain {{ b }}",
  "( (train {{ b }}) | tee log)",
  "case {{ b }} in a) train {{ b }} ;; esac",
])("a text where a shell does not calculate is taken: %j", (script) => {
  const template = { command: shellCommand(script), environment: {} };
  expect(misplaced(template, { b: "a[$(id)]" })).toBeNull();
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
  const scripts = [
    'sh -c {{ a }} " sh -c'.repeat(4_000),
    `${"sh -o ".repeat(10_000)} -c {{ a }}`,
    `${"([{".repeat(60)}${`$(a[1])\${a[1]}}])`.repeat(3_000)} let {{ a }}`,
    `${"a".repeat(30_000)} ${"a[".repeat(15_000)}{{ a }}]]=`,
    `${" -eq (".repeat(8_000)}; let {{ a }}`,
  ];
  for (const script of scripts) {
    const begun = process.cpuUsage();
    const template = { command: shellCommand(script), environment: {} };
    expect(misplaced(template, { a: "x" })).not.toBeNull();
    expect(process.cpuUsage(begun).user).toBeLessThan(1_000_000);
  }
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
