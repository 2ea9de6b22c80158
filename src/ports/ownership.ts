/** Who drives executions now. Taking it raises the epoch that fences every owner before. */
export interface Ownership {
  /** One strict transaction. */
  take(): Promise<Owner>;
}

export interface Owner {
  readonly epoch: number;
  /** Whether the owner before this one ended by saying so. */
  readonly goodbye: boolean;
}
