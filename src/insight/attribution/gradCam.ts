/** Grad-CAM: where the evidence for a class lies. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../data/userError.ts';
import type { ModelSpec } from '../../model/spec.ts';
import { gradients } from '../../tensor/differentiate.ts';
import { mean, multiply, relu, sum } from '../../tensor/ops/index.ts';
import type { Program } from '../../tensor/program.ts';
import { input } from '../../tensor/values.ts';
import type { Inspection } from '../inspection.ts';
import { inspectedLayers } from '../layers.ts';
import { inspectionProgram, type LookedInto } from '../programs.ts';
import type { GradCam } from '../results.ts';

/**
 * The last feature maps before the classifier, and before a final pooling: those after the last convolution and its
 * activation. `null` if no layer has maps of more than one pixel.
 */
export function gradCamNode(model: ModelSpec): number | null {
  const layers = inspectedLayers(model);
  const isMap = (node: number) => node > 0 && layers[node]!.shape.length === 3;
  let node = model.outputs[0] ?? 0;
  while (node > 0 && !isMap(node)) node = layers[node]!.inputs[0]!;
  while (isMap(node) && /Pool2d$|^dropout$/.test(layers[node]!.kind)) node = layers[node]!.inputs[0]!;
  const [, height = 1, width = 1] = layers[node]!.shape;
  return isMap(node) && height * width > 1 ? node : null;
}

/** A single output stands for class 1: evidence against it is evidence for class 0. */
export async function gradCam(
  inspection: Inspection,
  image: Uint8Array,
  label: number,
  node: number | null = gradCamNode(inspection.model),
): Promise<GradCam> {
  const { model } = inspection;
  const [, height, width] = node === null ? [] : model.nodes[node]!.shape;
  if (node === null || height === undefined || width === undefined) {
    throw new UserError(
      'no-feature-maps',
      node === null
        ? l10n.t('Grad-CAM needs a layer with feature maps; {0} has none. Use a model with a convolution.', model.name)
        : l10n.t(
            'Grad-CAM needs a layer with feature maps; {0} of {1} has none. Choose a convolution or pooling.',
            inspectedLayers(model)[node]!.name,
            model.name,
          ),
    );
  }
  const classes = model.nodes[model.outputs[0]!]!.shape[0] ?? 1;
  if (label < 0 || label >= Math.max(2, classes)) {
    throw new UserError(
      'no-such-class',
      l10n.t('{0} has {1} classes: there is no class {2}.', model.name, Math.max(2, classes), label),
    );
  }
  const seed = new Float32Array(classes);
  if (classes === 1) seed[0] = label === 1 ? 1 : -1;
  else seed[label] = 1;
  const { heat } = await inspection.runFloat(`gradCam ${node}`, (of) => gradCamProgram(of, node), {
    images: image,
    seed,
  });
  return { values: heat!, size: [height, width], label, node };
}

/**
 * Grad-CAM (Selvaraju et al., ICCV 2017): the maps A of a node, weighted by the mean over its pixels of the
 * gradient of a class's logit: ReLU(Σ_k mean(∂y/∂A_k) · A_k). Input `seed`: ones for the class, `[1, classes]`.
 * Output `heat`, `[1, height, width]`.
 */
function gradCamProgram(of: LookedInto, node: number): Program {
  return inspectionProgram(of, 1, (graph) => {
    const seed = input(graph.output.shape);
    const maps = graph.nodes[node]!;
    const [gradient] = gradients(sum(multiply(graph.output, seed)), [maps]);
    const weights = mean(gradient!, [2, 3], true);
    return {
      inputs: [{ name: 'seed', value: seed }],
      outputs: [{ name: 'heat', value: relu(sum(multiply(maps, weights), [1])) }],
    };
  });
}
