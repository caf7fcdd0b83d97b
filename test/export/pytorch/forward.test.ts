import assert from 'node:assert/strict';
import { add, concat, conv2d, input, model, relu, type Tensor } from '../../../src/cnn/index.ts';
import { forwardLines } from '../../../src/export/pytorch/forward.ts';
import { writeNodes } from '../../../src/export/pytorch/writtenNode.ts';
import { specOf } from '../../model/build.ts';

describe('forward', () => {
  function lines(outputs: (x: Tensor) => Tensor): string[] {
    const x = input([4, 6, 6]);
    const spec = specOf(model({ inputs: x, outputs: outputs(x) }));
    return forwardLines(spec, writeNodes(spec)).map((line) => line.trim());
  }

  it('keeps x for the trunk of a residual block', () => {
    assert.deepEqual(
      lines((x) => relu()(add(x, conv2d(4, 1)(relu()(conv2d(4, 3, { padding: 1 })(x)))))),
      [
        'def forward(self, x):  # 4×6×6',
        'branch = self.conv2d_1(x)',
        'branch = F.relu(branch)',
        'branch = self.conv2d_2(branch)',
        'x = x + branch',
        'x = F.relu(x)',
        'return x',
      ],
    );
  });

  it('numbers branches that run side by side, and hands x to the last', () => {
    assert.deepEqual(
      lines((x) => concat(conv2d(1, 1)(x), conv2d(2, 1)(x), conv2d(3, 1)(x))),
      [
        'def forward(self, x):  # 4×6×6',
        'branch1 = self.conv2d_1(x)  # 1×6×6',
        'branch2 = self.conv2d_2(x)  # 2×6×6',
        'x = self.conv2d_3(x)  # 3×6×6',
        'x = torch.cat([branch1, branch2, x], dim=1)  # 6×6×6',
        'return x',
      ],
    );
  });

  it("writes padding that PyTorch has no word for as a step: 'same' with a stride", () => {
    assert.deepEqual(
      lines((x) => add(conv2d(4, 3, { padding: 'same', stride: 2 })(x), conv2d(4, 1, { stride: 2 })(x))).slice(1, 3),
      ['branch = F.pad(x, (0, 1, 0, 1))', 'branch = self.conv2d_1(branch)  # 4×3×3'],
    );
  });
});
