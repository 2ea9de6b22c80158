import type { LayoutRequest } from '#core/workflow/layout/layout.ts';
import type { Position } from '#core/workflow/patch/operation.ts';
import type { CanvasChoices } from './canvas-state.ts';
import { directionOfPane, directionOfPlaces, otherThan } from './direction.ts';
import type { Direction } from './route.ts';
import type { Size } from './view.ts';

/** The direction of a drawing, and whose word it is: a person's, or that of the pane. */
export class Course {
  readonly #choices: CanvasChoices;
  direction = $state<Direction>('right');
  /** Null while nothing was drawn. */
  #by: 'pane' | 'person' | null = null;

  constructor(choices: CanvasChoices) {
    this.#choices = choices;
  }

  get isOpen(): boolean {
    return this.#by === null;
  }

  get isOfPane(): boolean {
    return this.#by === 'pane';
  }

  /** Before the first drawing: what was chosen, else as tasks were placed, else as the pane is. */
  begin(
    placed: readonly (Position | null)[],
    dependencies: LayoutRequest['dependencies'],
    size: Size,
  ): void {
    if (!this.isOpen) return;
    const own = this.#choices.direction ?? directionOfPlaces(placed, dependencies);
    this.direction = own ?? directionOfPane(size);
    this.#by = own === null ? null : 'person';
  }

  /** As it was laid out for the pane. */
  take(direction: Direction): void {
    this.direction = direction;
    this.#by ??= 'pane';
  }

  /** A person's act: kept. */
  turn(): void {
    this.#by = 'person';
    this.direction = otherThan(this.direction);
    this.#choices.direction = this.direction;
  }
}
