/**
 * Data shipped with the app, from the app's own folder (and from its offline copy).
 * @returns null for a name that is none of a plain file, or of no file that is there.
 */
export function readExampleFrom(base: string): (name: string) => Promise<Uint8Array | null> {
  return async (name) => {
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) return null;
    const response = await fetch(new URL(`examples/${name}`, base));
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`The host answered ${String(response.status)} for ${name}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}
