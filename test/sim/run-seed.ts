import type { ExecutionEvent } from '#core/execution/events.ts';
import type { ExecutionId } from '#core/shared/ids.ts';
import type { Workflow } from '#core/workflow/model.ts';
import { SimDisk } from './disk.ts';
import { Handed } from './handed.ts';
import { fnv, type EffectEntry } from './host.ts';
import { SimLocks } from './lock.ts';
import { Losses } from './losses.ts';
import { mixes, type Mix, type MixName } from './mix.ts';
import { checkHistory, type Violation } from './oracles.ts';
import { People } from './people.ts';
import { checkRestored } from './restore.ts';
import { Spoiled } from './spoiled.ts';
import { SimTab, type Said } from './tab.ts';
import { Words } from './words.ts';
import { settle, World } from './world.ts';

export interface SeedReport {
  readonly seed: number;
  readonly events: number;
  readonly executions: number;
  readonly crashes: number;
  readonly takeovers: number;
  readonly digest: number;
  readonly violations: readonly Violation[];
}

const stepsMax = 200_000;
const hourMs = 3_600_000;

/**
 * One seed is one world: workflows, orders, edits, deletions, crashes, power cuts, clock jumps and
 * the end of the database are drawn.
 */
export async function runSeed(seed: number, mix: MixName = 'usual'): Promise<SeedReport> {
  const universe = new Universe(seed, mixes[mix]);
  universe.prepare();
  await universe.run();
  await universe.checkCopy();
  return universe.report();
}

/** What one seed left on the disk, with the version that each execution ran. */
export async function readHistories(
  seed: number,
): Promise<readonly { readonly workflow: Workflow; readonly events: readonly ExecutionEvent[] }[]> {
  const universe = new Universe(seed, mixes.usual);
  universe.prepare();
  await universe.run();
  return universe.histories();
}

class Universe {
  readonly #seed: number;
  readonly #world: World;
  readonly #disk: SimDisk;
  readonly #mix: Mix;
  readonly #people: People;
  readonly #words: Words;
  readonly #losses: Losses;
  readonly #handed: Handed;
  readonly #effects: EffectEntry[] = [];
  readonly #problems: Violation[] = [];
  readonly #concurrency: number;
  readonly #locks: SimLocks;
  readonly #tabs = new Set<SimTab>();
  #crashesLeft: number;
  #freezesLeft: number;
  #crashes = 0;
  #tabCount = 0;
  #hasNewBuild = false;
  /** What the newest owner of this store writes as. */
  #ownerCode = 0;
  #takeovers = 0;

  constructor(seed: number, mix: Mix) {
    const world = new World(seed);
    this.#seed = seed;
    this.#mix = mix;
    this.#world = world;
    const slotBytes = world.chance(mix.smallSlots) ? world.pick(2_000, 16_000) : 256_000;
    this.#disk = new SimDisk(world, {
      limits: { slotBytes, ballastBytes: 1_000 },
      inlineUnitsMax:
        world.rare() < mix.beside ? 300 + Math.floor(world.rare() * 1_500) : 1_000_000,
      spoiled: new Spoiled(),
    });
    this.#locks = new SimLocks(world);
    this.#words = new Words(this.#disk);
    this.#people = new People({
      world,
      mix,
      disk: this.#disk,
      words: this.#words,
      startHere: (order, given) => {
        const driving = [...this.#tabs].filter((tab) => tab.isDriving);
        driving[world.pick(0, driving.length - 1)]?.start(order, given);
      },
      poke: () => {
        this.#pokeOwner();
      },
    });
    this.#losses = new Losses(this.#people);
    this.#handed = new Handed(this.#disk, () => this.#people.ordered.keys());
    this.#concurrency = world.pick(1, 8);
    this.#crashesLeft = world.pick(0, mix.crashesMax);
    this.#freezesLeft = world.pick(0, mix.freezesMax);
  }

  prepare(): void {
    const world = this.#world;
    const count = world.pick(1, 5);
    for (let number = 1; number <= count; number += 1) this.#people.drawStory(number);
    const tabs = world.pick(1, 3);
    for (let tab = 0; tab < tabs; tab += 1) this.#openTab();
    const fulls = world.chance(this.#mix.full) ? world.pick(1, this.#mix.fullsMax) : 0;
    for (let full = 1; full <= fulls; full += 1) {
      world.at(world.random() * 4_000, () => {
        this.#disk.fill();
        world.at(world.pick(10, 5_000), () => {
          this.#disk.makeRoom();
        });
      });
    }
    if (world.chance(this.#mix.build)) {
      world.at(world.random() * 3_000, () => {
        this.#hasNewBuild = true;
        this.#openTab();
      });
    }
    if (world.chance(this.#mix.wipeAlive)) {
      world.at(world.random() * 4_000, () => {
        this.#wipe();
      });
    }
  }

  async run(): Promise<void> {
    await this.#rest();
    if (this.#disk.database.state.storeId !== null) return;
    // It vanished under tabs that had nothing to write, so nobody knows: somebody opens the app.
    this.#crashesLeft = 0;
    this.#kill([...this.#tabs]);
    this.#openTab();
    await this.#rest();
  }

  async #rest(): Promise<void> {
    // A tab that found the disk full tries to take over once a second.
    const isAwaited = () => [...this.#tabs].some((tab) => tab.isTakingOver || tab.isAskedToGo);
    for (let steps = 0; this.#world.step(isAwaited()); steps += 1) {
      await settle();
      if (steps > stepsMax) {
        this.#problem('I2', 'the world does not come to rest');
        return;
      }
    }
  }

  histories() {
    return [...this.#people.ordered].map(([id, workflow]) => ({
      workflow,
      events: this.#disk.eventsOf(id),
    }));
  }

  report(): SeedReport {
    this.#losses.forgive(this.#disk);
    const violations = [...this.#problems];
    let digest = 0x811c9dc5;
    let events = 0;
    const { isGarbled } = this.#disk.folder.files;
    const rows = isGarbled ? this.#disk.database.state.damaged.values() : [];
    const damaged = new Set<string>([...rows].map((row) => row.executionId));
    for (const message of this.#words.check(this.#disk)) {
      violations.push({ guarantee: 'saved', message });
    }
    for (const [id, workflow] of this.#people.ordered) {
      const history = this.#disk.eventsOf(id);
      events += history.length;
      digest = fnv(JSON.stringify(history), digest);
      if (this.#words.isDeleted(id) || this.#losses.isForgiven(id, this.#disk)) continue;
      if (history.length === 0 && this.#losses.mayHaveVanished(id)) continue;
      if (history.length === 0) {
        violations.push({ guarantee: 'SCH-09', message: `${id} was ordered and never began` });
        continue;
      }
      violations.push(
        ...checkHistory({
          id,
          workflow,
          events: history,
          packed: this.#disk.stateOf(id),
          effects: this.#effects.filter((effect) => effect.executionId === id),
          shown: this.#losses.shown.get(id) ?? new Map<number, string>(),
          concurrency: this.#concurrency,
          isDamaged: damaged.has(id),
          hasBytes: (hash) => this.#disk.bytesOf(hash) !== null,
        }),
      );
    }
    return {
      seed: this.#seed,
      events,
      executions: this.#people.ordered.size,
      crashes: this.#crashes,
      takeovers: this.#takeovers,
      digest,
      violations,
    };
  }

  /** From the tab that gave the order; the owner may be another, or nobody for a while. */
  #pokeOwner(): void {
    for (const tab of this.#tabs) this.#tell(tab, 'poke', tab.code);
  }

  #tell(tab: SimTab, message: Said, code: number): void {
    const hear = () => {
      tab.hear(message, code);
    };
    this.#world.atIn(tab.process, this.#world.random(), hear, message !== 'poke');
  }

  #openTab(): void {
    const world = this.#world;
    this.#tabCount += 1;
    const tab = new SimTab({
      world,
      disk: this.#disk,
      locks: this.#locks,
      concurrency: this.#concurrency,
      effects: this.#effects,
      name: `tab-${String(this.#tabCount)}`,
      code: this.#drawBuild(),
      isDeaf: this.#seed % 4 === 0 && !this.#hasNewBuild,
      workflowOf: (source) => this.#people.workflowOf(source),
      onShown: this.#losses.show,
      onTaken: () => {
        this.#takeovers += 1;
        this.#checkTaken();
      },
      onGone: (which) => {
        this.#reload(which);
      },
      onHandedOver: () => {
        this.#handed.over();
      },
      onStep: (which) => {
        this.#step(which);
      },
      onDraining: () => this.#words.draining(),
      onProblem: (guarantee, reason) => {
        this.#problem(guarantee, reason);
      },
      onSetAside: (id, reason) => {
        const isRight = this.#losses.isSetAside(id, this.#disk);
        if (!isRight) this.#problem(`set aside ${id}`, reason);
      },
      broadcast: (from, message) => {
        for (const other of this.#tabs) if (other !== from) this.#tell(other, message, from.code);
      },
    });
    this.#tabs.add(tab);
    this.#drawFate(tab);
  }

  /** Once the server has a newer build, a page that is opened may still come out of an older cache. */
  #drawBuild(): number {
    return this.#hasNewBuild && !this.#world.chance(0.2) ? 2 : 1;
  }

  #drawFate(tab: SimTab): void {
    const world = this.#world;
    if (world.chance(0.7)) {
      world.at(world.random() * 4_000, () => {
        if (tab.process.isAlive && this.#crashesLeft > 0) this.#crash(tab);
      });
    }
    if (world.chance(0.3)) {
      world.at(world.random() * 4_000, () => {
        this.#world.fallAsleep(tab.process);
      });
    }
    if (this.#mix.update > 0 && world.chance(this.#mix.update)) {
      world.at(world.random() * 4_000, () => {
        this.#update(tab);
      });
    }
  }

  /** The page is loaded anew some time after its engine says that it may go, or stays after all. */
  #update(tab: SimTab): void {
    const world = this.#world;
    if (!tab.isDriving) return;
    const isGoing = world.chance(0.7);
    tab.update(() => {
      if (isGoing) this.#reload(tab);
    });
  }

  /** Between any two steps of a tab's store. */
  #step(tab: SimTab): void {
    const { death, freeze } = this.#mix;
    if (this.#crashesLeft > 0 && this.#world.chance(death)) {
      this.#crash(tab);
    } else if (this.#freezesLeft > 0 && this.#world.chance(freeze)) {
      this.#freezesLeft -= 1;
      this.#world.fallAsleep(tab.process);
    }
  }

  /** One tab dies, or all of them do with the browser or the machine; some take the database along. */
  #crash(tab: SimTab): void {
    const world = this.#world;
    const draw = world.random();
    const isPowerCut = draw < 0.35;
    const isWhole = draw < 0.6;
    this.#crashes += 1;
    this.#crashesLeft -= 1;
    const victims = isWhole ? [...this.#tabs] : [tab];
    this.#kill(victims);
    if (isPowerCut) this.#disk.cutPower();
    if (isWhole && world.chance(this.#mix.flip)) this.#disk.flip();
    if (isWhole && world.chance(this.#mix.wipe)) this.#wipe();
    if (isWhole && world.rare() < this.#mix.spoilOld) this.#disk.spoilOld();
    if (isWhole && world.rare() < this.#mix.spoilText) this.#disk.spoilText();
    if (world.chance(0.2)) world.jumpWallClock((world.random() - 0.3) * 8 * hourMs);
    for (const victim of victims) {
      const isOpenedAgain = victim === tab || world.chance(0.5);
      if (isOpenedAgain) {
        world.at(world.pick(1, 200), () => {
          this.#openTab();
        });
      }
    }
  }

  /** Some time after the tab has said that it has stopped, or that it may go. */
  #reload(tab: SimTab): void {
    this.#world.at(this.#world.pick(100, 3_000), () => {
      if (!tab.process.isAlive) return;
      if (tab.hasRested && tab.isDriving) this.#handed.over();
      this.#kill([tab]);
      this.#openTab();
    });
  }

  #kill(victims: readonly SimTab[]): void {
    for (const { process } of victims) process.isAlive = false;
    for (const victim of victims) {
      this.#tabs.delete(victim);
      this.#disk.died(victim.process);
      this.#locks.died(victim.process);
    }
  }

  /** The browser drops the database; orders that nobody has answered are a named loss. */
  #wipe(): void {
    // What was flipped is mended out of the database; whoever loses both at once loses.
    if (this.#disk.isFlipped) return;
    this.#disk.database.wipe();
    this.#ownerCode = 0;
    this.#words.wiped();
    this.#losses.wiped();
    this.#handed.forget();
  }

  #checkTaken(): void {
    // It may have vanished again before anybody looked.
    if (this.#disk.database.state.storeId === null) return;
    this.#disk.isFlipped = false;
    const code = this.#disk.database.state.owner?.code ?? 0;
    if (code < this.#ownerCode) this.#problem('builds', 'an older build drives after a newer one');
    this.#ownerCode = code;
    for (const name of this.#handed.check()) this.#problem('handed over', `${name} is doubtful`);
    for (const message of this.#words.settle()) this.#problem('saved', message);
    for (const message of this.#losses.untold(this.#disk)) this.#problem('told', message);
    this.#losses.forgive(this.#disk);
    for (const [id, { seq }] of this.#disk.database.state.states) {
      if ((this.#disk.eventsOf(id as ExecutionId).at(-1)?.seq ?? 0) >= seq) continue;
      this.#problem('I10', `${id}: a packed state at ${String(seq)} lies beyond its journal`);
    }
  }

  /** A second time, as if nothing were left but the safe copy. */
  async checkCopy(): Promise<void> {
    const around = { disk: this.#disk, words: this.#words, losses: this.#losses };
    await checkRestored(around, (guarantee, reason) => {
      this.#problem(guarantee, reason);
    });
  }

  #problem(guarantee: string, reason: unknown): void {
    this.#problems.push({
      guarantee,
      message: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
    });
  }
}
