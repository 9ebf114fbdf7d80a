"use client";
import { ChartLine, Grid3x3, List } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { Section, Specimen } from "./specimen";

const AXES = [
  { value: "step", label: "Step" },
  { value: "relative", label: "Relative time" },
  { value: "wall", label: "Wall time", description: "As the clock of the training said" },
  { value: "custom", label: "Another metric", disabled: true },
] as const;

const EXPERIMENTS = [
  "churn-baseline",
  "churn-gradient-boosting",
  "delay-forecast",
  "diamond-prices",
].map((name) => ({ value: name, label: name, description: `Owner: ada · ${name.length} runs` }));

const VIEWS = [
  { value: "table", label: "Table" },
  { value: "charts", label: "Charts" },
  { value: "both", label: "Both" },
] as const;

const ICON_VIEWS = [
  { value: "list", label: "List", icon: <List aria-hidden="true" /> },
  { value: "grid", label: "Grid", icon: <Grid3x3 aria-hidden="true" /> },
  { value: "lines", label: "Lines", icon: <ChartLine aria-hidden="true" /> },
] as const;

export function Forms() {
  return (
    <>
      <Section title="Fields">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" required description="Unique in this workspace.">
            <Input defaultValue="bright-heron-12" />
          </Field>
          <Field label="Token lifetime" error="At most 365 days.">
            <Input inputMode="numeric" defaultValue="900" />
          </Field>
          <Field label="Artifact location">
            <Input placeholder="s3://bucket/prefix" />
          </Field>
          <Field label="Workspace" required>
            <Input disabled defaultValue="research" />
          </Field>
          <Field label="Notes" className="sm:col-span-2">
            <Textarea placeholder="What was tried, and what came of it. Markdown works." />
          </Field>
          <SelectSpecimen />
          <ComboboxSpecimen />
          <SearchSpecimen />
        </div>
      </Section>
      <Section title="Choices">
        <Specimen name="Checkbox" stacked>
          <Field inline label="Show nested runs">
            <Checkbox defaultChecked />
          </Field>
          <Field inline label="Only columns that differ" description="Hides what all rows share.">
            <Checkbox />
          </Field>
          <Field inline label="All 240 columns">
            <Checkbox checked="indeterminate" />
          </Field>
          <Field inline label="Not for your role">
            <Checkbox disabled />
          </Field>
        </Specimen>
        <Specimen name="Switch" stacked>
          <Field inline label="Live updates" description="Rows move as training goes on.">
            <Switch defaultChecked />
          </Field>
          <Field inline label="Hide empty columns">
            <Switch />
          </Field>
        </Specimen>
        <RadioSpecimen />
        <SliderSpecimen />
        <ToggleSpecimen />
      </Section>
      <Section title="Tabs">
        <Tabs defaultValue="overview">
          <TabsList aria-label="Run">
            <TabsTrigger value="overview">Overview</TabsTrigger>
            <TabsTrigger value="metrics">
              Metrics <span className="text-subtle text-xs">18</span>
            </TabsTrigger>
            <TabsTrigger value="artifacts">Artifacts</TabsTrigger>
            <TabsTrigger value="lineage" disabled>
              Lineage
            </TabsTrigger>
          </TabsList>
          <TabsContent value="overview">What the run is.</TabsContent>
          <TabsContent value="metrics">How it went.</TabsContent>
          <TabsContent value="artifacts">What it left behind.</TabsContent>
        </Tabs>
      </Section>
    </>
  );
}

function SelectSpecimen() {
  const [axis, setAxis] = useState<(typeof AXES)[number]["value"]>("step");
  return (
    <Field label="X axis" required>
      <Select options={AXES} value={axis} onChange={setAxis} />
    </Field>
  );
}

function ComboboxSpecimen() {
  const [chosen, setChosen] = useState<readonly string[]>(["churn-baseline"]);
  return (
    <Field label="Experiments" required>
      <Combobox
        noun="experiments"
        options={EXPERIMENTS}
        value={chosen}
        onChange={(value) =>
          setChosen((now) =>
            now.includes(value) ? now.filter((other) => other !== value) : [...now, value],
          )
        }
      />
    </Field>
  );
}

function SearchSpecimen() {
  const [text, setText] = useState("");
  return (
    <SearchInput
      label="Search experiments"
      placeholder="Search experiments"
      value={text}
      onChange={setText}
    />
  );
}

function RadioSpecimen() {
  return (
    <Specimen name="Radio">
      <RadioGroup defaultValue="viewer" aria-label="Role">
        <RadioItem value="viewer" label="Viewer" description="Reads everything, changes nothing." />
        <RadioItem value="contributor" label="Contributor" description="Logs and edits runs." />
        <RadioItem value="admin" label="Admin" disabled />
      </RadioGroup>
    </Specimen>
  );
}

function SliderSpecimen() {
  const [smoothing, setSmoothing] = useState(0.6);
  return (
    <Specimen name={`Slider: ${smoothing.toFixed(2)}`}>
      <Slider
        label="Smoothing"
        min={0}
        max={0.99}
        step={0.01}
        value={smoothing}
        onChange={setSmoothing}
        className="max-w-60"
      />
    </Specimen>
  );
}

function ToggleSpecimen() {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("both");
  const [layout, setLayout] = useState<(typeof ICON_VIEWS)[number]["value"]>("list");
  return (
    <Specimen name="Toggle group">
      <ToggleGroup label="View" options={VIEWS} value={view} onChange={setView} />
      <ToggleGroup label="Layout" options={ICON_VIEWS} value={layout} onChange={setLayout} />
      <ToggleGroup label="View" size="sm" options={VIEWS} value={view} onChange={setView} />
    </Specimen>
  );
}
