import { Section, Specimen } from "./specimen";

const SURFACES = ["canvas", "surface", "raised", "sunken", "hover", "active"] as const;
const LINES = ["line", "line-strong", "line-control", "ring"] as const;
const TEXTS = ["fg", "muted", "subtle", "accent-fg"] as const;
const RUNS = Array.from({ length: 16 }, (_, index) => `--run-${index}`);
const SIZES = [
  ["2xl", "text-2xl font-semibold"],
  ["xl", "text-xl font-semibold"],
  ["lg", "text-lg font-semibold"],
  ["base", "text-base"],
  ["sm", "text-sm"],
  ["xs", "text-xs"],
  ["2xs", "text-2xs"],
] as const;

function Swatch({ token, kind }: { token: string; kind: "fill" | "line" }) {
  const style =
    kind === "fill"
      ? { background: `var(--${token})` }
      : { border: `3px solid var(--${token})`, background: "var(--surface)" };
  return (
    <div className="grid gap-1">
      <div className="h-10 w-20 rounded-md border" style={style} />
      <span className="font-mono text-muted text-xs">{token}</span>
    </div>
  );
}

export function Foundations() {
  return (
    <>
      <Section title="Colour">
        <Specimen name="Surfaces">
          {SURFACES.map((token) => (
            <Swatch key={token} token={token} kind="fill" />
          ))}
        </Specimen>
        <Specimen name="Lines">
          {LINES.map((token) => (
            <Swatch key={token} token={token} kind="line" />
          ))}
        </Specimen>
        <Specimen name="Text">
          {TEXTS.map((token) => (
            <span key={token} style={{ color: `var(--${token})` }} className="mr-3">
              {token}: the quick brown fox, 0123456789
            </span>
          ))}
        </Specimen>
        <Specimen name="Runs: a colour belongs to a run everywhere">
          {RUNS.map((token, index) => (
            <span key={token} className="grid w-9 gap-1">
              <span className="h-1 rounded-full" style={{ background: `var(${token})` }} />
              <span className="text-center text-muted text-xs">{index}</span>
            </span>
          ))}
        </Specimen>
      </Section>
      <Section title="Type">
        <Specimen name="Sizes" stacked>
          {SIZES.map(([name, className]) => (
            <p key={name} className={className}>
              <span className="mr-3 inline-block w-10 font-normal text-subtle text-xs">{name}</span>
              Validation loss fell from 1.0824 to 0.3391 in 240 steps
            </p>
          ))}
        </Specimen>
        <Specimen name="Numbers line up; ids are readable" stacked>
          <div className="grid w-max grid-cols-[auto_auto] gap-x-6 text-right tabular-nums">
            <span>0.9231</span>
            <span>1,111,111</span>
            <span>0.1117</span>
            <span>8,080,808</span>
          </div>
          <code className="font-mono text-sm">0O1lI 5e2fa90c41d84b7e9c33</code>
        </Specimen>
      </Section>
    </>
  );
}
