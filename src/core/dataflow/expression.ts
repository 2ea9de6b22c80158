import { Environment } from '@marcbachmann/cel-js';
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import { unreachable } from '#core/shared/assert.ts';
import { ok, refused } from '#core/shared/result.ts';
import type { Result } from '#core/shared/result.ts';

/** A parsed reference, and what of the workflow it names. */
export interface Expression {
  readonly text: string;
  readonly taskIds: ReadonlySet<string>;
  readonly params: ReadonlySet<string>;
  /** Steps from a root, as in `tasks.a.output.x`; null when it computes. */
  readonly path: ExpressionPath | null;
  /** Throws an error with a `code` of the library. */
  readonly evaluate: (context: Readonly<Record<string, unknown>>) => unknown;
}

export interface ExpressionPath {
  readonly root: string;
  readonly steps: readonly (string | number)[];
}

/** Why a text between `${{` and `}}` is no reference, whatever the workflow. */
export interface BadExpression {
  readonly reason:
    | 'empty'
    | 'expression'
    | 'dynamicTask'
    | 'unknownPart'
    | 'unknownRoot'
    | 'noItem'
    | 'noMatches'
    | 'tooComplex';
  readonly args: Readonly<Record<string, string>>;
}

export const roots = ['params', 'tasks', 'execution'] as const;
export const taskParts = ['output', 'state', 'failure'] as const;

const expressionLengthMax = 10_000;
/** Two lists of a million items each would be 10^12 rounds. */
const loopsWithinMax = 2;

export function parseExpression(text: string): Result<Expression, BadExpression> {
  if (text === '') return refused({ reason: 'empty', args: {} });
  if (text.length > expressionLengthMax) return refused({ reason: 'tooComplex', args: {} });
  const parsed = parseCel(text);
  if (!parsed.ok) return parsed;
  const names = new Names();
  names.read(parsed.value.ast, { bound: new Set(), loops: 0 });
  if (names.bad !== null) return refused(names.bad);
  const check = parsed.value.check();
  if (!check.valid) return refused(notCel(check.error?.message ?? ''));
  return ok({
    text,
    taskIds: names.taskIds,
    params: names.params,
    path: pathOf(parsed.value.ast),
    evaluate: (context): unknown => parsed.value({ ...context }),
  });
}

function parseCel(text: string): Result<ParseResult, BadExpression> {
  try {
    return ok(cel.parse(text));
  } catch (error) {
    return refused(notCel(error instanceof Error ? error.message : String(error)));
  }
}

/** The first line says what is wrong; the others draw the place. */
function notCel(message: string): BadExpression {
  return { reason: 'expression', args: { detail: message.split('\n', 1)[0] ?? '' } };
}

/**
 * JSON knows one kind of number, CEL two. Numbers of data are doubles; calculating with a whole
 * number written in an expression gives a double, too.
 */
const cel = withMixedNumbers(
  new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1_000, maxDepth: 50 },
  })
    .registerVariable('params', 'dyn')
    .registerVariable('tasks', 'dyn')
    .registerVariable('execution', 'dyn')
    .registerVariable('item', 'dyn'),
);

function withMixedNumbers(environment: Environment): Environment {
  const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  for (const [operator, calculate] of Object.entries(operations)) {
    const mixed = (a: number | bigint, b: number | bigint) => calculate(Number(a), Number(b));
    environment.registerOperator(`int ${operator} double`, mixed);
    environment.registerOperator(`double ${operator} int`, mixed);
  }
  return environment.registerOperator('double % double', (a: number, b: number) => a % b);
}

function pathOf(ast: ASTNode): ExpressionPath | null {
  const { root, steps } = chainOf(ast);
  const known = steps.filter((step) => step !== null);
  return root.op === 'id' && known.length === steps.length
    ? { root: root.args, steps: known }
    : null;
}

type Step = string | number | null;

/** The steps of member accesses down to what they start from; null for a computed one. */
function chainOf(node: ASTNode): { root: ASTNode; steps: Step[]; computed: ASTNode[] } {
  const steps: Step[] = [];
  const computed: ASTNode[] = [];
  let root = node;
  while (root.op === '.' || root.op === '[]') {
    if (root.op === '.') {
      steps.push(root.args[1]);
    } else {
      const step = literalStep(root.args[1]);
      steps.push(step);
      if (step === null) computed.push(root.args[1]);
    }
    root = root.args[0];
  }
  return { root, steps: steps.reverse(), computed };
}

function literalStep(node: ASTNode): Step {
  if (node.op !== 'value') return null;
  const value = node.args;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' ? value : null;
}

interface Inside {
  /** Names of loop variables, which hide those of the roots. */
  readonly bound: ReadonlySet<string>;
  readonly loops: number;
}

const loops: ReadonlySet<string> = new Set([
  'all',
  'exists',
  'exists_one',
  'map',
  'filter',
  'bind',
]);

/** Walks a parsed expression, whose depth the parser has bounded. */
class Names {
  readonly taskIds = new Set<string>();
  readonly params = new Set<string>();
  bad: BadExpression | null = null;

  read(node: ASTNode, inside: Inside): void {
    const { root, steps, computed } = chainOf(node);
    for (const index of computed) this.read(index, inside);
    if (root.op === 'id') {
      if (!inside.bound.has(root.args)) this.#root(root.args, steps);
    } else if (root.op === 'rcall') {
      this.#method(root.args, inside);
    } else if (root.op === 'call') {
      const [name, args] = root.args;
      if (name === 'matches') this.#fail({ reason: 'noMatches', args: {} });
      for (const argument of args) this.read(argument, inside);
    } else {
      for (const child of childrenOf(root)) this.read(child, inside);
    }
  }

  #method([name, receiver, args]: [string, ASTNode, ASTNode[]], inside: Inside): void {
    // A regular expression of JavaScript can take for ever.
    if (name === 'matches') this.#fail({ reason: 'noMatches', args: {} });
    const isBind = name === 'bind';
    if (!isBind) this.read(receiver, inside);
    const [first, ...rest] = args;
    if (!loops.has(name) || first?.op !== 'id') {
      for (const argument of args) this.read(argument, inside);
      return;
    }
    const deeper = {
      bound: new Set([...inside.bound, first.args]),
      loops: inside.loops + (isBind ? 0 : 1),
    };
    if (deeper.loops > loopsWithinMax) this.#fail({ reason: 'tooComplex', args: {} });
    rest.forEach((argument, index) => {
      this.read(argument, isBind && index === 0 ? inside : deeper);
    });
  }

  #root(name: string, steps: readonly Step[]): void {
    const [first, second] = steps;
    if (name === 'tasks') {
      this.#task(first, second);
    } else if (name === 'params') {
      if (typeof first === 'string') this.params.add(first);
    } else if (name === 'item') {
      this.#fail({ reason: 'noItem', args: {} });
    } else if (name !== 'execution' && !celTypes.has(name)) {
      this.#fail({ reason: 'unknownRoot', args: { name } });
    }
  }

  #task(id: Step | undefined, part: Step | undefined): void {
    if (typeof id !== 'string') {
      this.#fail({ reason: 'dynamicTask', args: {} });
      return;
    }
    this.taskIds.add(id);
    if (!taskParts.some((known) => known === part)) {
      this.#fail({ reason: 'unknownPart', args: { task: id, part: String(part ?? '') } });
    }
  }

  #fail(bad: BadExpression): void {
    this.bad ??= bad;
  }
}

/** Names that CEL itself gives a meaning. */
const celTypes: ReadonlySet<string> = new Set(
  'int uint double bool string bytes list map null_type type dyn google optional'.split(' '),
);

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    case 'list':
    case '?:':
      return node.args;
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case '[]':
    case '[?]':
    case '||':
    case '&&':
    case '!=':
    case '==':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return node.args;
    default:
      return unreachable(node);
  }
}
