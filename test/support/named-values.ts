/** Forms in which people write a credential beside its name, with how the value stands in quotes there. */

type Write = (value: string) => readonly string[];

const yaml = ['', '"', "'"] as const;
const json = ['"'] as const;
const code = ['"', "'"] as const;

/** Each with the quotes that it knows, and its lines for a value that stands in them already. */
export const pairForms: readonly (readonly [name: string, quotes: readonly string[], write: Write])[] = [
  [
    'a pod of Kubernetes',
    yaml,
    (value) => ['env:', '  - name: DB_PASSWORD', `    value: ${value}`, '  - name: OTHER', '    value: other1x'],
  ],
  ['a pod, the value first', yaml, (value) => ['env:', `- value: ${value}`, '  name: DB_PASSWORD', '- value: other1x', '  name: OTHER']],
  ['a pod, with a line between', yaml, (value) => ['- name: DD_API_KEY', '  # of the agent', '', `  value: ${value}`]],
  ['a pod, its name in quotes', yaml, (value) => ['- name: "DB_PASSWORD"', `  value: ${value}  # of the tests`]],
  ['a template of Helm', yaml, (value) => ['- name: DB_PASSWORD', '  {{- if .Values.set }}', `  value: ${value}`, '  {{- end }}']],
  ['a list in braces', yaml, (value) => [`env: [{name: A, value: other1x}, {name: DB_PASSWORD, value: ${value}}]`]],
  ['a value folded below', [''], (value) => ['- name: DB_PASSWORD', '  value: >-', `    ${value}`]],
  [
    'a task of ECS in one line',
    json,
    (value) => [`{"environment":[{"name":"A","value":"other1x"},{"name":"DB_PASSWORD","value":${value}}]}`],
  ],
  [
    'a task of ECS in lines',
    json,
    (value) => ['{', '  "name": "DB_PASSWORD",', `  "value": ${value}`, '},', '{ "name": "A", "value": "other1x" }'],
  ],
  ['a task, the value first', json, (value) => ['{', `  "value": ${value},`, '  "name": "DB_PASSWORD"', '}']],
  ['parameters of a stack', json, (value) => [`[{ "ParameterKey": "DbPassword", "ParameterValue": ${value} }]`]],
  ['an option of Beanstalk', yaml, (value) => ['- Namespace: aws:elasticbeanstalk', '  OptionName: DB_PASSWORD', `  Value: ${value}`]],
  ['a block of Terraform', json, (value) => ['environment_variable {', '  name  = "DB_PASSWORD"', `  value = ${value}`, '}']],
  ['a list of Terraform', json, (value) => [`  environment = [{ name = "DB_PASSWORD", value = ${value} }]`]],
  ['a value of Helm in Terraform', json, (value) => ['set_sensitive {', '  name  = "auth.password"', `  value = ${value}`, '}']],
  ['a variable of Terraform', json, (value) => ['variable "db_password" {', `  default = ${value}`, '}']],
  [
    'a variable with more',
    json,
    (value) => [
      'variable "db_password" {',
      '  type = string',
      '  validation {',
      '    condition = true',
      '  }',
      `  default = ${value}`,
      '}',
    ],
  ],
  [
    'a parameter of CloudFormation',
    yaml,
    (value) => ['Parameters:', '  DBPassword:', '    Type: String', `    Default: ${value}`, '  Size:', '    Default: other1x'],
  ],
  [
    'a parameter in JSON',
    json,
    (value) => [`{"Parameters":{"DBPassword":{"Type":"String","Default":${value}},"Size":{"Default":"other1x"}}}`],
  ],
  ['a parameter in JSON in lines', json, (value) => ['"DBPassword": {', '  "Type": "String",', `  "Default": ${value}`, '},']],
  [
    'a parameter of a program',
    code,
    (value) => ["new CfnParameter(this, 'DbPassword', {", '  noEcho: true,', `  default: ${value},`, '});'],
  ],
  ['an argument of a program', code, (value) => [`parser.add_argument("--db-password", default=${value})`]],
  [
    'an object of a program',
    code,
    (value) => [`const list = [{ name: 'A', value: 'other1x' }, { name: 'DB_PASSWORD', value: ${value} }];`],
  ],
  ['a property of Hadoop', [''], (value) => ['<property>', '  <name>db.password</name>', `  <value>${value}</value>`, '</property>']],
  ['a property in one line', [''], (value) => [`<property><name>db.password</name><value>${value}</value></property>`]],
  ['a property list', [''], (value) => ['<key>DbPassword</key>', `<string>${value}</string>`]],
  ['attributes, the value first', json, (value) => [`<env value=${value} name="DB_PASSWORD"/>`, '<env value="other1x" name="A"/>']],
  ['JSON in a string', [''], (value) => [`definitions = "[{\\"name\\":\\"DB_PASSWORD\\",\\"value\\":\\"${value}\\"}]"`]],
  ['a secret of Kubernetes', yaml, (value) => ['kind: Secret', 'stringData:', `  any: ${value}`]],
  ['a secret, its kind below', yaml, (value) => ['data:', `  any: ${value}`, 'kind: Secret']],
  ['a secret of Helm', yaml, (value) => ['kind: Secret', 'data:', '{{- if .Values.set }}', `  any: ${value}`, '{{- end }}']],
  [
    'a secret within a list',
    yaml,
    (value) => [
      'kind: List',
      'items:',
      '- kind: Secret',
      '  data:',
      `    any: ${value}`,
      '- kind: ConfigMap',
      '  data:',
      '    any: other1x',
    ],
  ],
  ['a secret in JSON', json, (value) => [`{"kind":"Secret","data":{"any":${value}}}`]],
  ['a secret in JSON in lines', json, (value) => ['{', '  "data": {', `    "any": ${value}`, '  },', '  "kind": "Secret"', '}']],
];

/** What looks like one of them, and holds none. */
export const harmlessPairs: readonly (readonly [name: string, lines: readonly string[]])[] = [
  [
    'a reference to a secret',
    ['- name: DB_PASSWORD', '  valueFrom:', '    secretKeyRef:', '      name: db-credentials1', '      key: password1'],
  ],
  ['a value of another variable', ['- name: DB_PASSWORD', '  value: $(OTHER_VALUE1)']],
  ['a value that is filled in', ['- name: DB_PASSWORD', '  value: {{ .Values.password1 }}', '- name: B_TOKEN', `  value: "\${TOKEN1}"`]],
  ['a value of another name', ['- name: DB_PASSWORD_FILE', '  value: /run/secrets/db1', '- name: LOG_LEVEL', '  value: debug2x']],
  ['the next object', ['- name: DB_PASSWORD', '- name: OTHER', '  value: other1x2y']],
  ['what stands for a value', ['{ "name": "DB_PASSWORD", "value": "changeme" }', '{"name":"API_TOKEN","value":"<your token 1>"}']],
  ['where a secret is', ['- name: DB_PASSWORD', '  value: arn:aws:secretsmanager:eu-west-1:1:secret:db1']],
  [
    'a variable without a default',
    ['variable "db_password" {', '  type = string', '}', 'variable "size" {', '  default = "t3.micro2"', '}'],
  ],
  [
    'a variable with another as default',
    ['variable "db_password" {', '  default = null', '}', 'variable "password_length" {', '  default = "24"', '}'],
  ],
  ['a policy of passwords', ['PasswordPolicy:', '  MinimumLength: 14', '  Default: strict1x', 'MaxPasswordAge:', '  Default: 90d1x']],
  ['a parameter of a stack that is none', ['  DBPassword:', '    Type: String', '    NoEcho: true', '  DBName:', '    Default: orders2x']],
  ['tokens of a design', ['"token": { "value": "#ff8800" }', '"colors": { "name": "token", "value": "#ab12cd" }']],
  ['a model', ['{ "name": "tokenizer", "value": "bert-base-uncased-v2" }', '- name: max_tokens', '  value: 4096x2']],
  ['a form', ['<input name="password" type="password" placeholder="value1x">', "{ name: 'token', value: formToken }"]],
  ['a config map', ['kind: ConfigMap', 'data:', '  any: other1x2y3z']],
  ['an external secret', ['kind: ExternalSecret', 'data:', '- secretKey: other', '  remoteRef: path1x']],
  ['a comment', ["# name: DB_PASSWORD, don't", '# value: other1x2y3z']],
  [
    'words of a program',
    ['"pass": { "default": "Alle1x" },', '"note": "say \\"yes\\"",', '"password": { "default": "Every password1 is there" }'],
  ],
  ['code far below', ['const name = "DB_PASSWORD";', ...Array.from({ length: 30 }, () => 'next();'), 'const value = "other1x2y3z";']],
];
