import { inChinese, type Saying } from './said.ts';
import { general } from './words.ts';

const noToken = '这里有不该出现的内容。请检查前面是否缺少括号、逗号、引号或分号。';
const onlyAsync = '“await”只能写在 async 函数中。请在函数之前加上 async。';
const notAssignable = '等号左边不能被赋值。请在左边写变量或字段；比较请写 ===。';
const separator = '数字中的“_”只能单独写在两个数字之间。请删除。';
const badRegExp = (what: string, remedy: string): string =>
  `正则表达式 $1 无法读取：${what}。${remedy}`;
const inRegExp = (said: string): RegExp =>
  new RegExp(String.raw`^Invalid regular expression: (/.*/): (?:${said})$`, 's');

/** What is wrong inside a pattern; its own text comes first in what is said. */
const ofPatterns: readonly Saying[] = [
  [
    inRegExp('(?:Unterminated group|Invalid group)'),
    badRegExp('有圆括号没有闭合，或写得不对', '请更正；括号本身写作“\\(”。'),
  ],
  [inRegExp(String.raw`Unmatched '\)'`), badRegExp('多了一个“)”', '请删除，或写作“\\)”。')],
  [
    inRegExp('Unterminated character class|.*haracter class.*strings|Invalid character.*'),
    badRegExp('方括号没有闭合，或其中的写法不对', '请更正；方括号本身写作“\\[”。'),
  ],
  [
    inRegExp('Nothing to repeat|Incomplete quantifier|Invalid quantifier'),
    badRegExp('重复符号之前没有内容', '请补上内容，或在符号之前加“\\”。'),
  ],
  [inRegExp('Lone quantifier brackets'), badRegExp('有单独的花括号或方括号', '请在它之前加“\\”。')],
  [
    inRegExp(String.raw`[Nn]umbers out of order in \{\} quantifier`),
    badRegExp('花括号中的两个数字次序相反', '请把较小的写在前面。'),
  ],
  [
    inRegExp('Range out of order in character class'),
    badRegExp('方括号中的范围次序相反', '请把较小的字符写在前面。'),
  ],
  [
    inRegExp('Invalid (?:unicode |class )?escape'),
    badRegExp('其中没有这种转义', '反斜杠本身写作“\\\\”。'),
  ],
  [
    inRegExp('Invalid property (?:name|value)'),
    badRegExp('“\\p{…}”中没有这种性质', '请更正它的名称。'),
  ],
  [inRegExp('.*modifiers'), badRegExp('“(?…:”中的标志写得不对', '请更正。')],
  [
    inRegExp('.*capture.*|Invalid named reference'),
    badRegExp('分组的名称重复、缺失或写得不对', '请更正名称。'),
  ],
  [inRegExp('.*'), badRegExp('写法不对', '请更正。')],
];

/** What the parser of task code says (and of TypeScript, which says less). */
const sayings: readonly Saying[] = [
  [/^Unexpected token, expected "(.*)"$/, '这里缺少“$1”。请补上，或检查前面的括号和引号。'],
  [/^Unexpected token$/, noToken],
  [/^Unexpectedly reached the end of input\.?$/, '代码没有写完。请闭合所有括号和引号。'],
  [/^Unexpected keyword '(.*)'$/, '关键字“$1”不能出现在这里。请换一个名称，或检查前面的内容。'],
  [/^The keyword '(.*)' is reserved$/, '“$1”是保留字，不能用作名称。请换一个名称。'],
  [
    /^Unexpected character '([“”‘’，。；：？！（）【】《》、])'$/,
    '代码中不能使用全角符号 $1 。请改用半角符号。',
  ],
  [/^Unexpected character '(.*)'$/s, '字符“$1”不能出现在代码中。请删除，或放进引号。'],
  [/^Unterminated string constant$/, '文本没有闭合的引号。请在同一行补上引号。'],
  [/^Unterminated template(?: literal)?$/, '模板文本没有闭合。请补上反引号（`）。'],
  [/^Unterminated comment$/, '注释没有闭合。请补上“*/”。'],
  [/^Unterminated regular expression$/, '正则表达式没有闭合。请补上“/”。'],
  [
    /^Invalid regular expression flag$/,
    '正则表达式没有这种标志。可用的有 d、g、i、m、s、u、v、y。',
  ],
  [/^Duplicate regular expression flag$/, '正则表达式的同一个标志写了两次。请删除一个。'],
  ...ofPatterns,
  [
    /^Identifier '(.*)' has already been declared$/,
    '名称“$1”已经声明过。请换一个名称，或删除一处声明。',
  ],
  [
    /^Private field '(.*)' must be declared in an enclosing class$/,
    '类中没有声明私有字段“$1”。请在类中声明。',
  ],
  [/^Export '(.*)' is not defined$/, '导出的“$1”没有定义。请先定义它。'],
  [/^An export name cannot include .*$/, '导出的名称中不能有残缺的字符。请换一个名称。'],
  [/^Duplicate export '(.*)'$/, '“$1”导出了两次。请删除一处。'],
  [
    /^'return' outside of function$/,
    '“return”只能写在函数中。请写：export default () => { return …; }',
  ],
  [
    /^'import' and 'export' may only appear .*$/,
    '“export”只能写在最外层，不能写在函数或花括号中。',
  ],
  [/^'import' and 'export' may appear only .*$/, '这里不能使用“import”和“export”。请删除。'],
  [/^'with' in strict mode$/, '不能使用“with”语句。请改用变量。'],
  [/^Unsyntactic (break|continue)$/, '“$1”只能写在循环中，其标签也必须存在。请移动或删除。'],
  [/^(?:Cannot use keyword 'await' outside an async function|Await using .*)$/, onlyAsync],
  [/^Cannot use 'await' as identifier .*$/, '“await”在这里不能用作名称。请换一个名称。'],
  [/^Cannot use '(yield|arguments)' .*$/, '这里不能使用“$1”。请换一个名称。'],
  [
    /^Cannot use (.*) in class static initialization block$/,
    '类的 static 块中不能使用“$1”。请移到外面。',
  ],
  [
    /^(?:Await|Yield) expression cannot be a default value$/,
    '参数的默认值中不能有 await 或 yield。请移到函数体中。',
  ],
  [/^(?:Assigning to|Binding) rvalue$/, notAssignable],
  [/^(?:Assigning to|Binding) (\S+) in strict mode$/, '不能给“$1”赋值。请换一个名称。'],
  [/^(?:Binding \S+ expression|Parenthesized pattern)$/, '声明的左边只能是名称或解构。请更正。'],
  [/^Optional chaining cannot appear in left-hand side$/, '等号左边不能有“?.”。请改用“.”。'],
  [/^Optional chaining cannot appear .*$/, '这里不能使用“?.”。请改用“.”。'],
  [/^Missing initializer in (.*) declaration$/, '“$1”声明缺少初始值。请写“= 值”。'],
  [
    /^Complex binding patterns require an initialization value$/,
    '解构声明缺少初始值。请写“= 值”。',
  ],
  [/^Missing catch or finally clause$/, '“try”之后缺少“catch”或“finally”。请补上。'],
  [/^Multiple default clauses$/, '“switch”中只能有一个“default”。请删除一个。'],
  [/^Illegal newline after throw$/, '“throw”和它的值必须在同一行。请合为一行。'],
  [/^Label '(.*)' is already declared$/, '标签“$1”已经声明过。请换一个名称。'],
  [/^let is disallowed as a lexically bound name$/, '“let”不能用作名称。请换一个名称。'],
  [/^Argument name clash$/, '两个参数同名。请重命名其中一个。'],
  [/^Deleting local variable in strict mode$/, '不能用“delete”删除变量。请改为赋值 undefined。'],
  [/^Private fields can not be deleted$/, '不能用“delete”删除私有字段。请改为赋值 undefined。'],
  [/^Comma is not permitted after the rest element$/, '“...”的那一项之后不能有逗号。请删除逗号。'],
  [/^Rest elements cannot have a default value$/, '“...”的那一项不能有默认值。请删除默认值。'],
  [/^Setter cannot use rest params$/, 'setter 不能有“...”参数。请写成一个普通参数。'],
  [/^getter should have no params$/, 'getter 不能有参数。请删除参数。'],
  [/^setter should have exactly one param$/, 'setter 必须正好有一个参数。请更正。'],
  [/^Object pattern can't contain getter or setter$/, '解构中不能有 getter 或 setter。请删除。'],
  [/^Only '=' operator can be used .*$/, '默认值只能用“=”来写。请更正。'],
  [/^Shorthand property assignments are valid only .*$/, '对象字面量中请用“:”代替“=”。'],
  [/^Logical expressions and coalesce expressions .*$/, '“??”不能与“&&”或“||”直接混用。请加括号。'],
  [/^Redefinition of (\S+)(?: property)?$/, '对象中的“$1”写了两次。请删除一处。'],
  [/^Duplicate constructor in the same class$/, '一个类只能有一个 constructor。请删除一个。'],
  [/^Constructor can't .*$/, 'constructor 必须是普通方法，不能是 async、生成器或 getter。请更正。'],
  [/^Classes (?:can't|may not) have .*$/, '类中不能有这个名称的成员。请换一个名称。'],
  [/^'super' keyword outside a method$/, '“super”只能写在方法中。请移动或删除。'],
  [
    /^(?:super\(\) call outside .*|Invalid use of 'super')$/,
    '“super”用在了不对的地方。super() 只能写在子类的 constructor 中。',
  ],
  [/^'new\.target' .*$/, '“new.target”只能写在函数中。请移动或删除。'],
  [
    /^The only valid meta property for import is .*$/,
    '“import.”之后只能是“meta”，而任务中也不能使用它。请删除。',
  ],
  [/^The only valid meta property for new is .*$/, '“new.”之后只能是“target”。请更正。'],
  [/^Numeric separator .*$/, separator],
  [
    /^Identifier directly after number$/,
    '数字之后紧跟着字母。请用空格或运算符分开，名称不能以数字开头。',
  ],
  [/^Expected number in radix (\d+)$/, '这里需要 $1 进制的数字。请补上数字。'],
  [/^Invalid number$/, '这不是数字。请写成 12、-0.5、1e6 或 0xff 的形式。'],
  [
    /^(?:Bad (?:character )?escape sequence.*|Invalid Unicode escape.*|Expecting Unicode escape .*|Code point out of bounds|Octal literal .*|Invalid escape sequence.*)$/,
    '文本中没有这种转义。反斜杠本身写作“\\\\”。',
  ],
  [/^Escape sequence in keyword (.*)$/, '关键字“$1”中不能有转义。请直接写出。'],
  [/^Octal literal in strict mode$/, '数字不能以 0 开头。八进制请写成 0o17。'],
  [/^Illegal 'use strict' directive .*$/, '参数有默认值或解构的函数中不能写“use strict”。请删除。'],
  [
    /^The left-hand side of a for-of loop .*$/,
    '“for … of”的左边写得不对。请写：for (const x of y)。',
  ],
  [
    /^.* loop variable declaration may not have an initializer$/,
    '循环变量不能有初始值。请删除“= …”。',
  ],
  [/^Private identifier can only be .*$/, '以“#”开头的名称只能写在“in”的左边或“.”之后。请更正。'],
  [/^Using declaration .*$/, '“using”不能写在这里。请改用 const。'],
  [/^Lexical declaration .*$/, '这里需要花括号。请用 { } 包住声明。'],
  [/^Not enough stack space to parse input$/, '代码嵌套太深，无法读取。请减少层数。'],
];

/** A whole sentence; the place stands beside it. */
export function javascriptSentence(said: string): string {
  return inChinese(said, sayings) ?? general.javascript(said);
}
