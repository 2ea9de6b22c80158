import { createMoments } from '#text/moments.ts';

export const time = createMoments('en-GB', {
  second: 's',
  minute: 'min',
  hour: 'h',
  day: 'd',
  today: (clock) => `today ${clock}`,
  yesterday: (clock) => `yesterday ${clock}`,
});
