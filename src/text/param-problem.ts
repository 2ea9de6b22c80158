import type { ParamProblem } from '#core/dataflow/params.ts';

/** A sentence for a value that does not fit its param. */
export function paramProblemMessage({ param, reason, args }: ParamProblem): string {
  const name = `"${param}"`;
  const arg = (key: string) => JSON.stringify(args[key]).replaceAll('"', '');
  switch (reason) {
    case 'missing':
      return `${name} needs a value`;
    case 'unknown':
      return args['hint'] === null || args['hint'] === undefined
        ? `There is no param ${name}`
        : `There is no param ${name}; did you mean "${arg('hint')}"?`;
    case 'wrongType':
      return `${name} must be of type ${arg('type')}`;
    case 'belowMinimum':
      return `${name} must be at least ${arg('minimum')}`;
    case 'aboveMaximum':
      return `${name} must be at most ${arg('maximum')}`;
    case 'notInEnum':
      return `${name} must be one of ${JSON.stringify(args['allowed'])}`;
    case 'tooLarge':
      return `${name} is too large`;
  }
}
