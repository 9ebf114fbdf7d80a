"use client";
import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useEffect, useId, useRef, useState } from "react";
import { z } from "zod";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { Input } from "@/components/ui/input";
import { Progress } from "@/components/ui/progress";
import { sendFile } from "@/components/ui/send-file";
import { toast } from "@/components/ui/toast";
import { formatBytes, formatPercent } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { allowUploadAction } from "@/lib/datasets/actions";

const sentFile = z.object({
  isNew: z.boolean(),
  version: z.object({ datasetId: z.number(), number: z.number() }),
});
type SentFile = z.output<typeof sentFile>;

interface UploadTarget {
  id: number;
  name: string;
}

/** Opens the upload of a file: of a new dataset, or of the next version of one. */
export function UploadButton({ dataset }: { dataset?: UploadTarget | undefined }) {
  const [isOpen, setIsOpen] = useState(false);
  if (!useCan("dataset:write")) return null;
  return (
    <>
      <Button variant={dataset ? undefined : "primary"} onClick={() => setIsOpen(true)}>
        <Upload aria-hidden="true" />
        {dataset ? "Upload a version" : "Upload a dataset"}
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <UploadForm dataset={dataset} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
    </>
  );
}

const nameOf = (file: File) => file.name.replace(/\.(csv|parquet|pq)$/i, "");

function useUpload(dataset: UploadTarget | undefined, onDone: () => void) {
  const router = useRouter();
  const { slug } = useWorkspace();
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string>();
  const sending = useRef<AbortController>(null);
  useEffect(() => () => sending.current?.abort(), []);
  const send = async (file: File, name: string, signal: AbortSignal) => {
    const target = dataset ? { datasetId: dataset.id } : { name };
    const allowed = await allowUploadAction({ workspace: slug, fileName: file.name, ...target });
    if (!allowed.ok) throw new Error(allowed.error.message);
    return sendFile(routes.datasetUpload(allowed.data.grant), file, {
      answer: sentFile,
      onProgress: setShare,
      signal,
    });
  };
  const finish = ({ version: { datasetId, number }, isNew }: SentFile) => {
    toast(isNew ? `Version ${number} is stored` : `This is version ${number} already`, {
      tone: "success",
    });
    onDone();
    router.push(routes.dataset(slug, datasetId, { version: String(number) }));
    router.refresh();
  };
  const upload = async (file: File, name: string) => {
    setProblem(undefined);
    setShare(0);
    const controller = new AbortController();
    sending.current = controller;
    try {
      const sent = await send(file, name, controller.signal);
      controller.signal.throwIfAborted();
      finish(sent);
    } catch (error) {
      if (!controller.signal.aborted)
        setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setShare(null);
    }
  };
  return { share, problem, upload, cancel: () => sending.current?.abort() };
}

function FileChoice({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onFile(dropped);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cn(
        "grid cursor-pointer place-items-center gap-1 rounded-lg border border-line-control border-dashed p-6 text-center text-sm focus-within:outline-2 focus-within:outline-ring",
        isOver ? "bg-accent-soft" : "bg-sunken",
      )}
    >
      <span className="break-all font-medium">
        {file ? `${file.name}, ${formatBytes(file.size)}` : "Drop a file here, or choose one"}
      </span>
      <span className="text-muted text-xs">CSV with a header line in UTF-8, or Parquet</span>
      <input
        id={id}
        type="file"
        accept=".csv,.parquet,.pq"
        aria-label="File"
        className="sr-only"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) onFile(chosen);
        }}
      />
    </label>
  );
}

interface UploadFormProps {
  dataset: UploadTarget | undefined;
  onClose: () => void;
}

function UploadForm({ dataset, onClose }: UploadFormProps) {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const { share, problem, upload, cancel } = useUpload(dataset, onClose);
  const isBusy = share !== null;
  const finalName = name.trim();
  const isReady = file !== null && (dataset !== undefined || finalName !== "");
  const choose = (chosen: File) => {
    setFile(chosen);
    if (name === "") setName(nameOf(chosen));
  };
  const progress = share === 1 ? "Reading its rows…" : `Sending, ${formatPercent(share ?? 0, 0)}`;
  return (
    <DialogContent
      title={dataset ? `New version of ${dataset.name}` : "Upload a dataset"}
      description="The content's hash names the version: the same file again is the same version."
      footer={
        <>
          <Button onClick={isBusy ? cancel : onClose}>{isBusy ? "Stop" : "Cancel"}</Button>
          <Button
            variant="primary"
            disabled={!isReady}
            loading={isBusy}
            onClick={() => {
              if (file && isReady) void upload(file, finalName);
            }}
          >
            Upload
          </Button>
        </>
      }
    >
      <div className="grid gap-4 pt-1">
        <FileChoice file={file} onFile={choose} />
        {dataset ? null : (
          <Field label="Name" required>
            <Input
              value={name}
              maxLength={500}
              spellCheck={false}
              onChange={({ target }) => setName(target.value)}
            />
          </Field>
        )}
        {isBusy ? (
          <div className="grid gap-1">
            <Progress label="Upload" value={share === 1 ? null : share} />
            <p role="status" className="text-muted text-xs">
              {progress}
            </p>
          </div>
        ) : null}
        <FormProblem message={problem} />
      </div>
    </DialogContent>
  );
}
