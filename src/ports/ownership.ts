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
  /** Kinds of things that no copy holds, and so are gone: `orders`, `logs`, `metrics`, `secrets`. */
  readonly lost: readonly string[];
}
