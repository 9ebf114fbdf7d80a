/** A saved view of an experiment's runs table. */
export interface RunViewDto {
  id: string;
  name: string;
  /** The query of the table's address, without the question mark. */
  query: string;
  isShared: boolean;
  /** The experiment opens with it. */
  isDefault: boolean;
  isMine: boolean;
}

type RunViewRow = Omit<RunViewDto, "isMine"> & { userId: string | null };

export function toRunViewDto(row: RunViewRow, asker: { userId: string }): RunViewDto {
  const { id, name, query, isShared, isDefault, userId } = row;
  return { id, name, query, isShared, isDefault, isMine: userId === asker.userId };
}
