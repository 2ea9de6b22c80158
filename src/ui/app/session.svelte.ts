import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { Notice, OwnerView } from '#ports/engine-api.ts';
import type { Text } from '#text/text.ts';
import { Importing } from '#ui/library/importing.svelte.ts';
import { TypedRuns } from '#ui/workflow/typed-runs.ts';
import type { Appearance } from './appearance.svelte.ts';
import type { EngineClient } from './engine-client.ts';
import type { Kit } from './kit.ts';
import { Plug } from './plug.svelte.ts';
import { storageOf } from './preferences.ts';
import { Shortcuts } from './shortcuts.svelte.ts';
import { RunBell } from './run-bell.svelte.ts';
import { Ticking } from './ticking.svelte.ts';
import { toRoute } from './route.ts';
import type { Route } from './route.ts';

/** Good news that goes by itself; what can be taken back says how. */
export interface Toast {
  readonly sentence: string;
  readonly undo: (() => void) | null;
}

/** What every screen shares: the engine, the words, the address, who is owner. */
export class Session {
  readonly client: EngineClient;
  readonly kit: Kit;
  readonly appearance: Appearance;
  readonly importing: Importing;
  readonly bell: RunBell;
  readonly plug: Plug;
  readonly shortcuts: Shortcuts;
  readonly typed: TypedRuns;
  route = $state.raw<Route>(toRoute(location.hash));
  owner = $state.raw<OwnerView | null>(null);
  isOffline = $state(!navigator.onLine);
  isLost = $state(false);
  /** The first screen has answered. */
  isAnswered = $state(false);
  /** One at most, good news only. */
  toast = $state.raw<Toast | null>(null);
  /** What could not be done, where nothing on the screen stands for it any more. */
  refusal = $state.raw<string | null>(null);
  /** What the person has to know about what is stored; each until it is dismissed. */
  notices = $state.raw<readonly Notice[]>([]);
  /** The task that the page of its workflow is to open with. */
  toEdit: { readonly workflowId: string; readonly taskId: string } | null = null;
  /** Runs ordered here while another tab drives, which it may not have taken yet. */
  readonly queued = new SvelteSet<ExecutionId>();
  readonly ticking = new Ticking();

  constructor(client: EngineClient, kit: Kit, appearance: Appearance) {
    this.client = client;
    this.kit = kit;
    this.appearance = appearance;
    this.importing = new Importing(this);
    this.bell = new RunBell(this);
    this.plug = new Plug(kit.unplug);
    this.typed = new TypedRuns({ client, tabs: kit.draftTabs });
    this.shortcuts = new Shortcuts(storageOf(window));
  }

  /** As screens show it. */
  get now(): number {
    return this.ticking.now;
  }

  get text(): Text {
    return this.appearance.text;
  }

  /** Whether it is known who may act; until then no screen has answered. */
  get isSettled(): boolean {
    return this.owner !== null || this.isLost;
  }

  /** Whether orders given here are taken, by this tab or by the one that drives. */
  get mayAct(): boolean {
    return (this.owner?.isOwner === true || this.isViewer) && !this.isLost;
  }

  /** Another tab drives; this one shows the same, and what it orders is queued for that tab. */
  get isViewer(): boolean {
    return this.owner?.isOwner === false && this.owner.mayOrder;
  }

  /** @returns the end of listening to the browser and the engine. */
  follow(): () => void {
    const ending = new AbortController();
    const { signal } = ending;
    const listen = (type: string, act: () => void) => {
      window.addEventListener(type, act, { signal });
    };
    listen('hashchange', () => {
      this.route = toRoute(location.hash);
    });
    for (const type of ['online', 'offline']) {
      listen(type, () => {
        this.isOffline = !navigator.onLine;
      });
    }
    const endTicking = this.ticking.follow();
    const endTyped = this.typed.follow();
    const endLists = this.client.watch({ kind: 'lists' }, () => {
      void this.#ask();
    });
    const endLost = this.client.whenLost(() => {
      this.isLost = true;
    });
    void this.#ask();
    return () => {
      ending.abort();
      endTicking();
      endTyped();
      endLists();
      endLost();
    };
  }

  /** Changes the address; the screen follows it. */
  go(href: string): void {
    location.hash = href;
  }

  /** Says good news. */
  say(sentence: string, undo: (() => void) | null = null): void {
    this.toast = { sentence, undo };
  }

  async dismiss(id: string): Promise<void> {
    try {
      await this.client.dismissNotice(id);
      this.notices = this.notices.filter((notice) => notice.id !== id);
    } catch {
      // A dead engine: the notice stays, and the page says that the engine has stopped.
      this.isLost = true;
    }
  }

  /** The first screen has its answer: tests and the person may begin. */
  answered(): void {
    this.isAnswered = true;
    document.documentElement.dataset['ready'] = 'true';
  }

  async #ask(): Promise<void> {
    try {
      // Together, so that a notice is there before the first screen and pushes nothing away.
      const [owner, notices] = await Promise.all([this.client.owner(), this.#askNotices()]);
      if (!isSameList(notices, this.notices)) this.notices = notices;
      if (!isSameOwner(owner, this.owner)) this.owner = owner;
      document.documentElement.dataset['owner'] = String(owner.isOwner);
    } catch {
      // Every call of a dead engine rejects; one is enough to know.
      this.isLost = true;
    }
  }

  async #askNotices(): Promise<readonly Notice[]> {
    try {
      return await this.client.notices();
    } catch {
      // What was told stays told; whether the engine is dead is found out by asking for the owner.
      return this.notices;
    }
  }
}

function isSameOwner(now: OwnerView, before: OwnerView | null): boolean {
  return (
    now.isOwner === before?.isOwner &&
    now.reason === before.reason &&
    now.mayOrder === before.mayOrder
  );
}

function isSameList(now: readonly Notice[], before: readonly Notice[]): boolean {
  return now.length === before.length && now.every(({ id }, index) => id === before[index]?.id);
}

export const [getSession, setSession] = createContext<Session>();
