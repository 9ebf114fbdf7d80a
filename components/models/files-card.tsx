"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download, File, Folder, FolderUp } from "lucide-react";
import { useQueryState } from "nuqs";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { formatBytes } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ModelVersionDto } from "@/lib/models/dto";
import type { ArtifactDto } from "@/lib/runs/dto";
import { artifactListOptions } from "@/lib/runs/query-options/artifacts";

interface FilesCardProps {
  version: ModelVersionDto;
  /** Where its files are; null when that is not in our store. */
  location: string | null;
}

export function FilesCard({ version, location }: FilesCardProps) {
  if (location === null)
    return (
      <Card>
        <CardHeader title="Files" />
        <CardBody className="py-3 text-muted text-sm">
          {"Its files are kept elsewhere: "}
          <code className="break-all font-mono text-xs">{version.storageLocation}</code>
        </CardBody>
      </Card>
    );
  return <StoredFiles version={version} location={location} />;
}

const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function StoredFiles({ version, location }: { version: ModelVersionDto; location: string }) {
  const { slug } = useWorkspace();
  const [path, setPath] = useQueryState("path", { defaultValue: "" });
  const query = useInfiniteQuery(artifactListOptions(slug, { uri: location, path }));
  const files = (query.data?.pages ?? []).flatMap(({ items }) => items);
  const open = (to: string) => void setPath(to === "" ? null : to);
  return (
    <Card>
      <CardHeader title="Files" description={path === "" ? undefined : path} />
      {query.error ? (
        <Callout tone="danger" role="alert" className="m-4">
          {query.error.message}
        </Callout>
      ) : null}
      {query.isPending ? (
        <CardBody className="grid gap-2">
          <Skeleton className="h-4 w-1/3" />
          <Skeleton className="h-4 w-1/4" />
        </CardBody>
      ) : null}
      {query.isSuccess && files.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">Nothing is stored here.</CardBody>
      ) : null}
      <ul className="py-1">
        {path === "" ? null : (
          <li>
            <button type="button" onClick={() => open(parentOf(path))} className={row}>
              <FolderUp aria-hidden="true" className={icon} />
              <span className="grow">Up</span>
            </button>
          </li>
        )}
        {files.map((file) => (
          <FileRow
            key={file.path}
            file={file}
            href={routes.modelVersionFile(slug, version.name, version.version, file.path)}
            onOpen={() => open(file.path)}
          />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="border-t p-2 text-center">
          <Button
            variant="ghost"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more files
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

const row =
  "flex w-full min-w-0 items-center gap-2 px-4 py-1.5 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2";
const icon = "size-4 shrink-0 text-subtle";

function FileRow({ file, href, onOpen }: { file: ArtifactDto; href: string; onOpen: () => void }) {
  if (file.isDirectory)
    return (
      <li>
        <button type="button" onClick={onOpen} className={row}>
          <Folder aria-hidden="true" className={icon} />
          <span className="min-w-0 grow truncate">{file.name}</span>
        </button>
      </li>
    );
  return (
    <li>
      <a href={href} download={file.name} className={row}>
        <File aria-hidden="true" className={icon} />
        <span className="min-w-0 grow truncate">{file.name}</span>
        <span className="shrink-0 text-muted text-xs tabular-nums">
          {formatBytes(file.size ?? 0)}
        </span>
        <Download aria-label="Download" className={icon} />
      </a>
    </li>
  );
}
