/** Who depends on a task, by index. */
export function dependantsOf(dependencies: readonly (readonly number[])[]): readonly number[][] {
  const dependants: number[][] = dependencies.map(() => []);
  dependencies.forEach((own, task) => {
    for (const one of own) dependants[one]?.push(task);
  });
  return dependants;
}

/**
 * For each task that leads to one, the next task on a shortest way there; the task itself leads
 * nowhere. Absent: it may depend on it without closing a circle.
 */
export function waysTo(
  dependencies: readonly (readonly number[])[],
  task: number,
): ReadonlyMap<number, number> {
  const next = new Map<number, number>([[task, task]]);
  // The list grows while it is walked.
  const reached = [task];
  for (const one of reached) {
    for (const dependency of dependencies[one] ?? []) {
      if (next.has(dependency)) continue;
      next.set(dependency, one);
      reached.push(dependency);
    }
  }
  return next;
}

/**
 * The circle that a task `to` would close by depending on the task the ways lead to: from `to` all
 * the way round, back to `to`. Null when there is none.
 */
export function circleFrom(ways: ReadonlyMap<number, number>, to: number): number[] | null {
  if (!ways.has(to)) return null;
  const circle = [to];
  for (let at = to; ;) {
    const next = ways.get(at);
    if (next === undefined || next === at) break;
    circle.push(next);
    at = next;
  }
  circle.push(to);
  return circle;
}
