/** The memory that training has on this machine. */
import { totalmem } from 'node:os';
import type { DeviceChoice } from '../../engine/deviceIds.ts';
import type { MachineMemory } from '../../model/findings.ts';

/** As it is now. */
export const machineMemory = (): MachineMemory => ({ available: process.availableMemory(), total: totalmem() });

/** Whether this device computes in the machine's own memory. A GPU reports itself when its memory is exceeded. */
export const usesProcessor = (choice: DeviceChoice): boolean => choice === 'cpu' || choice === 'auto';
