"use client";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { routes } from "@/lib/core/routes";
import { launchPipelineAction } from "@/lib/pipelines/actions";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import { parameterProblems } from "@/lib/pipelines/rules/parameters";
import type { Declaration } from "@/lib/pipelines/schema/declaration";
import { givenValues, initialValues } from "./launch-form";
import { ParameterFields } from "./parameter-fields";

interface LaunchFormProps {
  pipeline: PipelineDto;
  declared: Declaration["parameters"];
}

function LaunchForm({ pipeline, declared }: LaunchFormProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [values, setValues] = useState(() => initialValues(declared));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string>();
  const [isSubmitting, setIsSubmitting] = useState(false);
  const { id: pipelineId, version } = pipeline;
  const launch = async () => {
    const parameters = givenValues(declared, values);
    const found = parameterProblems(declared, parameters);
    setProblems(found);
    setProblem(undefined);
    if (Object.keys(found).length > 0) return;
    setIsSubmitting(true);
    const result = await launchPipelineAction({ workspace, pipelineId, version, parameters });
    setIsSubmitting(false);
    if (result.ok) router.push(routes.job(workspace, result.data.number));
    else setProblem(result.error.message);
  };
  const hasNone = Object.keys(declared).length === 0;
  return (
    <FormDialog
      title={`Launch “${pipeline.name}”`}
      description={
        hasNone
          ? `Version ${version} takes no parameters.`
          : `With these values for the parameters of version ${version}.`
      }
      submitLabel="Launch"
      isSubmitting={isSubmitting}
      problem={problem}
      onSubmit={launch}
    >
      <ParameterFields
        declared={declared}
        values={values}
        problems={problems}
        onChange={setValues}
      />
    </FormDialog>
  );
}

/** Launches a pipeline and goes to the job. Nothing where it cannot be launched, or for who may launch none. */
export function LaunchButton({ pipeline }: { pipeline: PipelineDto }) {
  const [isOpen, setIsOpen] = useState(false);
  const mayLaunch = useCan("job:launch");
  const declared = pipeline.newest.declaration?.parameters;
  if (!mayLaunch || pipeline.isArchived || !declared) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Play aria-hidden="true" />
          Launch
        </Button>
      </DialogTrigger>
      <LaunchForm pipeline={pipeline} declared={declared} />
    </Dialog>
  );
}
