/** Files that the corpus only describes, in our format. */
const task = { type: 'js', with: { code: 'export default () => 1;' } };
const head = { millrace: 1, id: 'w1', name: 'n' };
const hostileTexts = [
  '<img src=x onerror=__xss(1)>',
  '"><script>__xss(2)</script>',
  "'-__xss(3)-'",
  'javascript:__xss(4)',
  '{{constructor.constructor("__xss(5)")()}}',
  '<svg/onload=__xss(6)>',
];

const recipes: Readonly<Record<string, (size: number) => string>> = {
  TASKS: (count) => {
    const entries = Array.from({ length: count }, (_item, index) => [`t${String(index)}`, task]);
    return JSON.stringify({ ...head, tasks: Object.fromEntries(entries) as unknown });
  },
  CODE: (bytes) =>
    JSON.stringify({ ...head, tasks: { a: { type: 'js', with: { code: 'x'.repeat(bytes) } } } }),
  NEST: (depth) =>
    `{"millrace":1,"id":"w1","name":"n","tasks":{"a":{"type":"js","with":{"code":"export default () => 1;","deep":${'['.repeat(depth)}${']'.repeat(depth)}}}}}`,
  XSS_ALL_FIELDS: () => {
    const text = hostileTexts.join(' ');
    const entries = hostileTexts.map((id) => [
      id,
      {
        name: text,
        type: 'js',
        metadata: { [text]: text, docsUrl: 'javascript:__xss(7)' },
        with: { code: `export default () => 1; // ${text}`, note: text },
        [text]: text,
      },
    ]);
    const params = { p: { type: 'string', title: text, description: text, default: text } };
    return JSON.stringify({
      ...head,
      name: text,
      description: text,
      metadata: { [text]: text },
      params,
      tasks: Object.fromEntries(entries) as unknown,
      [text]: text,
    });
  },
};

/** @returns undefined for a recipe that is no file. */
export function buildRecipe(recipe: string): string | undefined {
  const [name = '', size = '0'] = recipe.split(':');
  return recipes[name]?.(Number(size));
}
