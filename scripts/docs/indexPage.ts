/** The first page of docs/: every page with its one sentence. */
import * as l10n from '@vscode/l10n';
import { blocks, heading, type Page, table } from './page.ts';

export function indexPage(pages: readonly Page[]): Page {
  const sections = Object.entries(titles()).flatMap(([folder, title]) => {
    const own = pages.filter(({ path, about }) => path.startsWith(`${folder}/`) && about !== '');
    const rows = own.map((page) => [`[${page.title}](${page.path})`, page.about]);
    return own.length > 0 ? [heading(2, title), table([l10n.t('Page'), l10n.t('About')], rows)] : [];
  });
  const title = l10n.t('CNN Lab: what a model file can say');
  return { path: 'README.md', title, about: '', text: blocks(heading(1, title), ...sections) };
}

/** By folder, in the order of the page. */
const titles = (): Readonly<Record<string, string>> => ({
  model: l10n.t('Models'),
  layers: l10n.t('Layers'),
  data: l10n.t('Data'),
  augmentation: l10n.t('Augmentation'),
  losses: l10n.t('Losses'),
  optimizers: l10n.t('Optimizers'),
  schedules: l10n.t('Learning rates'),
  diagnostics: l10n.t('Problems'),
});
