import type { Page } from "@/lib/core/page";
import type { ReadDatasetDto } from "@/lib/datasets/dto/versions";
import type { TagDto } from "@/lib/experiments/dto";
import type { RunStatus } from "@/lib/runs/rules";
import type { VersionStatus } from "../rules/versions";
import type { Stage } from "../schema";
import {
  type ModelVersionDto,
  toModelVersionDto,
  type VersionParent,
  type VersionRow,
} from "./models";

export interface SourceRunDto {
  uuid: string;
  name: string;
  /** Index of its line colour, the same on every screen. */
  color: number;
}

/** A version in the table of its model. */
export interface VersionItemDto {
  version: number;
  stage: Stage;
  status: VersionStatus;
  aliases: string[];
  description: string;
  /** Null when no run was named, or one that is not here. */
  run: SourceRunDto | null;
  owner: string;
  creationTime: number;
  lastUpdateTime: number;
  tags: TagDto[];
  /** Of the metrics asked for, those that its logged model or run has. */
  metrics: Record<string, number>;
}

export interface VersionListDto extends Page<VersionItemDto> {
  total: number;
}

export const isOwnTag = ({ key }: TagDto): boolean => !/^_?mlflow[._]/.test(key);

export function toVersionItemDto(
  row: VersionRow,
  model: VersionParent,
  { run, metrics }: { run: SourceRunDto | null; metrics: Record<string, number> },
): VersionItemDto {
  const {
    version,
    stage,
    status,
    aliases,
    description,
    owner,
    creationTime,
    lastUpdateTime,
    tags,
  } = toModelVersionDto(row, model);
  return {
    version,
    stage,
    status,
    aliases,
    description: description ?? "",
    run,
    owner,
    creationTime,
    lastUpdateTime,
    tags: tags.filter(isOwnTag),
    metrics,
  };
}

/** Everything a version's page shows but its files. */
export interface VersionPageDto {
  version: ModelVersionDto;
  run:
    | (SourceRunDto & {
        status: RunStatus;
        lastActivityAt: number;
        experimentId: number;
        experimentName: string;
      })
    | null;
  loggedModel: { uuid: string; name: string; isDeleted: boolean } | null;
  params: TagDto[];
  metrics: { key: string; value: number }[];
  /** What the run read. */
  datasets: ReadDatasetDto[];
  previous: number | null;
  next: number | null;
  newest: number;
}
