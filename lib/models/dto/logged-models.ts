import type { TagDto } from "@/lib/experiments/dto";
import {
  type LoggedModelStatus,
  loggedModelStatusName,
  REGISTRATIONS_TAG,
  type Registration,
  registrationsOf,
} from "../rules/registrations";
import { type Pair, toPairs } from "./pairs";

export interface ModelMetricDto {
  key: string;
  value: number;
  step: number;
  timestamp: number;
  runUuid: string;
  datasetName: string;
  datasetDigest: string;
}

export interface LoggedModelDto {
  uuid: string;
  experimentId: number;
  name: string;
  modelType: string;
  sourceRunUuid: string | null;
  status: LoggedModelStatus;
  statusMessage: string;
  artifactUri: string;
  creationTime: number;
  lastUpdateTime: number;
  isDeleted: boolean;
  params: TagDto[];
  tags: TagDto[];
  metrics: ModelMetricDto[];
  /** The registered versions made from it. */
  registrations: Registration[];
}

interface LoggedModelRow {
  uuid: string;
  experimentId: bigint;
  name: string;
  modelType: string;
  sourceRunUuid: string | null;
  status: number;
  statusMessage: string;
  artifactUri: string;
  creationTime: bigint;
  lastUpdateTime: bigint;
  deletedAt: bigint | null;
  params: Pair[];
  tags: Pair[];
}

export function toLoggedModelDto(row: LoggedModelRow, metrics: ModelMetricDto[]): LoggedModelDto {
  return {
    uuid: row.uuid,
    experimentId: Number(row.experimentId),
    name: row.name,
    modelType: row.modelType,
    sourceRunUuid: row.sourceRunUuid,
    status: loggedModelStatusName(row.status),
    statusMessage: row.statusMessage,
    artifactUri: row.artifactUri,
    creationTime: Number(row.creationTime),
    lastUpdateTime: Number(row.lastUpdateTime),
    isDeleted: row.deletedAt !== null,
    params: toPairs(row.params),
    tags: toPairs(row.tags),
    metrics,
    registrations: registrationsOf(row.tags.find(({ key }) => key === REGISTRATIONS_TAG)?.value),
  };
}
