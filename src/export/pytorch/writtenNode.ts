/** The nodes of a model with what is written for them. */
import { formatShape } from '../../model/format.ts';
import { layerKind } from '../../model/layers/index.ts';
import { inputShapes } from '../../model/parameters.ts';
import type { ModelSpec } from '../../model/spec.ts';
import { attributeNames } from '../names.ts';
import { stepsOf } from './layers/index.ts';
import type { Step } from './step.ts';

/** A node that is not the input. */
export interface WrittenNode {
  readonly id: number;
  readonly inputs: readonly number[];
  /** The layer's attribute in the module. */
  readonly attribute: string;
  readonly steps: readonly Step[];
  /** `  # 6×28×28` if the shape changes, else nothing. */
  readonly comment: string;
}

export function writeNodes(model: ModelSpec): readonly WrittenNode[] {
  const attributes = attributeNames(model);
  return model.nodes.flatMap((node) => {
    const layer = model.layers[node.layer ?? -1];
    if (layer === undefined) return [];
    const shapes = inputShapes(node, model.nodes);
    const changes = shapes[0].join() !== node.shape.join();
    return {
      id: node.id,
      inputs: node.inputs,
      attribute: attributes.get(layer.name) ?? layer.name,
      steps: stepsOf(layerKind(layer.kind), layer.attributes, shapes),
      comment: changes ? `  # ${formatShape(node.shape, 'channelsFirst')}` : '',
    };
  });
}
