import { isSecret, type TypedParams } from '#ui/workflow/typed-params.ts';
import { runKind, type HalfWritten } from './half-written.svelte.ts';

/** What is typed beside Run lies in the draft, as what is half written does; a secret lies nowhere. */
export function typedIn(half: HalfWritten): TypedParams {
  const at = (name: string) => [runKind, name];
  return {
    get: (name, param) => {
      const kept = half.get(at(name));
      // Of another type it would say another thing.
      return kept?.over[0] === param.type ? kept.text : null;
    },
    put: (name, param, text) => {
      if (!isSecret(name, param)) half.put(at(name), text, [param.type]);
    },
    drop: (name) => {
      half.drop(at(name));
    },
    clear: () => {
      half.dropRun();
    },
  };
}
