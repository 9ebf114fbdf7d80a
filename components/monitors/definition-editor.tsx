"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { previewDefinitionAction, redefineMonitorAction } from "@/lib/monitors/actions";
import type { DefinitionEditorDto, DefinitionPreviewDto } from "@/lib/monitors/dto/definitions";
import { WINDOW_WORDS } from "@/lib/monitors/rules/words";
import { draftDefinitionInput } from "@/lib/monitors/schema/definitions";
import { WINDOWS } from "@/lib/monitors/schema/monitors";
import { DefinitionPreview } from "./definition-preview";
import { type EditForm, firstEditForm, fromRun, toDraftInput } from "./edit-form";
import { EditedColumns } from "./edited-columns";
import { ReferenceField } from "./reference-field";
import { WholeFields } from "./whole-fields";

type Problems = Readonly<Record<string, string>>;

/** What the door would say to the form, by the field it is about. */
function readForm(form: EditForm) {
  const parsed = draftDefinitionInput.safeParse(toDraftInput(form));
  const problems: Record<string, string> = {};
  for (const { path, message } of parsed.error?.issues ?? []) {
    const [field, at] = path;
    const isColumn = field === "columns" && typeof at === "number";
    const name = isColumn ? toDraftInput(form).columns[at]?.name : undefined;
    problems[String(field ?? "form")] ??= name === undefined ? message : `“${name}”: ${message}`;
  }
  return { draft: parsed.data, problems };
}

function useEditor({ monitor, current, ...editor }: DefinitionEditorDto) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [form, setForm] = useState(() => firstEditForm({ monitor, current, ...editor }));
  const [problems, setProblems] = useState<Problems>({});
  const [preview, setPreview] = useState<DefinitionPreviewDto | null>(null);
  const [judgesAgain, setJudgesAgain] = useState(true);
  const [busy, setBusy] = useState<"preview" | "save" | null>(null);
  const set = (change: Partial<EditForm>) => {
    setForm({ ...form, ...change });
    // What was tried is not what stands there any more.
    setPreview(null);
  };
  const send = async (what: "preview" | "save") => {
    const { draft, problems: found } = readForm(form);
    setProblems(found);
    if (!draft) return;
    setBusy(what);
    const sent = { workspace, monitor, ...draft };
    if (what === "preview") {
      const result = await previewDefinitionAction(sent);
      setBusy(null);
      if (result.ok) setPreview(result.data);
      else setProblems({ form: result.error.message });
      return;
    }
    const { version } = current;
    const result = await redefineMonitorAction({ ...sent, version, judgesAgain });
    setBusy(null);
    if (!result.ok) {
      setProblems({ form: result.error.message });
      return;
    }
    toast(
      result.data.version === version
        ? "Nothing changed."
        : `Version ${result.data.version} of the definition holds.`,
    );
    router.push(routes.monitor(workspace, monitor));
  };
  return { form, set, problems, preview, judgesAgain, setJudgesAgain, busy, send };
}

interface SettingsProps {
  editor: DefinitionEditorDto;
  form: EditForm;
  problems: Problems;
  set: (change: Partial<EditForm>) => void;
}

function Settings({ editor, form, problems, set }: SettingsProps) {
  return (
    <Card aria-label="For all columns">
      <CardHeader title="For all columns" />
      <CardBody className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <ReferenceField
          reference={form.reference ?? editor.current.reference}
          onChange={(reference) => set({ reference })}
        />
        <Field label="Window" description="Of UTC; weeks begin on Mondays." required>
          <Select
            value={form.window}
            onChange={(window) => set({ window })}
            options={[...WINDOWS, "rows" as const].map((value) => ({
              value,
              label: WINDOW_WORDS[value],
            }))}
          />
        </Field>
        {form.window === "rows" ? (
          <Field
            label="Rows a window has"
            description="In the order they come."
            error={problems.window}
            required
          >
            <Input
              inputMode="numeric"
              value={form.windowRows}
              onChange={(event) => set({ windowRows: event.target.value })}
            />
          </Field>
        ) : null}
        <Field
          label="Drifted from"
          description="Percent of the columns, by their importance."
          error={problems.share}
          required
        >
          <Input
            inputMode="decimal"
            value={form.share}
            onChange={(event) => set({ share: event.target.value })}
          />
        </Field>
        <Field label="Least rows" description="Of a window." error={problems.minRows} required>
          <Input
            inputMode="numeric"
            value={form.minRows}
            onChange={(event) => set({ minRows: event.target.value })}
          />
        </Field>
        <Field
          label="Newest row"
          description="Minutes it may be old; empty, it is not looked at."
          error={problems.quality}
        >
          <Input
            inputMode="numeric"
            value={form.freshMinutes}
            placeholder="Not looked at"
            onChange={(event) => set({ freshMinutes: event.target.value })}
          />
        </Field>
        <WholeFields form={form} set={set} />
        <Field label="Windows with fewer rows" required>
          <Select
            value={form.smallWindows}
            onChange={(smallWindows) => set({ smallWindows })}
            options={[
              { value: "wait", label: "Say nothing" },
              {
                value: "robust",
                label: "Judged robustly",
                description: "by the greatest difference of a share, less what chance explains",
              },
            ]}
          />
        </Field>
      </CardBody>
    </Card>
  );
}

/** Changes by what a monitor judges, with a look at what that would change first. */
export function DefinitionEditor({ editor }: { editor: DefinitionEditorDto }) {
  const { form, set, problems, preview, judgesAgain, setJudgesAgain, busy, send } =
    useEditor(editor);
  const problem = problems.form ?? problems.columns ?? problems.reference;
  return (
    <>
      <Settings editor={editor} form={form} problems={problems} set={set} />
      <EditedColumns
        columns={form.columns}
        onChange={(columns) => set({ columns })}
        onTakeFromRun={() => set(fromRun(form))}
      />
      <Card aria-label="What would change">
        <CardHeader
          title="What would change"
          description="Compared with the definition that holds, and tried on the newest windows."
          actions={
            <Button size="sm" loading={busy === "preview"} onClick={() => void send("preview")}>
              Try on the newest windows
            </Button>
          }
        />
        <CardBody className="grid gap-4">
          {problem ? (
            <Callout tone="danger" role="alert">
              {problem}
            </Callout>
          ) : null}
          <div role="status">{preview ? <DefinitionPreview preview={preview} /> : null}</div>
          <div className="flex flex-wrap items-center gap-4">
            <label htmlFor="judges-again" className="flex items-center gap-2 text-sm">
              <Checkbox
                id="judges-again"
                checked={judgesAgain}
                onCheckedChange={(checked) => setJudgesAgain(checked === true)}
              />
              Judge the newest windows again
            </label>
            <span className="grow" />
            <Button variant="primary" loading={busy === "save"} onClick={() => void send("save")}>
              Save definition
            </Button>
          </div>
        </CardBody>
      </Card>
    </>
  );
}
