/** A part of the page that is fetched when it is needed first; until then nothing of it is there. */
export class Loaded<Module> {
  module = $state.raw<Module | null>(null);

  constructor(load: () => Promise<Module>) {
    load().then(
      (module) => {
        this.module = module;
      },
      (reason: unknown) => {
        // A newer build has taken this one's files away: only a reload brings the page together again.
        console.error('A part of the page could not be loaded', reason);
      },
    );
  }
}
