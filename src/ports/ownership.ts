/** Who drives executions now. Taking it raises the epoch that fences every owner before. */
export interface Ownership {
  /** One strict transaction. */
  take(): Promise<Owner>;
}

export interface Owner {
  readonly epoch: number;
  /** Whether the owner before this one ended by saying so. */
  readonly goodbye: boolean;
  /** What had to be healed while taking over; null when nothing had. */
  readonly healed: Healed | null;
}

/** After the browser dropped the database, or rows were found damaged. */
export interface Healed {
  readonly wasWiped: boolean;
  readonly workflows: number;
  readonly executions: number;
  /** Executions with a gap that nothing fills, or rows that cannot be read: set aside, by id. */
  readonly damaged: readonly string[];
  /** Workflows whose last word is gone, by name: they are not back, or as they were before it. */
  readonly outdated: readonly string[];
  /** Executions that may be back although they were deleted, by id. */
  readonly undeleted: readonly string[];
  /** Parts of the safe copy that cannot be read: what lay there and is named nowhere is unknown. */
  readonly holes: number;
  /** Kinds of things that no copy holds, and so are gone: `orders`, `logs`, `metrics`, `secrets`. */
  readonly lost: readonly string[];
}
