import type { BackendDto } from "../dto/backends";

/** Those on which a job can be launched. */
export const usableBackends = (backends: readonly BackendDto[]): BackendDto[] =>
  backends.filter(({ isReachable, isEnabled }) => isReachable && isEnabled);
