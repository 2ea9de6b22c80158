import { inChinese, type Saying } from './said.ts';
import { general } from './words.ts';

const sameColumn = '同一映射的各个字段必须从同一列开始。请对齐这一行的缩进。';
const spaceBefore = '注释（#）之前需要有空格。请加一个空格，或给文本加引号。';

/** What the YAML library says, by what it says; the code behind it holds several of them. */
const sayings: readonly Saying[] = [
  [/^All mapping items must start at the same column$/, sameColumn],
  [
    /^All sequence items must start at the same column$/,
    '同一列表的各项必须从同一列开始。请对齐各个“-”。',
  ],
  [/^Tabs are not allowed as indentation$/, 'YAML 不能用制表符缩进。请改用空格。'],
  [
    /^Block scalar values in collections must be indented$/,
    '“|”或“>”之后的文本必须缩进。请把它移到字段名右侧。',
  ],
  [
    /^Block scalar lines must not be less indented than their .*$/,
    '“|”或“>”之后，每一行的缩进都不能少于第一行。请增加缩进。',
  ],
  [
    /^Block scalars with more-indented leading empty lines .*$/,
    '“|”或“>”之后开头的空行缩进过多。请删除这些空行中的空格。',
  ],
  [
    /^Block scalar header includes extra characters: (.*)$/,
    '“|”或“>”之后多了“$1”。请从下一行开始写文本。',
  ],
  [/^Unexpected token in block scalar header: .*$/, '“|”或“>”之后不能有其他内容。请删除。'],
  [
    /^.* in block collection must be sufficiently indented and end with a ([\]}])$/,
    '括号没有闭合，或其中的行缩进不够。请补上“$1”，并让每一行都比字段名更靠右。',
  ],
  [/^.* must end with a ([\]}])$/, '括号没有闭合。请补上“$1”。'],
  [
    /^Flow end indicator should be more indented than parent$/,
    '闭合的括号必须比所属字段更靠右。请增加缩进。',
  ],
  [/^Missing closing (['"])quote$/, '引号没有闭合。请补上 $1。'],
  [/^Invalid escape sequence (.*)$/, '双引号中没有“$1”这种转义。反斜杠本身写作“\\\\”。'],
  [
    /^Plain value cannot start with a tab character$/,
    '没有引号的值不能以制表符开头。请加引号或删除制表符。',
  ],
  [/^Plain value cannot start with .* (\S)$/, '没有引号的值不能以“$1”开头。请给这个值加引号。'],
  [/^Missing , between flow (?:map|sequence) items$/, '括号中的两项之间缺少逗号。请补上“,”。'],
  [/^Missing , or : between flow .* items$/, '括号中的两项之间缺少逗号或冒号。请补上。'],
  [/^Missing space after : in flow .*$/, '冒号之后需要有空格。请补上空格。'],
  [/^Unexpected empty item in flow .*$/, '括号中有一项是空的。请补上内容，或删除多余的逗号。'],
  [/^Unexpected , in flow .*$/, '这里多了一个逗号。请删除。'],
  [
    /^Block collections are not allowed within flow collections$/,
    '括号之内不能换用缩进的写法。请在括号内写完，或去掉括号。',
  ],
  [
    /^Implicit keys (?:of flow sequence pairs )?need to be on a single line$/,
    '字段名必须写在一行之内。请检查上一行是否缺少冒号或引号。',
  ],
  [
    /^The : indicator must be at most 1024 chars .*$/,
    '冒号离字段名的开头超过 1024 个字符。请缩短字段名。',
  ],
  [
    /^Nested mappings are not allowed in compact mappings$/,
    '同一行中不能有第二个“名称: 值”。请换行并缩进，或给含有冒号的值加引号。',
  ],
  [
    /^A block sequence may not be used as an implicit map key$/,
    '列表不能作为字段名。请检查“-”的缩进。',
  ],
  [
    /^Implicit map keys need to be followed by map values$/,
    '字段名之后缺少冒号和值。请写成“名称: 值”。',
  ],
  [/^Sequence item without - indicator$/, '列表中的这一项缺少“-”。请补上，或调整缩进。'],
  [/^Map keys must be unique$/, '同一映射中有两个相同的键。请删除或重命名其中一个。'],
  [/^Comments must be separated from other tokens .*$/, spaceBefore],
  [
    /^Tags and anchors must be separated from the next token by white space$/,
    '锚点（&）或标签（!）之后需要有空格。请加一个空格，或给文本加引号。',
  ],
  [
    /^Anchors and tags must be after the (\S+) indicator$/,
    '锚点（&）和标签（!）必须写在“$1”之后。请移到它后面。',
  ],
  [/^A node can have at most one anchor$/, '一个值只能有一个锚点（&）。请保留一个。'],
  [/^A node can have at most one tag$/, '一个值只能有一个标签（!）。请保留一个。'],
  [/^Anchor cannot be an empty string$/, '“&”之后缺少锚点的名称。请补上，或给文本加引号。'],
  [/^Alias cannot be an empty string$/, '“*”之后缺少别名的名称。请补上，或给文本加引号。'],
  [
    /^(?:Anchor|Alias) ending in : is ambiguous$/,
    '锚点或别名的名称以冒号结尾，含义不明。请在冒号之前加一个空格。',
  ],
  [/^An alias node must not specify any properties$/, '别名（*）之前不能有锚点或标签。请删除。'],
  [
    /^Missing newline after block sequence props$/,
    '锚点或标签之后，列表必须从新的一行开始。请换行。',
  ],
  [
    /^Block collection cannot start on same line with directives-end marker$/,
    '“---”之后，映射或列表必须从新的一行开始。请换行。',
  ],
  [
    /^Missing directives-end(?:\/doc-start)? indicator line$/,
    '以“%”开头的指令之后缺少“---”这一行。请补上，或删除指令。',
  ],
  [
    /^%TAG directive should contain exactly two parts$/,
    '%TAG 指令必须正好有两个部分。请更正或删除这一行。',
  ],
  [
    /^%YAML directive should contain exactly one part$/,
    '%YAML 指令必须正好有一个部分。请删除这一行。',
  ],
  [/^Unsupported YAML version (.*)$/, '不支持 YAML $1。请删除 %YAML 这一行。'],
  [/^Unknown directive (.*)$/, '没有指令“$1”。请删除这一行。'],
  [/^Not a valid tag: (.*)$/, '“$1”不是有效的标签。请删除，或给文本加引号。'],
  [/^Verbatim tags must end with a >$/, '以“!<”开头的标签没有用“>”闭合。请删除标签。'],
  [/^Verbatim tags aren't resolved.*$/, '不支持这个以“!<”开头的标签。请删除。'],
  [/^The (.*) tag has no suffix$/, '标签“$1”不完整。请删除，或给文本加引号。'],
  [/^(?:Could not resolve|Unresolved) tag: (.*)$/, '不支持标签“$1”。请删除。'],
  [
    /^Unexpected block-seq-ind on same line with key.*$/,
    '“-”不能与字段名在同一行。请把列表写在下一行。',
  ],
  [/^Unexpected doc-end without preceding document.*$/, '“...”之前没有任何内容。请删除这一行。'],
  [
    /^Unexpected (?:scalar|\S+-scalar) at node end.*$/,
    '值已经结束，后面还有文本。请给整个值加引号，或删除多余的文本。',
  ],
  [
    /^Unexpected flow-\S+-end token in YAML .*$/,
    '这里多了一个闭合的括号。请删除，或补上与它成对的括号。',
  ],
  [
    /^Unexpected map-value-ind token in YAML .*$/,
    '这里有不该出现的冒号。请对齐这一行的缩进，或给含有冒号的值加引号。',
  ],
  [/^Unexpected \S*scalar token in YAML .*$/, '这段文本不属于前面的任何字段。请对齐这一行的缩进。'],
  [/^Unexpected flow-error-end .*$/, '这里的括号与开头的括号不成对。请更正。'],
  [/^Unexpected (?!\S+ token)(\S) in .*$/, '“$1”不能出现在这里。请删除，或给文本加引号。'],
  [/^Not a YAML token: (.*)$/, '“$1”不能出现在这里。请删除，或给文本加引号。'],
];

/** Where what the library says is new, its code still tells the kind. */
const ofCode: Readonly<Record<string, string>> = {
  BAD_INDENT: '这一行的缩进与上下文不符。请对齐缩进。',
  BAD_ALIAS: '别名（*）或锚点（&）写得不对。请更正，或给文本加引号。',
  BAD_DIRECTIVE: '以“%”开头的指令写得不对。请更正或删除这一行。',
  DUPLICATE_KEY: '同一映射中有两个相同的键。请删除或重命名其中一个。',
  MISSING_CHAR: '这里缺少一个符号。请检查引号、括号、逗号、冒号和空格。',
  TAB_AS_INDENT: 'YAML 不能用制表符缩进。请改用空格。',
  UNEXPECTED_TOKEN: '这里有不该出现的内容。请删除，或给文本加引号。',
  TAG_RESOLVE_FAILED: '不支持此处的标签（!）。请删除，或给文本加引号。',
  RESOURCE_EXHAUSTION: '此处的嵌套太深，无法读取。请减少层数。',
};

/** A whole sentence: what is wrong, and what to do. */
export function yamlSentence(code: string, said: string): string {
  const known = inChinese(said, sayings) ?? (Object.hasOwn(ofCode, code) ? ofCode[code] : null);
  return known ?? general.yaml(code, said);
}
