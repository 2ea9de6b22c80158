/** How likely what is: the usual world, or one in which something rare is common. */
export interface Mix {
  /** That a crash of the whole browser, or of the machine, takes the database along. */
  readonly wipe: number;
  /** That it vanishes once under living tabs. */
  readonly wipeAlive: number;
  /** That a person deletes an execution that has ended. */
  readonly deletion: number;
  /** That a workflow is deleted in the end. */
  readonly removal: number;
  /** That slots are so small that many are needed. */
  readonly smallSlots: number;
  /** Of dying between two steps. */
  readonly death: number;
  readonly crashesMax: number;
  /** Of falling asleep between two steps. */
  readonly freeze: number;
  readonly freezesMax: number;
  /** That the disk is full for a while. */
  readonly full: number;
  readonly fullsMax: number;
  /** That a crash of the whole browser finds a bit flipped in one of the two newest slots. */
  readonly flip: number;
  /** That a crash of the whole browser leaves bytes spoiled in a slot older than the two newest. */
  readonly spoilOld: number;
  /** That long texts lie beside the frames, as those of over a million characters do. */
  readonly beside: number;
  /** That a crash of the whole browser leaves such a text spoiled, or takes it along. */
  readonly spoilText: number;
  /** That a newer build comes while tabs of the older one are open. */
  readonly build: number;
  /** That a person presses Update, in each tab. */
  readonly update: number;
  /** That what a task gives lies beside its events. */
  readonly largeOutput: number;
}

const usual: Mix = {
  wipe: 0.3,
  wipeAlive: 0.06,
  deletion: 0.15,
  removal: 0.1,
  smallSlots: 0.3,
  death: 0.006,
  crashesMax: 7,
  freeze: 0.001,
  freezesMax: 2,
  full: 0.1,
  fullsMax: 2,
  flip: 0.1,
  spoilOld: 0.02,
  beside: 0.1,
  spoilText: 0.1,
  build: 0.15,
  update: 0,
  largeOutput: 0.01,
};

export const mixes = {
  usual,
  wipes: { ...usual, wipe: 0.9, wipeAlive: 0.5, death: 0.02, crashesMax: 14 },
  restores: {
    ...usual,
    wipe: 1,
    wipeAlive: 0.8,
    death: 0.03,
    crashesMax: 20,
    freeze: 0.01,
    freezesMax: 6,
  },
  steals: { ...usual, wipe: 0, wipeAlive: 0, freeze: 0.02, freezesMax: 8 },
  outputs: { ...usual, largeOutput: 0.1, death: 0.03 },
  fulls: { ...usual, full: 1, fullsMax: 6, crashesMax: 14 },
  flips: { ...usual, flip: 0.9, wipe: 0.5, smallSlots: 0.6, deletion: 0.4, removal: 0.3 },
  olds: {
    ...usual,
    spoilOld: 0.8,
    wipe: 0.6,
    wipeAlive: 0.4,
    smallSlots: 1,
    deletion: 0.3,
    removal: 0.3,
    crashesMax: 10,
  },
  texts: {
    ...usual,
    beside: 1,
    spoilText: 0,
    wipe: 0.6,
    wipeAlive: 0.4,
    death: 0.02,
    freeze: 0.005,
    freezesMax: 6,
    crashesMax: 14,
    deletion: 0.3,
  },
  lostTexts: { ...usual, beside: 1, spoilText: 0.8, wipe: 0.6, wipeAlive: 0.4, crashesMax: 10 },
  builds: { ...usual, build: 1, crashesMax: 10 },
  handOvers: { ...usual, build: 1, update: 0.5, wipe: 0.1, wipeAlive: 0, crashesMax: 3 },
  deletions: { ...usual, wipe: 0.9, deletion: 0.9, removal: 0.5, smallSlots: 0.8 },
} as const satisfies Record<string, Mix>;

export type MixName = keyof typeof mixes;

export function isMix(name: string): name is MixName {
  return Object.hasOwn(mixes, name);
}
