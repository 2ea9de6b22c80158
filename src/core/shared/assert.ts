/** Our own bug: what we believed does not hold. Caught only at the top, which keeps the journal. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function assert(condition: unknown, claim: string): asserts condition {
  if (condition === false || condition === null || condition === undefined) {
    throw new InvariantError(claim);
  }
}

/** Ends a `switch` over a union: compiles only while every member has its case. */
export function unreachable(value: never): never {
  throw new InvariantError(`Not a member of its union: ${String(value)}`);
}
