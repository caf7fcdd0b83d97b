/** What a hostile model file may try, as statements that can be put among others. */
export const hostileCode: Readonly<Record<string, string>> = {
  'pollutes Object.prototype':
    "Object.prototype.role = 'model'; Object.prototype.args = [[]]; Object.prototype.type = 'array';",
  'pollutes Array.prototype':
    'Array.prototype[0] = 1; Array.prototype.map = () => [{}]; Array.prototype.push = () => 0;',
  'gives every object a toJSON': "Object.prototype.toJSON = () => ({ calls: [], root: { type: 'call', call: 0 } });",
  'gives texts and numbers a toJSON':
    'String.prototype.toJSON = () => { for (;;); }; Number.prototype.toJSON = () => ({});',
  'replaces JSON.stringify':
    'JSON.stringify = () => \'{"calls":[],"root":null}\'; globalThis.JSON = { stringify: () => \'[\' };',
  'replaces Error': 'globalThis.Error = class { get stack() { throw 1; } };',
  'prepares stack traces': "Error.prepareStackTrace = () => { throw new Error('no'); };",
  'makes stack traces of its own':
    "Error.prepareStackTrace = (error, frames) => ({ frames, toString: () => 'm0:1:1' }); Error.stackTraceLimit = 1e9;",
  'takes stack traces away': 'Error.stackTraceLimit = 0;',
  'names a function like a place': "const trap = { 'm0:999999:999999)': () => relu() }; trap['m0:999999:999999)']();",
  'defines setters for what is recorded':
    "Object.defineProperty(Object.prototype, 'index', { get: () => -1, set() {} });",
  'freezes everything':
    'for (const key of Object.getOwnPropertyNames(globalThis)) try { Object.freeze(globalThis[key]); } catch {}',
  'empties the world':
    'for (const key of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[key]; } catch {}',
  'makes functions of text': "Function('return this')().x = Function('return process'); new Function('for(;;);');",
  'makes functions by constructors':
    "(async () => {}).constructor('return import(\"node:fs\")')(); (function* () {}).constructor('for(;;)yield 1')();",
  'evaluates text': "(0, eval)('globalThis.model = 1');",
  'grows a text': "let huge = 'x'; for (let i = 0; i < 40; i++) huge += huge;",
  'repeats a text': "'x'.repeat(2 ** 30);",
  'joins long lists': 'Array(1e7).join("xxxxxxxx");',
  'takes a list of four billion': 'Array(4294967295).fill(0);',
  'sorts a list of four billion': 'Array(4294967295).sort();',
  'looks through what only says how long it is': 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);',
  'looks for a long text in a longer one': "'a'.repeat(2e7).indexOf('a'.repeat(1e7) + 'b');",
  'writes out a number of a million bits': '(2n ** 1000000n).toString();',
  'matches a regex that blows up': "/^(a+)+$/.test('a'.repeat(40) + '!');",
  'matches a regex that blows up otherwise': "/(x+x+)+y/.test('x'.repeat(60)); '1'.repeat(5e4).match(/(\\d*)*\\D/);",
  'chains promises without end': 'const again = () => Promise.resolve().then(again); again();',
  'chains thenables without end': 'const thenable = { then(f) { f(thenable); } }; Promise.resolve(thenable);',
  'draws from a generator without end': 'function* forever() { for (;;) yield 1; } const all = [...forever()];',
  'returns from a generator that goes on':
    'function* held() { for (;;) { try { yield 1; } finally { continue; } } } for (const x of held()) break;',
  'iterates without end':
    'const loop = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) }; Math.max(...loop);',
  'waits for ever': 'await new Promise(() => {});',
  'throws what is no error': 'throw { toString() { for (;;); } };',
  'throws a getter':
    "throw { get message() { throw this; }, get name() { return {}; }, get stack() { return 'm0:1:1'; } };",
  'throws a symbol': 'throw Symbol("x");',
  'throws null': 'throw null;',
  'throws a proxy': 'throw new Proxy({}, { get() { for (;;); } });',
  'recurses in a getter': 'const o = { get a() { return this.a; } }; o.a;',
  'recurses in a replacer':
    'const deep = []; let at = deep; for (let i = 0; i < 1e5; i++) at = at[0] = []; JSON.stringify(deep);',
  'compares without end': 'const again2 = (a) => [1, 2, 3].sort(() => again2(a)); again2(1);',
  'shifts huge integers': 'let n = 1n; for (;;) n = n << 1000000n;',
  'formats huge numbers': '(1e21).toFixed(100); (2n ** 100000n).toString().length;',
  'defines a global of ours': "globalThis.snapshot = () => '{}'; globalThis['cnn-lab'] = {};",
  'holds memory in buffers': 'const buffers = []; for (;;) buffers.push(new ArrayBuffer(1 << 20));',
  'collects and registers': 'new FinalizationRegistry(() => { for (;;); }).register({}, 1); new WeakRef({});',
  'waits on shared memory': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  'labels a loop in a finally': 'out: for (;;) { try { break out; } finally { for (let i = 0; i < 1e9; i++); } }',
};

/** Expressions that may cause trouble as a builder's arguments. */
export const hostileValues: Readonly<Record<string, string>> = {
  'a proxy': 'new Proxy([], { get: (t, k) => (k === "length" ? 3 : Reflect.get(t, k)) })',
  'a proxy of everything': 'new Proxy(function () {}, { get: () => 1, has: () => true, ownKeys: () => ["a", "a"] })',
  'a proxy without end': 'new Proxy({}, { ownKeys: () => { for (;;); } })',
  getters: '{ get stride() { throw new Error("no"); } }',
  'getters that change': '{ get stride() { return (globalThis.n = (globalThis.n ?? 0) + 1); } }',
  'a forged call': '{ type: "call", call: 0 }',
  'a forged call far away': '{ type: "call", call: 1e9 }',
  'a forged list': '{ type: "array", items: null }',
  'a forged record': '{ [Object.getOwnPropertySymbols(relu())[0]]: { role: "layer", index: 99 } }',
  'a forged record of itself': '{ [Object.getOwnPropertySymbols(relu())[0]]: { role: "layer", index: -1 } }',
  'a record that changes':
    '{ [Object.getOwnPropertySymbols(relu())[0]]: { get index() { return Math.random() * 1e3; } } }',
  'a cycle': '(() => { const a = []; a.push(a); return a; })()',
  'a tree of a million': '(() => { let a = [1]; for (let i = 0; i < 22; i++) a = [a, a]; return a; })()',
  'a sparse list': '(() => { const a = []; a[1e7] = 1; return a; })()',
  'symbol keys': '{ [Symbol("stride")]: 2, [Symbol.toPrimitive]: () => 3 }',
  'keys of a prototype': '{ __proto__: { stride: 2 }, ["__proto__"]: 1, constructor: 2, toString: 3 }',
  'a class': 'class { static stride = 2 }',
  'a long text': '"x".repeat(1e6)',
  'a text of halves': '"\\ud800\\udfff\\u0000\\u2028"',
  'a bigint': '10n ** 30n',
  'a negative zero': '-0',
  'a tiny number': '5e-324',
  'the largest number': 'Number.MAX_VALUE',
  'a regex': '/x/g',
  'a typed array': 'new Float64Array(4)',
  'a map': 'new Map([["stride", 2]])',
  'a boxed number': 'new Number(3)',
  'an array with a toJSON': 'Object.assign([3, 3], { toJSON: () => "x" })',
  'a promise': 'Promise.resolve(3)',
  nothing: 'undefined',
};
