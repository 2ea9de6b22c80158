/** What a person reads in is there in their language; its ids and its name are the same in each. */
const editions: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['zh-CN', new Map([['delayed-flights.yaml', 'delayed-flights.zh-cn.yaml']])],
]);

/**
 * Data shipped with the app, from the app's own folder (and from its offline copy).
 * @param language of the page, for what is there in more than one.
 * @returns null for a name that is none of a plain file, or of no file that is there.
 */
export function readExampleFrom(
  base: string,
  language: string,
): (name: string) => Promise<Uint8Array | null> {
  return async (name) => {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) return null;
    const file = editions.get(language)?.get(name) ?? name;
    const response = await fetch(new URL(`examples/${file}`, base));
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`The host answered ${String(response.status)} for ${name}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
