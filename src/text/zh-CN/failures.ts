const words: Readonly<Record<string, string>> = {
  timeout: '用时超过上限，已被结束。',
  outputNotJson: '它返回的内容不是纯数据。',
  outputTooLarge: '它的输出超过允许的大小。',
  inputTooLarge: '它的输入合计超过允许的大小。',
  referenceMissing: '其中的一个引用没有找到值。',
  isolateLost: '运行它的封闭环境丢失了。',
  handlerMissing: '此版本无法运行这种类型的任务。',
  notGranted: '它请求了未获许可的内容。',
};

/** @returns null for a task's own code, which stands for itself. */
export function failureWords(code: string): string | null {
  return Object.hasOwn(words, code) ? (words[code] ?? null) : null;
}
