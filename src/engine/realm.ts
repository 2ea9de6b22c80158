import type { EngineApi } from '#ports/engine-api.ts';
import { FencedError, StorageFullError } from '#ports/journal.ts';
import type { OwnerLock } from '#ports/owner-lock.ts';
import type { Healed } from '#ports/ownership.ts';
import type { TabChannel } from '#ports/tabs.ts';
import { assemble, type Adapters, type Assembly } from './assemble.ts';
import { EngineEndedError } from './commit-queue.ts';
import type { Notices } from './notices.ts';
import type { EngineObserver } from './parts.ts';
import { Seat } from './seat.ts';
import { Tabs } from './tabs.ts';

interface RealmAdapters extends Adapters {
  readonly lock: OwnerLock | null;
  readonly channel: TabChannel;
  readonly tab: string;
  /** What this build writes as: a newer one takes over from an older one. */
  readonly code: number;
  /** Calls back when the store was taken away from under us. */
  readonly whenGone: (listener: (reason: Error) => void) => void;
  readonly readExample: (name: string) => Promise<Uint8Array | null>;
  /** Whether this window is known to forget everything when it is closed. */
  readonly isForgetful: () => Promise<boolean>;
  readonly report: (what: string, reason: unknown) => void;
}

/** Of this realm, for its page. */
export interface RealmState {
  /** The epoch to say goodbye to; null while it drives nothing. */
  readonly epoch: number | null;
  /** Whether executions are live here. */
  readonly isBusy: boolean;
}

/** The engine of one tab: drives when it is its turn, else shows what the owner publishes. */
export async function openRealm(adapters: RealmAdapters): Promise<{
  readonly api: EngineApi;
  readonly state: () => RealmState;
  /** For a page that is to be loaded anew: resolves when it may go. */
  readonly comeToRest: () => Promise<void>;
}> {
  const { store, channel, tab, report } = adapters;
  const parts = assemble(adapters, () => seat.engine);
  const lookAround = async () => {
    parts.retention.lookAgain();
    await seat.engine?.takeOrders();
    seat.engine?.lookAgain();
    if (seat.engine !== null) await store.safeCopy.drain();
    parts.watchers.listsChanged();
  };
  const look = () => {
    lookAround().catch((reason: unknown) => {
      // One that has nothing to write learns only here that another took over.
      if (reason instanceof FencedError) seat.ended(reason);
      else if (reason instanceof StorageFullError) seat.engine?.pauseUntilThereIsRoom();
      // Whatever ends the engine is told by the seat; the orders lie where the next one reads them.
      else if (!(reason instanceof EngineEndedError)) report('An order could not be taken', reason);
    });
  };
  const tabs: Tabs = new Tabs({
    channel,
    watchers: parts.watchers,
    tab,
    code: adapters.code,
    isHolding: () => seat.isHolding,
    onPing: (code) => {
      seat.heardWaiter(code);
    },
    onReady: () => {
      seat.heardReady();
    },
    onPong: (code) => {
      seat.heardOwner(code);
    },
    onOwner: (code) => {
      seat.heardOwner(code);
    },
    onPoke: look,
  });
  const seat: Seat = createSeat(adapters, { parts, tabs, look });
  adapters.whenGone((reason) => {
    seat.gone(reason);
  });
  await seat.open();
  const api = parts.createApi(
    () => seat.view,
    () => {
      tabs.poke();
    },
  );
  const watch: EngineApi['watch'] = (subject, port) => {
    tabs.watch(subject, port);
    return Promise.resolve();
  };
  return {
    api: { ...api, watch },
    state: () => ({ epoch: seat.epoch, isBusy: seat.engine?.isLive === true }),
    comeToRest: () => seat.comeToRest(),
  };
}

interface Rooms {
  readonly parts: Assembly;
  readonly tabs: Tabs;
  /** Takes what lies in the inbox and in the copy queue. */
  readonly look: () => void;
}

function createSeat(adapters: RealmAdapters, { parts, tabs, look }: Rooms): Seat {
  const { clock, lock, report, store, readExample } = adapters;
  const { library, notices, retention, watchers } = parts;
  /** Beside everything else: what is too much may stay a moment longer. */
  const sweep = () => {
    retention.sweep().then(
      (gone) => {
        if (gone > 0) watchers.listsChanged();
      },
      (reason: unknown) => {
        report('Old runs could not be deleted', reason);
      },
    );
  };
  const seat: Seat = new Seat({
    clock,
    lock,
    code: adapters.code,
    report,
    onFull: (isFull) => {
      tellFull(notices, isFull);
      // Who takes over drives nothing yet, and its page watches through nobody.
      tabs.listsChanged();
    },
    onGone: () => {
      notices.add('storeGone', {});
    },
    ping: () => {
      tabs.ping();
    },
    ask: () => {
      tabs.ready();
    },
    createEngine: () =>
      parts.createEngine({
        ...observerOf(parts, { report, sweep }),
        paused: (isPaused) => {
          tellFull(notices, isPaused);
          if (isPaused) seat.paused();
        },
        ended: (reason) => {
          seat.ended(reason);
        },
      }),
    onTaken: async (healed) => {
      if (healed !== null) tellHealed(notices, healed);
      if (await adapters.isForgetful()) notices.add('windowForgets', {});
      else if (store.safeCopy.view().kind === 'none') notices.add('noSafeCopy', {});
      await library.ensureExample(readExample).catch((reason: unknown) => {
        // It comes with the next take-over; there is a notice already, or will be.
        if (!(reason instanceof StorageFullError)) throw reason;
      });
      sweep();
    },
    onChange: ({ isOwner, epoch }) => {
      if (isOwner && epoch !== null) tabs.becomeOwner(epoch);
      else tabs.becomeViewer();
      tabs.listsChanged();
      // What came between reading the inbox and now: nobody heard that it did.
      if (isOwner) look();
    },
  });
  return seat;
}

function observerOf(
  { watchers, notices }: Assembly,
  { report, sweep }: Pick<RealmAdapters, 'report'> & { readonly sweep: () => void },
): Omit<EngineObserver, 'ended' | 'paused'> {
  return {
    issued: (id, events, position) => {
      watchers.issued(id, events, position);
      if (events.at(-1)?.type === 'executionEnded') sweep();
    },
    logged: (id, lines, position) => {
      watchers.logged(id, lines, position);
    },
    covered: (position) => {
      watchers.covered(position);
    },
    setAside: (id, reason) => {
      notices.add('damaged', { executions: [id] });
      report(`Execution ${id} was set aside`, reason);
    },
  };
}

function tellFull(notices: Notices, isFull: boolean): void {
  if (isFull) notices.add('diskFull', {});
  else notices.dismiss('diskFull');
}

function tellHealed(notices: Notices, healed: Healed): void {
  const { wasWiped, workflows, executions, lost, damaged, outdated, undeleted, holes } = healed;
  if (wasWiped) notices.add('healed', { workflows, executions, lost });
  const isSpoiled = [damaged, outdated, undeleted].some((names) => names.length > 0) || holes > 0;
  if (isSpoiled) notices.add('damaged', { executions: damaged, outdated, undeleted, holes });
}
