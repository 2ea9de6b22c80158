import type { Chance } from '#core/shared/testing/chance.ts';
import { toWorkflowId } from '#core/shared/ids.ts';
import type { WorkflowId } from '#core/shared/ids.ts';
import { applyChanges } from '#core/workflow/text-change.ts';
import type { DraftSaved, DraftView, SaveDraft } from '#ports/engine-api.ts';
import { Desk } from '#ui/editor/desk.svelte.ts';
import { DraftKeeper } from '#ui/editor/draft-keeper.svelte.ts';
import type { DraftTabs } from '#ui/editor/draft-keeper.svelte.ts';
import { MemoryClient } from '#ui/testing/memory-client.ts';
import { memoryKit } from '#ui/testing/memory-kit.ts';
import { aWorkflow } from '#ui/testing/samples.ts';

const workflowId: WorkflowId = toWorkflowId('w');
const firstText = `millrace: 1
id: w
name: Walked
tasks:
  one:
    type: noop
  # the second
  two: { type: noop, dependencies: [one] }
`;

/** Storage of one browser, the channel between its tabs, and what is under way to both. */
export class OneBrowser {
  readonly client = new MemoryClient();
  isFull = false;
  readonly #chance: Chance;
  readonly #listeners = new Map<Tab, (id: WorkflowId) => void>();

  constructor(chance: Chance) {
    this.#chance = chance;
    this.client.add(aWorkflow({ id: 'w', tasks: {} }));
    const about = { versionHash: 'sha256:v' as DraftView['versionHash'], versionNumber: 1 };
    const draft = { text: firstText, format: 'yaml', revision: null, position: 0 } as const;
    this.client.drafts.set(workflowId, { ...about, ...draft, steps: [] });
  }

  get stored(): DraftView {
    const view = this.client.drafts.get(workflowId);
    if (view === undefined) throw new Error('Storage has lost the draft.');
    return view;
  }

  async openTab(): Promise<Tab> {
    return new Tab(this, await this.read());
  }

  /** Answers come when they come, and not in the order of the questions. */
  async read(): Promise<DraftView> {
    await this.#wait();
    const view = await this.client.getDraft(workflowId);
    await this.#wait();
    if (view === null) throw new Error('Storage has lost the draft.');
    return view;
  }

  async write(save: SaveDraft): Promise<DraftSaved> {
    await this.#wait();
    const saved = this.isFull
      ? ({ kind: 'notSaved', reason: 'diskFull' } as const)
      : await this.client.saveDraft(save);
    await this.#wait();
    return saved;
  }

  channelOf(tab: Tab): DraftTabs {
    return {
      announce: (id) => {
        for (const [other, listener] of this.#listeners) {
          if (other !== tab) setTimeout(listener, this.#chance.below(20), id);
        }
      },
      follow: (listener) => {
        this.#listeners.set(tab, listener);
        return () => {
          this.#listeners.delete(tab);
        };
      },
    };
  }

  #wait(): Promise<void> {
    if (this.#chance.is(0.4)) return Promise.resolve();
    return new Promise((resolve) => {
      setTimeout(resolve, this.#chance.below(25));
    });
  }
}

/** A tab with a desk, and beside it what its source view shows. */
export class Tab {
  readonly desk: Desk;
  readonly keeper: DraftKeeper;
  /** What a person saw, and since when. */
  readonly seen: { readonly text: string; readonly at: number }[] = [];
  source: string;
  #isKilled = false;
  readonly #end: () => void;

  constructor(browser: OneBrowser, view: DraftView) {
    const client = Object.create(browser.client) as MemoryClient;
    client.getDraft = () => this.#unlessKilled(browser.read());
    client.saveDraft = (save) =>
      this.#isKilled ? never() : this.#unlessKilled(browser.write(save));
    this.keeper = new DraftKeeper(workflowId, { client, tabs: browser.channelOf(this) });
    this.desk = new Desk(view, { editor: memoryKit().editor, keeper: this.keeper });
    this.#end = this.desk.open();
    this.source = this.desk.text;
    this.desk.follow((changes) => {
      this.source = applyChanges(this.source, changes);
    });
    this.look();
  }

  /** All that a person has written: the text, and what stands in forms. */
  get written(): string {
    const half = Object.entries(this.desk.half.stored).map(([at, { text }]) => `${at}: ${text}`);
    return [this.desk.text, ...half.toSorted()].join('\n');
  }

  /** Notes what is on the screen now. */
  look(): void {
    const text = this.written;
    if (this.seen.at(-1)?.text !== text) this.seen.push({ text, at: performance.now() });
  }

  /** What has been on the screen for this long, or was there before it, at the earliest. */
  seenSince(milliseconds: number): readonly string[] {
    const limit = performance.now() - milliseconds;
    const first = this.seen.findLastIndex(({ at }) => at <= limit);
    return this.seen.slice(Math.max(0, first)).map(({ text }) => text);
  }

  close(): void {
    this.#end();
  }

  /** As by SIGKILL: what is under way to storage may arrive there; no more is sent. */
  kill(): void {
    this.#isKilled = true;
    this.#end();
  }

  async #unlessKilled<Value>(answer: Promise<Value>): Promise<Value> {
    const value = await answer;
    return this.#isKilled ? never() : value;
  }
}

function never<Value>(): Promise<Value> {
  return new Promise(() => undefined);
}
