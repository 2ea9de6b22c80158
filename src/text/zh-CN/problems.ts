import type { Text } from '#text/text.ts';
import type { ParserWords } from './parsers/words.ts';

type Sentences = Text['problems']['sentences'];
type Argument = Parameters<NonNullable<Sentences[string]>>[0];

const sentences: Sentences = {
  encoding: () => '文件不是 UTF-8 文本。请保存为 UTF-8。',
  'encoding.utf16': () => '文件是 UTF-16 文本。请保存为 UTF-8。',
  'encoding.notUtf8': (a) =>
    `文件不是 UTF-8 文本：第 ${a('offset')} 个字节不属于任何字符。请保存为 UTF-8。`,

  syntax: () => '无法读取此文本。请在此处更正。',
  'syntax.empty': () => '文件是空的。工作流至少需要“millrace”、“id”和“tasks”。',
  'syntax.unexpectedCharacter': (a) =>
    `“${a('character')}”不能出现在这里。请检查前面是否缺少逗号、冒号或引号。`,
  'syntax.unexpectedEnd': () => '文本过早结束。请闭合所有括号和引号。',
  'syntax.unclosedText': () => '带引号的文本从这里开始，却没有结束。请闭合引号。',
  'syntax.badEscape': () => 'JSON 中“\\”之后没有这种转义。反斜杠本身写作“\\\\”。',
  'syntax.controlCharacter': () => '文本中不能有控制字符。请写成转义，例如 \\n 或 \\t。',
  'syntax.badNumber': () => '这不是 JSON 数字。请写成 12、-0.5 或 1e6 的形式，不要有前导零或“+”。',
  'syntax.trailingComma': () => '逗号之后必须还有一项。请删除逗号。',
  'syntax.textAfterEnd': () => '工作流结束之后还有文本。请删除。',
  'syntax.multipleDocuments': () => '这里开始了第二个 YAML 文档。请将每个工作流放在单独的文件中。',
  'syntax.unknownAlias': (a) =>
    `别名“*${a('name')}”之前没有锚点。请在它所指的内容上加“&${a('name')}”。`,

  duplicateKey: (a) => `键“${a('key')}”在这里出现了两次。请删除或重命名其中一个。`,
  missingField: (a) => `缺少字段“${a('field')}”。请添加。`,
  'missingField.missingOneOf': (a) => `缺少 ${a('fields')} 中的一个字段。请添加一个。`,

  wrongType: (a) =>
    `“${a('field')}”必须是${kind(a('wanted'))}，现在是${kind(a('found'))}。${remedy(a)}`,
  'wrongType.rootNotMap': (a) =>
    `工作流必须是字段的映射，现在是${kind(a('found'))}。请以“millrace: 1”开头。`,
  'wrongType.tasksList': () =>
    '“tasks”必须是从 id 到任务的映射，不是列表。请将每个任务写在其 id 之下。',
  'wrongType.keyNotText': (a) => `键 ${a('key')} 不是文本。请加引号："${a('key')}"。`,
  'wrongType.mergeNotMap': () => '“<<”只能合并映射。请给它一个映射的别名。',
  'wrongType.notFinite': (a) => `${a('text')} 不是 JSON 数字。请写有限的数字，或加引号。`,
  'wrongType.notAnInstant': (a) =>
    `“${a('field')}”不是时刻：“${a('text')}”。请写成 2026-01-31T12:00:00.000Z 的形式。`,
  'wrongType.param_wrongType': (a) =>
    `参数的“${a('field')}”必须符合其类型 ${a('type')}。请更改值或类型。`,

  outOfRange: (a) => `“${a('field')}”的值超出范围。请更改。`,
  'outOfRange.emptyText': (a) =>
    `${a('field') === '' ? 'id ' : `“${a('field')}”`}不能为空。请至少写一个字符。`,
  'outOfRange.notAbove': (a) =>
    `“${a('field')}”必须大于 ${a('minimum')}，现在是 ${a('value')}。请调高或省略。`,
  'outOfRange.belowMinimum': (a) =>
    `“${a('field')}”必须至少为 ${a('minimum')}，现在是 ${a('value')}。请调高。`,
  'outOfRange.notAllowed': (a) =>
    `“${a('field')}”不能是“${a('value')}”。请从中选择：${a('allowed')}。`,
  'outOfRange.numberTooLarge': (a) =>
    `数字 ${a('text')} 过大，无法保存。请写较小的数字，或加引号。`,
  'outOfRange.emptyEnum': () => '“enum”没有列出任何值，因此没有值可用。请添加一个或删除它。',
  'outOfRange.boundsCrossed': (a) =>
    `“maximum”（${a('maximum')}）小于“minimum”（${a('minimum')}）。请更改其中一个。`,
  'outOfRange.param_belowMinimum': (a) =>
    `“${a('field')}”是 ${a('value')}，小于下限 ${a('minimum')}。请更改其中一个。`,
  'outOfRange.param_aboveMaximum': (a) =>
    `“${a('field')}”是 ${a('value')}，大于上限 ${a('maximum')}。请更改其中一个。`,
  'outOfRange.param_notInEnum': (a) =>
    `“${a('field')}”不在“enum”的值之内：${a('allowed')}。请从中选择。`,

  unsupported: (a) => `尚不支持“${a('field')}”。请删除。`,
  'unsupported.version': (a) =>
    `此版本读取“millrace: 1”，而不是 ${a('version')}。请更新应用，或写 1。`,
  'unsupported.reservedField': (a) =>
    `“${a('field')}”保留给以后的版本，并会改变所运行的内容。请删除。`,
  'unsupported.triggerRule': (a) => `尚不支持触发规则“${a('rule')}”。请使用“all_success”或省略。`,
  'unsupported.customTag': (a) => `不支持标签 ${a('tag')}。请删除。`,
  'unsupported.yamlVersion': (a) =>
    `文件声明为 YAML ${a('version')}，而只读取 YAML 1.2：请删除 %YAML 这一行。`,
  'unsupported.moreThanOneOf': (a) => `${a('fields')} 中只能有一个字段。请保留一个。`,
  'unsupported.boundOfOtherType': (a) =>
    `“${a('field')}”对 ${a('type')} 类型的参数没有意义。请删除。`,
  'unsupported.defaultFile': () => 'file 类型的参数不能有默认值。请删除；文件在开始时选择。',

  unknownType: (a) => `没有任务类型“${a('type')}”。已知类型：${a('known')}。`,
  unknownTask: (a) =>
    `任务“${a('task')}”依赖“${a('dependency')}”，而此工作流中没有它。请添加该任务，或删除此依赖。`,
  cycle: (a) =>
    a('count') === '1'
      ? `任务“${a('task')}”依赖自身。请删除此依赖。`
      : `这些任务互相等待：${a('taskIds')}。请删除一个依赖，例如“${a('task')}”对“${a('dependency')}”的依赖。`,

  badReference: (a) => `无法使用引用 \${{ ${a('expression')} }}。请更正。`,
  'badReference.empty': () => '引用 ${{ }} 是空的。请写出一个参数或任务输出。',
  'badReference.unclosed': () =>
    '引用以 ${{ 开始，却没有 }}。请闭合它；若要写文本本身，请写 $${{。',
  'badReference.dynamicTask': (a) =>
    `\${{ ${a('expression')} }} 没有写出任务名。请写 tasks.ID.output 或 tasks["ID"].output。`,
  'badReference.unknownPart': (a) =>
    `\${{ ${a('expression')} }} 在任务“${a('task')}”之后必须接 .output、.state 或 .failure。`,
  'badReference.unknownRoot': (a) =>
    `\${{ ${a('expression')} }} 中没有“${a('name')}”。请以 params、tasks 或 execution 开头。`,
  'badReference.noItem': () => '“item”只存在于带有“foreach”的任务中，以后的版本才会支持。请删除。',
  'badReference.noMatches': () =>
    '引用中不能使用“matches”，因为它可能永不结束。请使用 contains、startsWith 或 endsWith。',
  'badReference.tooComplex': () => '引用过长，或循环过深。请用单独的任务来计算。',
  'badReference.unknownParam': (a) =>
    `\${{ ${a('expression')} }} 使用了未定义的参数“${a('param')}”。请在“params”中定义。`,
  'badReference.unknownTask': (a) =>
    `\${{ ${a('expression')} }} 使用了任务“${a('named')}”，而此工作流中没有它。请更正 id。`,
  'badReference.notUpstream': (a) =>
    `任务“${a('task')}”读取“${a('named')}”，却没有直接或间接依赖它。请添加此依赖。`,
  badCondition: (a) => `无法使用条件“${a('expression')}”。请更正。`,

  limit: (a) => `超过上限：至多 ${a('maximum')}。`,
  'limit.fileBytes': (a) =>
    `文件有 ${a('bytes')} 字节；至多读取 ${a('maximum')} 字节。请缩小或拆分。`,
  'limit.nesting': (a) => `值的嵌套超过 ${a('maximum')} 层。请减少层数。`,
  'limit.yamlNodes': (a) => `展开别名后，文件超过 ${a('maximum')} 个值。请减少别名。`,
  'limit.yamlCharacters': (a) => `展开别名后，文件超过 ${a('maximum')} 个字符。请减少别名。`,
  'limit.aliasInItself': (a) => `别名“*${a('name')}”位于它所指的内容之内，永无止境。请删除。`,
  'limit.characters': (a) =>
    `“${a('field')}”有 ${a('length')} 个字符；至多允许 ${a('maximum')} 个。请缩短。`,
  'limit.aboveMaximum': (a) =>
    `“${a('field')}”必须至多为 ${a('maximum')}，现在是 ${a('value')}。请调低。`,
  'limit.tasks': (a) => `工作流有 ${a('count')} 个任务；至多允许 ${a('maximum')} 个。请拆分。`,
  'limit.dependencies': (a) =>
    `工作流有 ${a('count')} 个依赖；至多允许 ${a('maximum')} 个。请拆分。`,
  'limit.valueBytes': (a) => `“with”作为 JSON 超过 ${a('maximum')} 字节。请将大量数据放在文件中。`,
  'limit.param_tooLarge': (a) =>
    `“${a('field')}”超过 ${a('bytes')} 字节，或嵌套超过 ${a('nesting')} 层。请缩小。`,
  'limit.problems': (a) => `问题超过 ${a('maximum')} 个，其余未列出。请先更正这些。`,

  unknownField: (a) => `“${a('field')}”不是已知字段。它会保留，但不起作用。请更正或删除。`,
  duplicateDependency: (a) =>
    `任务“${a('task')}”两次列出依赖“${a('dependency')}”，只算一次。请删除一个。`,
  inexactNumber: (a) => `数字 ${a('text')} 无法精确保存。如果每一位都重要，请加引号。`,
  lookalikeId: (a) => `id“${a('other')}”和“${a('task')}”看起来相同。请重命名一个，以免混淆。`,
};

function ofParsers(parsers: () => ParserWords): Sentences {
  return {
    'syntax.yaml': (a) => parsers().yaml(a('yamlCode'), a('detail')),
    'badReference.expression': (a) =>
      `\${{ ${a('expression')} }} 不是表达式：${parsers().expression(a('detail'))}。请更正。`,
  };
}

export const problemsWith = (parsers: () => ParserWords): Text['problems'] => ({
  sentences: { ...sentences, ...ofParsers(parsers) },
  hint: (meant) => `是否想写“${meant}”？`,
  separator: '、',
  andMore: (listed, count) => `${listed} 和另外 ${String(count)} 个`,
});

function kind(word: string): string {
  const kinds: Readonly<Record<string, string>> = {
    text: '文本',
    number: '数字',
    integer: '整数',
    boolean: ' true 或 false',
    map: '映射',
    list: '列表',
    null: '空值（null）',
  };
  return kinds[word] ?? ` ${word}`;
}

function remedy(a: Argument): string {
  const found = a('found');
  const isScalar = found === 'number' || found === 'boolean';
  return a('wanted') === 'text' && isScalar ? '请加引号。' : '请更改值。';
}
