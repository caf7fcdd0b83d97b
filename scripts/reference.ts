/** Reads the reference of all builders from the doc comments of src/cnn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { layerKinds } from '../src/model/layers/index.ts';
import type { Reference, ReferenceEntry, ReferenceField, ReferenceSection } from '../src/model/reference.ts';
import { translated } from '../src/model/reference.ts';
import { builderProgram } from './declarations.ts';
import { root } from './paths.ts';

/** Sections of docs/, by the type that a builder returns. */
const sections: Readonly<Record<string, ReferenceSection>> = {
  Data: 'data',
  Augmentation: 'augmentation',
  Loss: 'losses',
  Optimizer: 'optimizers',
  Schedule: 'schedules',
};

/** The reference in English. */
export function readReference(): Reference {
  const program = builderProgram();
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(join(root, 'src', 'cnn', 'index.ts'));
  const module = index && checker.getSymbolAtLocation(index);
  if (!module) throw new Error('src/cnn/index.ts exports nothing.');
  const reader = new Reader(checker);
  return { entries: checker.getExportsOfModule(module).flatMap((symbol) => reader.entry(symbol) ?? []) };
}

/** The reference in another language, and the texts without a translation. */
export function translateReference(reference: Reference, language: string) {
  const known: Record<string, string> = JSON.parse(
    readFileSync(join(root, 'l10n', `reference.${language}.json`), 'utf8'),
  );
  const missing = new Set<string>();
  const translate = (text: string): string => {
    if (text !== '' && known[text] === undefined) missing.add(text);
    return known[text] ?? text;
  };
  return { reference: translated(reference, translate), missing: [...missing] };
}

class Reader {
  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  /** The entry of an exported function; nothing for a type. */
  entry(exported: ts.Symbol): ReferenceEntry | undefined {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.valueDeclaration;
    if (!declaration || !ts.isFunctionDeclaration(declaration)) return undefined;
    const { name } = symbol;
    const [summary = '', ...details] = paragraphs(
      ts.displayPartsToString(symbol.getDocumentationComment(this.checker)),
    );
    const tags = symbol.getJsDocTags(this.checker);
    const texts = (tag: string) =>
      tags.filter((each) => each.name === tag).map(({ text }) => ts.displayPartsToString(text));
    const returned = declaration.type?.getText() ?? '';
    return {
      name,
      section: layerKinds.includes(name) ? 'layers' : (sections[returned] ?? 'model'),
      summary,
      purpose: oneLine(texts('remarks').join(' ')),
      details,
      ...this.parameters(declaration),
      examples: texts('example'),
      pytorch: texts('pytorch')[0] ?? null,
      keras: texts('keras')[0] ?? null,
      papers: texts('paper').map(oneLine),
    };
  }

  private parameters({ parameters }: ts.FunctionDeclaration): Pick<ReferenceEntry, 'positional' | 'options'> {
    const symbols = parameters.map((parameter) => this.checker.getSymbolAtLocation(parameter.name)!);
    const last = parameters.at(-1);
    // If tensors are rest parameters, options are the last of them.
    const rest = last?.dotDotDotToken ? symbols.at(-1) : undefined;
    const named = symbols.find(({ name }) => name === 'options');
    const options = rest ? this.ofTensors(rest) : named ? this.fieldsOf(this.checker.getTypeOfSymbol(named)) : [];
    return { positional: symbols.filter((symbol) => symbol !== named).map((symbol) => this.field(symbol)), options };
  }

  private ofTensors(rest: ts.Symbol): ReferenceField[] {
    const elements = constituents(this.checker.getTypeOfSymbol(rest)).flatMap((tuple) =>
      this.checker.getTypeArguments(tuple as ts.TypeReference),
    );
    const options = elements.filter((element) => element.getProperty('name'));
    return options.flatMap((type) => this.fieldsOf(type));
  }

  /** Every property that an object of this type may have; optional if some variants lack it. */
  private fieldsOf(type: ts.Type): ReferenceField[] {
    const parts = constituents(type);
    const names = new Set(parts.flatMap((part) => part.getProperties().map(({ name }) => name)));
    return [...names].map((name) => {
      const found = parts.flatMap((part) => part.getProperty(name) ?? []).filter((property) => !this.isNever(property));
      const field = this.field(found[0]!);
      return { ...field, optional: field.optional || found.length < parts.length };
    });
  }

  private field(symbol: ts.Symbol): ReferenceField {
    const declaration = symbol.valueDeclaration;
    const parameter = declaration && ts.isParameter(declaration) ? declaration : null;
    const property = declaration && ts.isPropertySignature(declaration) ? declaration : null;
    const type = (parameter ?? property)?.type?.getText() ?? '';
    const own = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(symbol));
    return {
      name: symbol.name,
      text: oneParagraph(ts.displayPartsToString(symbol.getDocumentationComment(this.checker))),
      type: parameter?.dotDotDotToken ? 'Tensor, Tensor, …' : oneLine(type.replaceAll('readonly ', '')),
      optional: (parameter ?? property)?.questionToken !== undefined,
      fields: isPlainObject(own) ? this.fieldsOf(own) : [],
    };
  }

  private isNever(symbol: ts.Symbol): boolean {
    const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(symbol));
    return (type.flags & (ts.TypeFlags.Never | ts.TypeFlags.Undefined)) !== 0;
  }
}

const constituents = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

/** One of our interfaces that no builder makes: `Training`, `IdxFiles`. */
const isPlainObject = (type: ts.Type): boolean =>
  type.isClassOrInterface() && type.getProperties().length > 0 && (type.getBaseTypes() ?? []).length === 0;

const paragraphs = (text: string): string[] =>
  text
    .split(/\n{2,}/)
    .map(oneLine)
    .filter((paragraph) => paragraph !== '');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Lists keep their line breaks. */
const oneParagraph = (text: string): string => text.replace(/\n(?!- )\s*/g, ' ').trim();
