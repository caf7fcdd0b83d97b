/** `train.py`: the training that the model file describes, as a PyTorch script. */
import type { ModelSpec, TrainingSpec } from '../../model/spec.ts';
import { className } from '../names.ts';
import type { DataFacts, ExportSubject } from '../subject.ts';
import { transformCall } from './augmentations.ts';
import { dataCode } from './data.ts';
import type { DataCode } from './dataCode.ts';
import { heldOutFile, torchvision } from './imageFolder.ts';
import { answers, lossLines } from './losses.ts';
import { optimizerCall } from './optimizers.ts';
import { docstringText, imports, pythonText } from './python.ts';
import { scheduleLines } from './schedules.ts';

/** `train.py` and the files that it reads, by name. None if the model names no training or no data. */
export async function trainFiles(
  { model, folder }: Pick<ExportSubject, 'model' | 'folder'>,
  { heldOut }: Pick<DataFacts, 'heldOut'>,
): Promise<ReadonlyMap<string, string>> {
  const { data, training } = model;
  const code = data && (await dataCode(data, folder, heldOut));
  if (code === null || training === null) return new Map();
  const script = ['train.py', trainFile(model, training, code)] as const;
  return new Map(
    code.heldOutFiles ? [script, [heldOutFile, `${JSON.stringify(code.heldOutFiles, null, 1)}\n`]] : [script],
  );
}

function trainFile(model: ModelSpec, training: TrainingSpec, code: DataCode): string {
  const { folder, definitions, loaderOptions, train, validation, augment } = code;
  const name = className(model.name);
  const [outputs = 1] = model.nodes[model.outputs[0] ?? 0]?.shape ?? [];
  const loss = lossLines(training.loss, outputs).join('\n');
  const answer = answers(training.loss, outputs);
  const schedule = scheduleLines(training.optimizer.learningRate);
  const changes = augment.map((each) => `    ${transformCall(each, model.nodes[0]!.shape)},`);
  const isScheduled = schedule !== null;
  const isChanged = changes.length > 0;
  const packages = imports([
    ...['import torch', 'from torch import nn', 'from torch.utils.data import DataLoader', ...code.packages],
    ...(/\bF\./.test(loss) ? ['from torch.nn import functional as F'] : []),
    ...(isChanged ? ['from torch.utils.data import Dataset', torchvision] : []),
  ]);
  return `"""Trains ${docstringText(model.name)} as CNN Lab does: python3 train.py --help

The images come in a different random order than in CNN Lab, and weights are initialised again, so the results differ
as between two seeds.
"""

${imports(['import argparse', 'from pathlib import Path', ...code.imports])}

${packages}

${imports([name, ...code.facts, 'load', 'standardise'].map((each) => `from model import ${each}`))}

DATA = ${pythonText(folder)}
${code.constants.map((line) => `${line}\n`).join('')}EPOCHS = ${training.epochs}
BATCH_SIZE = ${training.batchSize}
SEED = ${training.seed}

${loss}


def make_optimizer(model):
    return ${optimizerCall(training.optimizer)}
${isScheduled ? scheduleDefinition(schedule) : ''}${isChanged ? augmentDefinition(changes) : ''}

${definitions}


def load_data(folder):
    """Training and validation images."""
    train = ${train}
    validation = ${validation}
    return train, validation


def train_epoch(model, batches, optimizer, ${isScheduled ? 'schedule, ' : ''}device="cpu"):
    """One pass over the training images: mean loss, and the accuracy while the weights were changing."""
    model.train()
    total, correct, count = 0.0, 0, 0
    for images, labels in batches:
        images, labels = images.to(device), labels.to(device)
        outputs = model(standardise(images))
        loss = loss_function(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
${clipping(training)}        optimizer.step()
${isScheduled ? '        schedule.step()\n' : ''}        total += loss.item() * len(labels)
        correct += (${answer} == labels).sum().item()
        count += len(labels)
    return total / count, correct / count


@torch.no_grad()
def evaluate(model, batches, device="cpu"):
    """Mean loss and accuracy."""
    model.eval()
    total, correct, count = 0.0, 0, 0
    for images, labels in batches:
        images, labels = images.to(device), labels.to(device)
        outputs = model(standardise(images))
        total += loss_function(outputs, labels).item() * len(labels)
        correct += (${answer} == labels).sum().item()
        count += len(labels)
    return total / count, correct / count


def main():
    parser = argparse.ArgumentParser(description="Trains ${docstringText(model.name).replaceAll('%', '%%')}.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--pretrained", action="store_true", help="start from the exported weights, not from new ones")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, default="trained.pt", help="file for the weights (default: %(default)s)")
    options = parser.parse_args()

    torch.manual_seed(SEED)
    model = (load() if options.pretrained else ${name}()).to(options.device)
    train_data, validation_data = load_data(options.data)
${isChanged ? '    train_data = Changed(train_data)\n' : ''}    train_batches = DataLoader(train_data, BATCH_SIZE, shuffle=True${loaderOptions})
    validation_batches = DataLoader(validation_data, BATCH_SIZE${loaderOptions})
    optimizer = make_optimizer(model)
${isScheduled ? '    schedule = make_schedule(optimizer, options.epochs, len(train_batches))\n' : ''}    for epoch in range(1, options.epochs + 1):
        loss, accuracy = train_epoch(model, train_batches, optimizer, ${isScheduled ? 'schedule, ' : ''}options.device)
        print(f"epoch {epoch}/{options.epochs}: loss {loss:.4f}, accuracy {accuracy:.2%}", end="")
        loss, accuracy = evaluate(model, validation_batches, options.device)
        print(f"; validation: loss {loss:.4f}, accuracy {accuracy:.2%}", flush=True)
    torch.save(model.state_dict(), options.out)


if __name__ == "__main__":
    main()
`;
}

const scheduleDefinition = (lines: readonly string[]): string => `

def make_schedule(optimizer, epochs, steps_per_epoch):
    """The learning rate, which changes after every step."""
${lines.map((line) => `    ${line}\n`).join('')}`;

const augmentDefinition = (transforms: readonly string[]): string => `

change = transforms.Compose([
${transforms.join('\n')}
])


class Changed(Dataset):
    """Images changed at random each time they are read."""

    def __init__(self, data):
        self.data = data

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        image, label = self.data[index]
        return change(image), label
`;

function clipping({ clipGradNorm, clipGradValue }: TrainingSpec): string {
  const line = (name: string, most: number) => `        nn.utils.${name}(model.parameters(), ${most})\n`;
  if (clipGradValue !== null) return line('clip_grad_value_', clipGradValue);
  return clipGradNorm === null ? '' : line('clip_grad_norm_', clipGradNorm);
}
