import { createMoments } from '#text/moments.ts';

export const time = createMoments('zh-CN', {
  second: '秒',
  minute: '分',
  hour: '小时',
  day: '天',
  today: (clock) => `今天 ${clock}`,
  yesterday: (clock) => `昨天 ${clock}`,
});
