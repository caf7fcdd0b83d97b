/**
 * TypeScript server plugin: resolves `'cnn-lab'` to the declarations that come with the extension, unless it resolves
 * to something else. So a model file has types in a folder without package.json or tsconfig.json, and a project with
 * its own 'cnn-lab' keeps that.
 *
 * VS Code loads it from `node_modules/cnn-lab-typescript-plugin` in the extension's folder.
 */
import path from 'node:path';
import type ts from 'typescript';

const declarations = path.join(import.meta.dirname, '..', '..', 'dist', 'types', 'index.d.ts');

function create(info: ts.server.PluginCreateInfo): ts.LanguageService {
  const host = info.languageServiceHost;
  const resolve = host.resolveModuleNameLiterals?.bind(host);
  if (resolve) {
    host.resolveModuleNameLiterals = (literals, ...rest) =>
      resolve(literals, ...rest).map((resolved, index) =>
        resolved.resolvedModule === undefined && literals[index]?.text === 'cnn-lab' ? ours() : resolved,
      );
  }
  return info.languageService;
}

const ours = (): ts.ResolvedModuleWithFailedLookupLocations => ({
  resolvedModule: { resolvedFileName: declarations, extension: '.d.ts', isExternalLibraryImport: true },
});

export default (): ts.server.PluginModule => ({ create });
