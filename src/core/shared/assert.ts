/** Our own bug: what we believed does not hold. Caught only at the top, which keeps the journal. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Ends a `switch` over a union: compiles only while every member has its case. */
export function unreachable(value: never): never {
  throw new InvariantError(`Not a member of its union: ${String(value)}`);
}
