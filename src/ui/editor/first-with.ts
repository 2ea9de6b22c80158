import type { JsonObject } from '#core/shared/json.ts';

const firstCode = `export default ({ inputs, log }) => {
  log.info('started');
  return inputs;
};
`;

/** What a new task of a type begins with, so that it can run as it is. */
export function firstWith(type: string): JsonObject {
  if (type === 'js') return { code: firstCode };
  return type === 'wait' ? { seconds: 5 } : {};
}
