/** What a revision's process printed after a place. */
export interface LogPieceDto {
  text: string;
  /** Pass it as `after` for what follows. */
  next: number;
}
