/** Commander's own texts in the terminal's language: the headings of its help, and its error messages. */
import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';

/** To be called before commands are added: they inherit it. */
export function translateCommander(program: Command): Command {
  const titles = new Map([
    ['Usage:', l10n.t('Usage:')],
    ['Arguments:', l10n.t('Arguments:')],
    ['Options:', l10n.t('Options:')],
    ['Commands:', l10n.t('Commands:')],
  ]);
  const usage = (text: string) =>
    text.replace('[options]', l10n.t('[options]')).replace('[command]', l10n.t('[command]'));
  return program
    .helpOption('-h, --help', l10n.t('show this help'))
    .helpCommand('help [command]', l10n.t('show the help of a command'))
    .configureHelp({
      styleTitle: (title) => titles.get(title) ?? title,
      styleUsage: usage,
      styleSubcommandTerm: usage,
    })
    .configureOutput({ outputError: (text, write) => write(text.split('\n').map(complaint).join('\n')) });
}

/** Matches commander's English messages, and words them anew with what the pattern captures. */
const complaints: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^error: unknown command '(.*)'$/, (name) => l10n.t("error: unknown command '{0}'", name)],
  [/^error: unknown option '(.*)'$/, (name) => l10n.t("error: unknown option '{0}'", name)],
  [/^\(Did you mean (?:one of )?(.*)\?\)$/, (names) => l10n.t('(Did you mean {0}?)', names)],
  [/^error: missing required argument '(.*)'$/, (name) => l10n.t("error: missing required argument '{0}'", name)],
  [/^error: option '(.*)' argument missing$/, (flags) => l10n.t("error: option '{0}' argument missing", flags)],
  [
    /^error: required option '(.*)' not specified$/,
    (flags) => l10n.t("error: required option '{0}' not specified", flags),
  ],
  [
    /^error: option '(.*)' cannot be used with option '(.*)'$/,
    (one, other) => l10n.t("error: option '{0}' cannot be used with option '{1}'", one, other),
  ],
  [
    /^error: option '(.*)' argument '(.*)' is invalid\. (.*)$/,
    (flags, value, why) => l10n.t("error: option '{0}' argument '{1}' is invalid. {2}", flags, value, why),
  ],
  [
    /^error: too many arguments for '(.*)'\. Expected \d+ arguments? but got \d+: (.*)\.$/,
    (command, given) => l10n.t("error: too many arguments for '{0}': {1}", command, given),
  ],
];

function complaint(line: string): string {
  for (const [pattern, say] of complaints) {
    const [, ...parts] = pattern.exec(line) ?? [];
    if (parts.length > 0) return say(...parts);
  }
  return line;
}
