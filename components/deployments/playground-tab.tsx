"use client";
import { Send } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useOrigin } from "@/components/models/use-origin";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import { revisionParam } from "@/lib/deployments/search-params";
import { tryPredictionAction } from "@/lib/gateway/actions/predictions";
import type { DeploymentInputDto, TriedPredictionDto } from "@/lib/gateway/dto/playground";
import { PlaygroundAnswer } from "./playground-answer";
import { PlaygroundFields } from "./playground-fields";
import { type FieldValues, snippetsOf, toBody, toFields } from "./playground-form";
import { servedTitle } from "./traffic-parts";

interface PlaygroundTabProps {
  deployment: DeploymentDto;
  input: DeploymentInputDto;
}

const MODES = [
  { value: "fields", label: "Fields" },
  { value: "json", label: "JSON" },
] as const;
type Mode = (typeof MODES)[number]["value"];

const LANGUAGES = [
  { value: "curl", label: "curl" },
  { value: "Python", label: "Python" },
  { value: "TypeScript", label: "TypeScript" },
] as const;

const NO_PROBLEMS: FieldValues = {};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function usePlayground({ deployment, input }: PlaygroundTabProps) {
  const { slug: workspace } = useWorkspace();
  const [chosen] = useQueryState("revision", revisionParam);
  const { columns, example } = input;
  const [mode, setMode] = useState<Mode>(columns ? "fields" : "json");
  const [values, setValues] = useState<FieldValues>(() => toFields(columns ?? [], example));
  const [text, setText] = useState(example);
  const [tried, setTried] = useState<TriedPredictionDto | null>(null);
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const body = mode === "fields" && columns ? toBody(columns, values) : text;
  const change = (next: Mode) => {
    if (next === "json") setText(body);
    else if (columns) setValues(toFields(columns, text));
    setMode(next);
  };
  const send = async () => {
    setIsSending(true);
    setProblem(undefined);
    const result = await tryPredictionAction({
      workspace,
      deployment: deployment.name,
      revision: chosen,
      body,
    });
    setIsSending(false);
    setTried(result.ok ? result.data : null);
    if (!result.ok) setProblem(result.error.message);
  };
  const problems = tried?.columns ?? NO_PROBLEMS;
  return {
    mode,
    change,
    values,
    setValues,
    text,
    setText,
    body,
    tried,
    problem,
    problems,
    isSending,
    send,
  };
}

function RevisionChoice({ deployment }: { deployment: DeploymentDto }) {
  const [chosen, setChosen] = useQueryState(
    "revision",
    revisionParam.withOptions({ shallow: false }),
  );
  const answering = deployment.serves.filter(({ weight }) => weight > 0);
  return (
    <Select
      label="Who answers"
      options={[
        { value: "plan", label: "By the traffic plan" },
        ...answering.map((one) => ({
          value: String(one.number),
          label: `Revision ${one.number}: ${servedTitle(one)}`,
        })),
      ]}
      value={chosen === null ? "plan" : String(chosen)}
      onChange={(next) => void setChosen(next === "plan" ? null : Number(next))}
      className="w-44 sm:w-56"
    />
  );
}

function Snippets({ deployment, body }: { deployment: string; body: string }) {
  const origin = useOrigin();
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]["value"]>("curl");
  const snippet = isJson(body)
    ? snippetsOf(`${origin}/serve/${deployment}/invocations`, body).find(
        (one) => one.language === language,
      )
    : undefined;
  return (
    <Card>
      <CardHeader
        title="From a program"
        actions={
          <ToggleGroup
            label="Language"
            size="sm"
            options={LANGUAGES}
            value={language}
            onChange={setLanguage}
          />
        }
      />
      <CardBody>
        {snippet ? (
          <CodeBlock {...snippet} />
        ) : (
          <p className="text-muted text-sm">The body is no JSON yet.</p>
        )}
        <p className="mt-2 text-muted text-xs">
          SLIPWAY_TOKEN is an API token of this workspace with the scope serving:predict.
        </p>
      </CardBody>
    </Card>
  );
}

type Playground = ReturnType<typeof usePlayground>;

function Request({ input, form }: { input: DeploymentInputDto; form: Playground }) {
  const { columns, isLogged } = input;
  return (
    <CardBody className="grid gap-4">
      <p className="text-muted text-xs">
        {isLogged
          ? "Filled with the input example that was logged with the model."
          : "No input example was logged with the model: the values only have the right types."}
      </p>
      {form.mode === "fields" && columns ? (
        <PlaygroundFields
          columns={columns}
          values={form.values}
          problems={form.problems}
          onChange={form.setValues}
        />
      ) : (
        <Field label="Body" required>
          <Textarea
            rows={14}
            value={form.text}
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => form.setText(event.target.value)}
          />
        </Field>
      )}
      {form.problem === undefined ? null : (
        <Callout tone="danger" role="alert" title={form.problem} />
      )}
    </CardBody>
  );
}

/** Asks a deployment for a prediction by hand: a form made from the model's signature. */
export function PlaygroundTab(props: PlaygroundTabProps) {
  const { deployment, input } = props;
  const mayPredict = useCan("deployment:predict");
  const form = usePlayground(props);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Card>
        <CardHeader
          title="Request"
          actions={
            input.columns ? (
              <ToggleGroup
                label="Form of the request"
                size="sm"
                options={MODES}
                value={form.mode}
                onChange={form.change}
              />
            ) : null
          }
        />
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void form.send();
          }}
        >
          <Request input={input} form={form} />
          <div className="flex flex-wrap items-center gap-2 border-t px-4 py-3">
            {mayPredict ? (
              <>
                <RevisionChoice deployment={deployment} />
                <Button type="submit" variant="primary" loading={form.isSending}>
                  <Send aria-hidden="true" />
                  Send
                </Button>
              </>
            ) : (
              <p className="text-muted text-sm">Contributors ask for predictions; you may read.</p>
            )}
          </div>
        </form>
      </Card>
      <div className="grid gap-4">
        <PlaygroundAnswer deployment={deployment.name} tried={form.tried} />
        <Snippets deployment={deployment.name} body={form.body} />
      </div>
    </div>
  );
}
