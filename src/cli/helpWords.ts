/** The words of commander itself in the help of commands, in the terminal's language. Its complaints stay English. */
import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';

/** Before commands are added: they take it over. */
export function sayHelpInOurWords(program: Command): Command {
  const titles = new Map([
    ['Usage:', l10n.t('Usage:')],
    ['Arguments:', l10n.t('Arguments:')],
    ['Options:', l10n.t('Options:')],
    ['Commands:', l10n.t('Commands:')],
  ]);
  return program
    .helpOption('-h, --help', l10n.t('show this help'))
    .helpCommand('help [command]', l10n.t('show the help of a command'))
    .configureHelp({ styleTitle: (title) => titles.get(title) ?? title });
}
