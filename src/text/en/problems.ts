/** Gives an argument of a problem as text that is safe to show. */
type Argument = (name: string) => string;
type Sentence = (argument: Argument) => string;

/**
 * One sentence for each `code.reason` of a problem: what is wrong, then what to do. A code alone is
 * what is said when a reason has none.
 */
export const problemSentences: Readonly<Record<string, Sentence>> = {
  encoding: () => 'The file is not UTF-8 text. Save it as UTF-8.',
  'encoding.utf16': () => 'The file is UTF-16 text. Save it as UTF-8.',
  'encoding.notUtf8': (a) =>
    `The file is not UTF-8 text: byte ${a('offset')} does not belong to a character. Save it as UTF-8.`,

  syntax: () => 'The text cannot be read. Correct it here.',
  'syntax.empty': () =>
    'The file is empty. A workflow needs at least "millrace", "id" and "tasks".',
  'syntax.unexpectedCharacter': (a) =>
    `"${a('character')}" cannot stand here. Look for a missing comma, colon or quote before it.`,
  'syntax.unexpectedEnd': () => 'The text ends too early. Close every bracket and quote.',
  'syntax.unclosedText': () => 'A quoted text begins here and has no end. Close the quote.',
  'syntax.badEscape': () =>
    'JSON has no such escape after "\\". Write "\\\\" for a backslash itself.',
  'syntax.controlCharacter': () =>
    'A control character cannot stand inside a text. Write it as an escape, such as \\n or \\t.',
  'syntax.badNumber': () =>
    'This is no JSON number. Write it like 12, -0.5 or 1e6, without leading zeros or "+".',
  'syntax.trailingComma': () => 'A comma must be followed by another entry. Remove the comma.',
  'syntax.textAfterEnd': () => 'There is more text after the end of the workflow. Remove it.',
  'syntax.yaml': (a) => `The YAML cannot be read here: ${a('detail')}. Correct this line.`,
  'syntax.multipleDocuments': () =>
    'A second YAML document begins here. Put each workflow in a file of its own.',
  'syntax.unknownAlias': (a) =>
    `The alias "*${a('name')}" has no anchor before it. Add "&${a('name')}" to what it stands for.`,

  duplicateKey: (a) => `The key "${a('key')}" stands here twice. Remove or rename one of them.`,
  missingField: (a) => `The field "${a('field')}" is missing. Add it.`,
  'missingField.missingOneOf': (a) => `One of the fields ${a('fields')} is missing. Add one.`,

  wrongType: (a) =>
    `"${a('field')}" must be ${kind(a('wanted'))}, but is ${kind(a('found'))}. ${remedy(a)}`,
  'wrongType.rootNotMap': (a) =>
    `A workflow must be a map of fields, but this is ${kind(a('found'))}. Begin with "millrace: 1".`,
  'wrongType.tasksList': () =>
    '"tasks" must be a map from id to task, not a list. Write each task under its id.',
  'wrongType.keyNotText': (a) => `The key ${a('key')} is not text. Quote it: "${a('key')}".`,
  'wrongType.mergeNotMap': () => '"<<" merges maps only. Give it an alias of a map.',
  'wrongType.notFinite': (a) =>
    `${a('text')} is no JSON number. Write a finite number, or quote it.`,
  'wrongType.notAnInstant': (a) =>
    `"${a('field')}" is no instant: "${a('text')}". Write it like 2026-01-31T12:00:00.000Z.`,
  'wrongType.param_wrongType': (a) =>
    `"${a('field')}" of the param must be of its type, ${a('type')}. Change the value or the type.`,

  outOfRange: (a) => `The value of "${a('field')}" is out of range. Change it.`,
  'outOfRange.emptyText': (a) =>
    `${a('field') === '' ? 'An id' : `"${a('field')}"`} must not be empty. Write at least one character.`,
  'outOfRange.notAbove': (a) =>
    `"${a('field')}" must be above ${a('minimum')}, but is ${a('value')}. Raise it or leave it out.`,
  'outOfRange.belowMinimum': (a) =>
    `"${a('field')}" must be at least ${a('minimum')}, but is ${a('value')}. Raise it.`,
  'outOfRange.notAllowed': (a) =>
    `"${a('field')}" cannot be "${a('value')}". Choose one of: ${a('allowed')}.`,
  'outOfRange.numberTooLarge': (a) =>
    `The number ${a('text')} is too large to be kept. Write a smaller one, or quote it.`,
  'outOfRange.emptyEnum': () =>
    '"enum" lists no value, so no value would do. Add one or remove it.',
  'outOfRange.boundsCrossed': (a) =>
    `"maximum" (${a('maximum')}) is below "minimum" (${a('minimum')}). Change one of them.`,
  'outOfRange.param_belowMinimum': (a) =>
    `"${a('field')}" is ${a('value')}, below the minimum ${a('minimum')}. Change one of them.`,
  'outOfRange.param_aboveMaximum': (a) =>
    `"${a('field')}" is ${a('value')}, above the maximum ${a('maximum')}. Change one of them.`,
  'outOfRange.param_notInEnum': (a) =>
    `"${a('field')}" is not among the values of "enum": ${a('allowed')}. Choose one of them.`,

  unsupported: (a) => `"${a('field')}" is not supported yet. Remove it.`,
  'unsupported.version': (a) =>
    `This release reads "millrace: 1", not ${a('version')}. Update the app, or write 1.`,
  'unsupported.reservedField': (a) =>
    `"${a('field')}" is reserved for a later release and would change what runs. Remove it.`,
  'unsupported.triggerRule': (a) =>
    `The trigger rule "${a('rule')}" is not supported yet. Use "all_success" or leave it out.`,
  'unsupported.customTag': (a) => `The tag ${a('tag')} is not supported. Remove it.`,
  'unsupported.yamlVersion': (a) =>
    `The file says it is YAML ${a('version')}. Only YAML 1.2 is read: remove the %YAML line.`,
  'unsupported.moreThanOneOf': (a) =>
    `Only one of the fields ${a('fields')} may be there. Keep one.`,
  'unsupported.boundOfOtherType': (a) =>
    `"${a('field')}" has no meaning for a param of type ${a('type')}. Remove it.`,
  'unsupported.defaultFile': () =>
    'A param of type file cannot have a default. Remove it; the file is chosen at the start.',

  unknownType: (a) => `There is no task type "${a('type')}". Known types: ${a('known')}.`,
  unknownTask: (a) =>
    `Task "${a('task')}" depends on "${a('dependency')}", which is not in this workflow. Add that task or remove the dependency.`,
  cycle: (a) =>
    a('count') === '1'
      ? `Task "${a('task')}" depends on itself. Remove the dependency.`
      : `These tasks wait for one another: ${a('taskIds')}. Remove a dependency, such as that of "${a('task')}" on "${a('dependency')}".`,

  badReference: (a) => `The reference \${{ ${a('expression')} }} cannot be used. Correct it.`,
  'badReference.empty': () => 'The reference ${{ }} is empty. Name a param or a task output.',
  'badReference.unclosed': () =>
    'A reference begins with ${{ and has no }}. Close it, or write $${{ for the text itself.',
  'badReference.expression': (a) =>
    `\${{ ${a('expression')} }} is no expression: ${a('detail')}. Correct it.`,
  'badReference.dynamicTask': (a) =>
    `\${{ ${a('expression')} }} does not name its task. Write tasks.ID.output or tasks["ID"].output.`,
  'badReference.unknownPart': (a) =>
    `\${{ ${a('expression')} }} must go on with .output, .state or .failure after the task "${a('task')}".`,
  'badReference.unknownRoot': (a) =>
    `There is no "${a('name')}" in \${{ ${a('expression')} }}. Begin with params, tasks or execution.`,
  'badReference.noItem': () =>
    '"item" exists only in a task with "foreach", which a later release brings. Remove it.',
  'badReference.noMatches': () =>
    '"matches" is not available in references, because it can take for ever. Use contains, startsWith or endsWith.',
  'badReference.tooComplex': () =>
    'The reference is too long or loops too deep. Calculate this in a task of its own.',
  'badReference.unknownParam': (a) =>
    `\${{ ${a('expression')} }} names the param "${a('param')}", which is not defined. Define it under "params".`,
  'badReference.unknownTask': (a) =>
    `\${{ ${a('expression')} }} names the task "${a('named')}", which is not in this workflow. Correct the id.`,
  'badReference.notUpstream': (a) =>
    `Task "${a('task')}" reads from "${a('named')}" but does not depend on it, directly or not. Add the dependency.`,
  badCondition: (a) => `The condition "${a('expression')}" cannot be used. Correct it.`,

  limit: (a) => `A limit is exceeded: at most ${a('maximum')}.`,
  'limit.fileBytes': (a) =>
    `The file has ${a('bytes')} bytes; at most ${a('maximum')} are read. Make it smaller, or split it.`,
  'limit.nesting': (a) =>
    `Values are nested more than ${a('maximum')} levels deep. Make it flatter.`,
  'limit.yamlNodes': (a) =>
    `With its aliases replaced the file has more than ${a('maximum')} values. Use fewer aliases.`,
  'limit.yamlCharacters': (a) =>
    `With its aliases replaced the file has more than ${a('maximum')} characters. Use fewer aliases.`,
  'limit.aliasInItself': (a) =>
    `The alias "*${a('name')}" stands inside what it names and would never end. Remove it.`,
  'limit.characters': (a) =>
    `"${a('field')}" has ${a('length')} characters; at most ${a('maximum')} are allowed. Shorten it.`,
  'limit.aboveMaximum': (a) =>
    `"${a('field')}" must be at most ${a('maximum')}, but is ${a('value')}. Lower it.`,
  'limit.tasks': (a) =>
    `The workflow has ${a('count')} tasks; at most ${a('maximum')} are allowed. Split it.`,
  'limit.dependencies': (a) =>
    `The workflow has ${a('count')} dependencies; at most ${a('maximum')} are allowed. Split it.`,
  'limit.valueBytes': (a) =>
    `"with" takes more than ${a('maximum')} bytes as JSON. Put large data in a file.`,
  'limit.param_tooLarge': (a) =>
    `"${a('field')}" takes more than ${a('bytes')} bytes, or is nested more than ${a('nesting')} levels deep. Make it smaller.`,
  'limit.problems': (a) =>
    `There are more than ${a('maximum')} problems; the others are not listed. Correct these first.`,

  unknownField: (a) =>
    `"${a('field')}" is not a known field. It is kept, but nothing obeys it. Correct it or remove it.`,
  duplicateDependency: (a) =>
    `Task "${a('task')}" lists the dependency "${a('dependency')}" twice. It counts once; remove one.`,
  inexactNumber: (a) =>
    `The number ${a('text')} cannot be kept exactly. Quote it if every digit matters.`,
  lookalikeId: (a) =>
    `The ids "${a('other')}" and "${a('task')}" look alike. Rename one so that nobody confuses them.`,
};

export interface ProblemWords {
  readonly sentences: Readonly<Record<string, Sentence>>;
  readonly hint: (meant: string) => string;
  readonly separator: string;
  readonly andMore: (listed: string, count: number) => string;
}
export const problems: ProblemWords = {
  sentences: problemSentences,
  hint: (meant) => `Did you mean "${meant}"?`,
  separator: ', ',
  andMore: (listed, count) => `${listed} and ${String(count)} more`,
};

function kind(word: string): string {
  const kinds: Readonly<Record<string, string>> = {
    text: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    map: 'a map',
    list: 'a list',
    null: 'empty (null)',
  };
  return kinds[word] ?? word;
}

function remedy(a: Argument): string {
  const found = a('found');
  const isScalar = found === 'number' || found === 'boolean';
  return a('wanted') === 'text' && isScalar ? 'Quote it.' : 'Change the value.';
}
