/**
 * The TensorFlow.js engine of the tests: the pure-JavaScript package, which every checkout has. With TENSORFLOW=FOLDER,
 * in which @tensorflow/tfjs-node or -gpu is installed, the same tests run on that.
 */
import { TfjsEngine } from '../../src/engine/tfjs/engine.ts';
import { loadTensorFlow } from '../../src/engine/tfjs/load.ts';
import { findTensorFlow } from '../../src/engine/tfjs/packages.ts';

export async function tfjsEngine(): Promise<TfjsEngine> {
  const folder = process.env.TENSORFLOW;
  if (folder) {
    const found = findTensorFlow(null, folder);
    if (found === null) throw new Error(`TENSORFLOW=${folder} holds neither @tensorflow/tfjs-node-gpu nor -node`);
    const { tf, label } = await loadTensorFlow(found);
    return new TfjsEngine(tf, label);
  }
  const tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  return new TfjsEngine(tf);
}
