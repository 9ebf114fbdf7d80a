interface Publishing {
  authorId: string | null;
  /** Who wants to publish. */
  userId: string;
  /** In which respects less would be asked for. */
  less: readonly string[];
}

/** Why somebody may not put a draft in force; null when they may. */
export function publishRefusal({ authorId, userId, less }: Publishing): string | null {
  if (less.length === 0 || authorId !== userId) return null;
  return `This asks for less than what is in force, so another admin than its author publishes it. ${less.join(" ")}`;
}
