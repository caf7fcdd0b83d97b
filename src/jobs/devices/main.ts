/** The process that tries all devices for an editor: `devices.cjs PROJECT`, with an empty PROJECT for none. */
import '../../language/ofProcess.ts';
import { listDevices } from '../../engine/devices.ts';

void listDevices(process.argv[2] || null).then((reports) => process.send?.(reports, () => process.exit()));
