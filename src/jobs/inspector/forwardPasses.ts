/** Runs images through a model, keeping the values of all nodes for the last image. */
import type { Inspection } from '../../insight/inspection.ts';
import { earlyNode, mapsOf } from '../../insight/layers.ts';
import { probabilities, topGuesses } from '../../insight/prediction.ts';
import { type MapStatistics, mapStatistics } from '../../insight/statistics.ts';
import type { LossSpec, ModelSpec } from '../../model/spec.ts';
import type { ReadImage } from './images.ts';
import type { Look } from './protocol.ts';

/** An image with the weights to run it through. */
export interface PassInput {
  readonly inspection: Inspection;
  readonly image: ReadImage;
  /** Identifies image and weights. */
  readonly key: string;
}

/** Everything computed for an image. */
interface ForwardPass {
  readonly key: string;
  /** By node. */
  readonly values: Promise<readonly Float32Array[]>;
  readonly statistics: Promise<readonly MapStatistics[]>;
}

export class ForwardPasses {
  /** As in `InspectedFacts`. */
  readonly earlyNode: number | null;
  readonly #model: ModelSpec;
  readonly #classNames: readonly string[];
  #last: ForwardPass | null = null;

  constructor(model: ModelSpec, classNames: readonly string[]) {
    this.#model = model;
    this.#classNames = classNames;
    this.earlyNode = earlyNode(model);
  }

  /** How to read the outputs. */
  get loss(): LossSpec['kind'] {
    return this.#model.training?.loss.kind ?? 'crossEntropy';
  }

  /** Values of every node, in their order. */
  values(input: PassInput): Promise<readonly Float32Array[]> {
    return this.#run(input).values;
  }

  async look(input: PassInput, nodes: readonly number[]): Promise<Look> {
    const pass = this.#run(input);
    const [values, statistics] = [await pass.values, await pass.statistics];
    const { pixels, label, note } = input.image;
    const guesses = topGuesses(values[this.#output]!, this.loss, this.#classNames);
    return { pixels, label, note, guesses, statistics, maps: nodes.map((node) => values[node]!.slice()) };
  }

  /** If all nodes are early ones, without running the rest of the model. */
  async maps(input: PassInput, nodes: readonly number[]): Promise<readonly Float32Array[]> {
    const last = this.earlyNode;
    if (this.#last?.key !== input.key && last !== null && nodes.every((node) => node <= last)) {
      const values = await input.inspection.activations(input.image.pixels, [...Array(last + 1).keys()]);
      return nodes.map((node) => values[node]!);
    }
    const values = await this.values(input);
    return nodes.map((node) => values[node]!.slice());
  }

  async likeliest(input: PassInput): Promise<number> {
    const values = await this.values(input);
    const likely = probabilities(values[this.#output]!, this.loss);
    return likely.reduce((best, each, label) => (each > likely[best]! ? label : best), 0);
  }

  get #output(): number {
    return this.#model.outputs[0]!;
  }

  #run({ inspection, image, key }: PassInput): ForwardPass {
    if (this.#last?.key === key) return this.#last;
    const values = inspection.activations(image.pixels);
    const statistics = values.then((all) =>
      this.#model.nodes.map(({ id, shape }) => mapStatistics(all[id]!, mapsOf(shape).count)),
    );
    const pass = { key, values, statistics };
    this.#last = pass;
    statistics.catch(() => {
      if (this.#last === pass) this.#last = null;
    });
    return pass;
  }
}
