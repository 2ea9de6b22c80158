import type { VersionHash } from '#core/shared/ids.ts';
import type { AttemptCall } from '#ports/task-host.ts';
import { bundleVersion } from './bundle/bundle.ts';
import type { Job, Version } from './job.ts';

const versionsKept = 16;

interface VersionEvents {
  ready(): void;
  /** Its code could not be made into a bundle, through no fault of its own. */
  failed(jobs: readonly Job[], reason: string): void;
  /** Beyond its queue, which is known here. */
  isUsed(version: Version): boolean;
}

/** The versions whose code is at hand; those used longest ago are forgotten. */
export class Versions {
  readonly #events: VersionEvents;
  readonly #known = new Map<VersionHash, Version>();

  constructor(events: VersionEvents) {
    this.#events = events;
  }

  of({ versionHash, workflow }: AttemptCall): Version {
    const known = this.#known.get(versionHash);
    if (known !== undefined) return known;
    const version: Version = { hash: versionHash, bundle: undefined, queue: [] };
    this.#known.set(versionHash, version);
    bundleVersion(workflow).then(
      (bundle) => {
        version.bundle = bundle;
        this.#events.ready();
      },
      (reason: unknown) => {
        this.#known.delete(versionHash);
        this.#events.failed(version.queue.splice(0), String(reason));
      },
    );
    this.#forget();
    return version;
  }

  /** Those with code at hand and calls that wait. */
  waiting(): Version[] {
    return [...this.#known.values()].filter(
      ({ bundle, queue }) => bundle !== undefined && queue.length > 0,
    );
  }

  #forget(): void {
    for (const [hash, version] of this.#known) {
      if (this.#known.size <= versionsKept) return;
      const isIdle = version.queue.length === 0 && version.bundle !== undefined;
      if (isIdle && !this.#events.isUsed(version)) this.#known.delete(hash);
    }
  }
}
