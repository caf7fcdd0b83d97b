/** Runs images through a model, keeping the values of all nodes for the last image. */
import type { Inspection } from '../../insight/inspection.ts';
import { earlyNode, mapsOf } from '../../insight/layers.ts';
import { probabilities, topGuesses } from '../../insight/prediction.ts';
import { type MapStatistics, mapStatistics } from '../../insight/statistics.ts';
import type { LossSpec, ModelSpec } from '../../model/spec.ts';
import type { ReadImage } from './images.ts';
import type { Look } from './protocol.ts';

/** An image with the weights to run it through. */
export interface Looked {
  readonly inspection: Inspection;
  readonly image: ReadImage;
  /** Identifies image and weights. */
  readonly key: string;
}

/** Everything computed for an image. */
interface Seen {
  readonly key: string;
  /** By node. */
  readonly values: Promise<readonly Float32Array[]>;
  readonly statistics: Promise<readonly MapStatistics[]>;
}

export class Looks {
  /** As in `InspectedFacts`. */
  readonly earlyNode: number | null;
  readonly #model: ModelSpec;
  readonly #classNames: readonly string[];
  #last: Seen | null = null;

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
  values(looked: Looked): Promise<readonly Float32Array[]> {
    return this.#see(looked).values;
  }

  async look(looked: Looked, nodes: readonly number[]): Promise<Look> {
    const seen = this.#see(looked);
    const [values, statistics] = [await seen.values, await seen.statistics];
    const { pixels, label, note } = looked.image;
    const guesses = topGuesses(values[this.#output]!, this.loss, this.#classNames);
    return { pixels, label, note, guesses, statistics, maps: nodes.map((node) => values[node]!.slice()) };
  }

  /** If all nodes are early ones, without running the rest of the model. */
  async maps(looked: Looked, nodes: readonly number[]): Promise<readonly Float32Array[]> {
    const last = this.earlyNode;
    if (this.#last?.key !== looked.key && last !== null && nodes.every((node) => node <= last)) {
      const values = await looked.inspection.activations(looked.image.pixels, [...Array(last + 1).keys()]);
      return nodes.map((node) => values[node]!);
    }
    const values = await this.values(looked);
    return nodes.map((node) => values[node]!.slice());
  }

  async likeliest(looked: Looked): Promise<number> {
    const values = await this.values(looked);
    const likely = probabilities(values[this.#output]!, this.loss);
    return likely.reduce((best, each, label) => (each > likely[best]! ? label : best), 0);
  }

  get #output(): number {
    return this.#model.outputs[0]!;
  }

  #see({ inspection, image, key }: Looked): Seen {
    if (this.#last?.key === key) return this.#last;
    const values = inspection.activations(image.pixels);
    const statistics = values.then((all) =>
      this.#model.nodes.map(({ id, shape }) => mapStatistics(all[id]!, mapsOf(shape).count)),
    );
    const seen = { key, values, statistics };
    this.#last = seen;
    statistics.catch(() => {
      if (this.#last === seen) this.#last = null;
    });
    return seen;
  }
}
