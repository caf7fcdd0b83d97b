/** *CNN: Select device*: every device with its state, and why one cannot be used. */
import * as vscode from 'vscode';
import { messageOf } from '../../data/errorMessage.ts';
import { chooseDevice, settings } from '../settings.ts';
import type { DeviceList } from './list.ts';
import { type DeviceItem, deviceItems } from './text.ts';

type Entry = vscode.QuickPickItem & { readonly device?: DeviceItem };

export function registerDevicePicker(devices: DeviceList): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('cnnLab.selectDevice', () => showPicker(devices)),
    // A newly trusted folder may bring its own TensorFlow.
    vscode.workspace.onDidGrantWorkspaceTrust(() => devices.forget()),
  );
}

/** Returns when the picker is on screen, without waiting for the user. */
function showPicker(devices: DeviceList): void {
  const pick = vscode.window.createQuickPick<Entry>();
  pick.title = vscode.l10n.t('Device for Training');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Test all devices again') }];
  const fill = async () => {
    pick.busy = true;
    pick.placeholder = vscode.l10n.t('Testing the devices …');
    try {
      pick.items = entries(deviceItems(await devices.get()));
      pick.activeItems = pick.items.filter(({ device }) => device?.choice === settings.device());
      pick.placeholder = vscode.l10n.t('Device for new training runs; runs already started keep theirs');
    } catch (error) {
      pick.hide();
      void vscode.window.showErrorMessage(messageOf(error));
    }
    pick.busy = false;
  };
  pick.onDidTriggerButton(() => {
    devices.forget();
    pick.items = [];
    void fill();
  });
  pick.onDidAccept(() => {
    const device = pick.selectedItems[0]?.device;
    pick.hide();
    if (device) void choose(device);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
  void fill();
}

function entries(items: readonly DeviceItem[]): Entry[] {
  const entry = (device: DeviceItem): Entry => {
    const icon = device.choice === settings.device() ? 'check' : device.available ? 'blank' : 'circle-slash';
    const { label, description, detail } = device;
    return { label: `$(${icon}) ${label}`, description, detail, device };
  };
  const group = (label: string, available: boolean): Entry[] => {
    const found = items.filter((item) => item.available === available).map(entry);
    return found.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...found];
  };
  return [...group(vscode.l10n.t('ready'), true), ...group(vscode.l10n.t('not available here'), false)];
}

/** The reason why a device cannot be used is too long for the list: shows it in full, with what can be done. */
async function choose({ choice, label, available, detail }: DeviceItem): Promise<void> {
  if (available) {
    await chooseDevice(choice);
    return;
  }
  const install = vscode.l10n.t('Install TensorFlow');
  const message = vscode.l10n.t('{0} cannot be used here. {1}', label, detail);
  const actions = choice === 'tfjs' ? [install] : [];
  const action = await vscode.window.showInformationMessage(message, ...actions);
  if (action === install) await vscode.commands.executeCommand('cnnLab.installTensorFlow');
}
