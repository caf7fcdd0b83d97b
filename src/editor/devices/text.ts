/** The texts of the device picker. */
import * as l10n from '@vscode/l10n';
import type { DeviceChoice, DeviceId, DeviceReport } from '../../engine/deviceIds.ts';

export interface DeviceItem {
  readonly choice: DeviceChoice;
  readonly label: string;
  /** Its state, beside the label. */
  readonly description: string;
  /** Why it cannot be used, or what makes it slower, or else what it is. */
  readonly detail: string;
  readonly available: boolean;
}

const about: Readonly<Record<DeviceId, () => string>> = {
  cpu: () => l10n.t('ONNX Runtime on the processor'),
  webgpu: () => l10n.t('ONNX Runtime on the graphics card, through Vulkan, Metal or Direct3D 12'),
  cuda: () => l10n.t('ONNX Runtime on an NVIDIA card, through CUDA 12'),
  dml: () => l10n.t('ONNX Runtime on the graphics card, through DirectML'),
  coreml: () => l10n.t("ONNX Runtime on Apple's processors, through Core ML"),
  tfjs: () => l10n.t('TensorFlow, on an NVIDIA card through CUDA 11.2, otherwise on the processor'),
};

/** `auto` first, then usable devices, then the rest. */
export function deviceItems(reports: readonly DeviceReport[]): DeviceItem[] {
  const items = reports.map(
    ({ id, label, available, reason, note }): DeviceItem => ({
      choice: id,
      label,
      description: available ? id : l10n.t('{0}, not available here', id),
      detail: reason ?? note ?? about[id](),
      available,
    }),
  );
  const auto: DeviceItem = {
    choice: 'auto',
    label: l10n.t('Automatic'),
    description: 'auto',
    detail: l10n.t('The fastest device that computes correctly here'),
    available: true,
  };
  return [auto, ...items.filter(({ available }) => available), ...items.filter(({ available }) => !available)];
}
