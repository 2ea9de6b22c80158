/** A free id that says what it is: `files1`, `files2`; of a copy the number goes on. */
export function freshId(stem: string, tasks: readonly { readonly id: string }[]): string {
  const taken = new Set(tasks.map(({ id }) => id));
  const base = stem.replace(/\d+$/, '');
  let number = 1;
  while (taken.has(`${base}${String(number)}`)) number += 1;
  return `${base}${String(number)}`;
}
