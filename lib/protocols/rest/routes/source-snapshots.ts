import { z } from "zod";
import { uploadSnapshot } from "@/lib/compute/commands/snapshots";
import { exportSnapshot, listSnapshots } from "@/lib/compute/queries/snapshots";
import { snapshotInput, uploadSnapshotInput } from "@/lib/compute/schema/snapshots";
import { pageInput } from "@/lib/core/page";
import { announcedSize, bodyOf } from "@/lib/storage/stream-bodies";
import { pageOf } from "../entities";
import { snapshotEntity } from "../job-entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Jobs";
const path = "/workspaces/{workspace}/source-snapshots";

export const snapshotOperations = [
  defineOperation({
    id: "listSourceSnapshots",
    method: "GET",
    path,
    access: "job:read",
    tag,
    summary: "Code that was uploaded to be run, newest first",
    params: inWorkspacePath,
    query: pageInput,
    answer: pageOf(snapshotEntity),
    run: listSnapshots,
  }),
  defineExport({
    id: "exportSourceSnapshot",
    path: `${path}/{sha256}/file`,
    access: "artifact:read",
    tag,
    summary: "An uploaded archive, byte for byte",
    fileTypes: ["application/gzip", "application/zip"],
    params: inWorkspacePath.extend(snapshotInput.shape),
    run: exportSnapshot,
  }),
];

/** Operations whose body is an archive, handed on as it arrives. */
export const snapshotFileOperations = [
  defineOperation({
    id: "uploadSourceSnapshot",
    method: "POST",
    path,
    access: "job:launch",
    tag,
    summary: "Upload code as a .tar.gz or .zip archive of at most 256 MiB, to be named by its hash",
    params: inWorkspacePath,
    query: uploadSnapshotInput,
    isFile: true,
    answer: z
      .object({ snapshot: snapshotEntity, isNew: z.boolean() })
      .meta({ id: "UploadedSourceSnapshot" }),
    status: 201,
    run: (actor, input, request) =>
      uploadSnapshot(actor, input, bodyOf(request), announcedSize(request)),
  }),
];
