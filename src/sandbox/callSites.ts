/** Maps a stack in the sandbox to the calls in the source that it went through. */
import type { SourceRange } from './analysis.ts';
import type { LoadedModule } from './modules.ts';
import { type CallNode, callsByParenthesis } from './parse.ts';

/** A place in a file: a call or, if there is none, just a position. */
export interface Site {
  readonly module: LoadedModule;
  readonly node: CallNode | null;
  readonly offset: number;
}

export interface CallSite extends Site {
  /** Whether the call in the source is the builder's own, and not, say, that of `map(conv2d)`. */
  readonly direct: boolean;
  /** Calls above it, innermost first. */
  readonly callers: readonly Site[];
}

export function rangeOf({ module: { source, tree }, node, offset }: Site): SourceRange {
  return node ? source.range(node.getStart(tree), node.end) : source.range(offset, offset + 1);
}

/** Looks places up in the files of one analysis. */
export class CallSites {
  private readonly modules: ReadonlyMap<string, LoadedModule>;
  private readonly calls = new Map<LoadedModule, ReadonlyMap<number, CallNode>>();
  /** Cache by line of a stack, as most lines repeat. */
  private readonly sites = new Map<string, Site | null>();

  constructor(modules: readonly LoadedModule[]) {
    this.modules = new Map(modules.map((module) => [module.id, module]));
  }

  /** The place where a stack enters the user's files; `null` if it does not. */
  find(stack: string): CallSite | null {
    const sites: Site[] = [];
    let direct = true;
    for (const line of stack.split('\n')) {
      const site = this.siteOf(line);
      if (site) sites.push(site);
      else if (sites.length === 0 && line.endsWith('(native)')) direct = false;
    }
    const [first, ...callers] = sites;
    return first ? { ...first, direct: direct && first.node !== null, callers } : null;
  }

  private siteOf(line: string): Site | null {
    let site = this.sites.get(line);
    if (site === undefined) {
      const [, id, row, column] = /\(?(\w+):(\d+):(\d+)\)?$/.exec(line) ?? [];
      const module = this.modules.get(id ?? '');
      site = module ? this.site(module, Number(row), Number(column)) : null;
      this.sites.set(line, site);
    }
    return site;
  }

  /** The sandbox points at the opening parenthesis of a call. */
  private site(module: LoadedModule, line: number, column: number): Site {
    const offset = module.source.offsetInSandbox(line, column);
    let calls = this.calls.get(module);
    if (!calls) {
      calls = callsByParenthesis(module.tree);
      this.calls.set(module, calls);
    }
    return { module, offset, node: calls.get(offset) ?? null };
  }
}
