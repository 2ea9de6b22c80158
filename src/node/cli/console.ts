/** How a command talks: stdout is the result, stderr everything else. */
export interface Console {
  print(text: string): void;
  say(text: string): void;
}

export const exitCodes = { yes: 0, no: 1, usage: 2, bug: 3, interrupted: 130 } as const;

/** Wrong usage, an unreadable file, or something this host cannot do: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
