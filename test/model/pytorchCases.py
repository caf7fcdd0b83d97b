"""What PyTorch makes of the layers of a model: writes pytorchCases.json, which layers.test.ts compares with.

Inputs and parameters follow a formula, so that only results are kept. Run with any Python that has torch:
    python3 test/model/pytorchCases.py
"""

import itertools
import json
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional as F


def wave(shape, phase):
    """sin(0.7·i + phase), in row-major order."""
    count = math.prod(shape)
    return torch.tensor([math.sin(0.7 * i + phase) for i in range(count)], dtype=torch.float64).reshape(shape)


def numbers(tensor):
    return [float(f"{v:.7g}") for v in tensor.flatten().tolist()]


def case(kind, args, shape, module, pad=None, training=False):
    """
    `pad` is [top, bottom, left, right], for what PyTorch's own padding cannot say. The gradients are those of
    the sum of all results, each times its own number, by the input and by every parameter.
    """
    module = module.double().train(training)
    for phase, parameter in enumerate(module.parameters(), start=1):
        parameter.data = wave(parameter.shape, phase)
    for name, buffer in module.named_buffers():
        if name.endswith("running_mean"):
            buffer.copy_(wave(buffer.shape, 50))
        elif name.endswith("running_var"):
            buffer.copy_(1.5 + wave(buffer.shape, 51))
    x = wave([2, *shape], 0).requires_grad_()
    padded = x
    if pad is not None:
        top, bottom, left, right = pad
        padded = F.pad(x, (left, right, top, bottom))
    y = module(padded)
    (y * wave(y.shape, 99)).sum().backward()
    updated = {name.split(".")[-1]: numbers(buffer) for name, buffer in module.named_buffers() if "running" in name}
    return {
        "kind": kind,
        "args": args,
        "input": shape,
        "output": list(y.shape[1:]),
        "parameters": sum(p.numel() for p in module.parameters()),
        "values": numbers(y),
        "gradients": [numbers(each.grad) for each in [x, *module.parameters()]],
        **({"training": True, "updated": updated} if training else {}),
    }


class Cropped(nn.Module):
    """A transposed convolution with a padding of its own on each side."""

    def __init__(self, layer, top, bottom, left, right):
        super().__init__()
        self.layer, self.sides = layer, (-left, -right, -top, -bottom)

    def forward(self, x):
        return F.pad(self.layer(x), self.sides)


class Graph(nn.Module):
    """Branches that meet, as functions of the input."""

    def __init__(self, forward, *layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.function = forward

    def forward(self, x):
        return self.function(x, *self.layers)


def cases():
    conv, shape = nn.Conv2d, [4, 7, 6]
    yield case("conv2d", [3, 3], shape, conv(4, 3, 3))
    yield case("conv2d", [3, 3, {"padding": 1}], shape, conv(4, 3, 3, padding=1))
    yield case("conv2d", [3, [2, 3], {"stride": [2, 1]}], shape, conv(4, 3, (2, 3), stride=(2, 1)))
    yield case("conv2d", [3, 3, {"padding": [2, 0], "stride": 2}], shape, conv(4, 3, 3, padding=(2, 0), stride=2))
    yield case("conv2d", [2, 3, {"padding": [0, 2, 1, 0]}], shape, conv(4, 2, 3), pad=[0, 2, 1, 0])
    yield case("conv2d", [2, 3, {"dilation": 2}], shape, conv(4, 2, 3, dilation=2))
    yield case("conv2d", [4, 3, {"groups": 2}], shape, conv(4, 4, 3, groups=2))
    yield case("conv2d", [8, 3, {"groups": 4, "bias": False}], shape, conv(4, 8, 3, groups=4, bias=False))
    yield case("conv2d", [2, 3, {"padding": "same"}], shape, conv(4, 2, 3, padding="same"))
    yield case("conv2d", [2, [2, 4], {"padding": "same"}], shape, conv(4, 2, (2, 4), padding="same"))
    yield case("conv2d", [2, 2, {"padding": "same", "dilation": 3}], shape, conv(4, 2, 2, padding="same", dilation=3))
    yield case("conv2d", [2, 3, {"padding": "valid"}], shape, conv(4, 2, 3, padding="valid"))
    shape = [2, 7, 6]
    yield case("maxPool2d", [2], shape, nn.MaxPool2d(2))
    yield case("maxPool2d", [3, {"stride": 2}], shape, nn.MaxPool2d(3, 2))
    yield case("maxPool2d", [3, {"stride": 2, "padding": 1}], shape, nn.MaxPool2d(3, 2, 1))
    yield case("maxPool2d", [[2, 3], {"stride": [1, 2], "dilation": [2, 1]}], shape, nn.MaxPool2d((2, 3), (1, 2), 0, (2, 1)))
    yield case("maxPool2d", [3, {"stride": 2, "ceilMode": True}], shape, nn.MaxPool2d(3, 2, ceil_mode=True))
    yield case("maxPool2d", [2, {"stride": 3, "padding": 1, "ceilMode": True}], shape, nn.MaxPool2d(2, 3, 1, ceil_mode=True))
    yield case("avgPool2d", [2], shape, nn.AvgPool2d(2))
    for padding, ceil, include in itertools.product([0, 1], [False, True], [False, True]):
        options = {"stride": 2, "padding": padding, "ceilMode": ceil, "countIncludePad": include}
        yield case("avgPool2d", [3, options], shape, nn.AvgPool2d(3, 2, padding, ceil, include))
    options = {"stride": [3, 2], "padding": [0, 1], "ceilMode": True}
    yield case("avgPool2d", [[2, 3], options], shape, nn.AvgPool2d((2, 3), (3, 2), (0, 1), True))
    yield case("flatten", [], [2, 3, 4], nn.Flatten())
    yield case("dense", [3], [5], nn.Linear(5, 3))
    yield case("dense", [3, {"bias": False}], [5], nn.Linear(5, 3, bias=False))
    yield case("dropout", [0.3], [5], nn.Dropout(0.3))
    deconv, shape = nn.ConvTranspose2d, [4, 3, 4]
    yield case("convTranspose2d", [3, 3], shape, deconv(4, 3, 3))
    yield case("convTranspose2d", [3, 2, {"stride": 2, "bias": False}], shape, deconv(4, 3, 2, stride=2, bias=False))
    options = {"stride": [2, 3], "padding": [1, 0], "outputPadding": [1, 2]}
    yield case("convTranspose2d", [2, [3, 2], options], shape, deconv(4, 2, (3, 2), (2, 3), (1, 0), (1, 2)))
    options = {"stride": 2, "padding": 1, "outputPadding": 1, "groups": 2}
    yield case("convTranspose2d", [6, 3, options], shape, deconv(4, 6, 3, 2, 1, 1, 2))
    options = {"dilation": 2, "groups": 4, "padding": 1}
    yield case("convTranspose2d", [4, 3, options], shape, deconv(4, 4, 3, 1, 1, 0, 4, True, 2))
    options = {"dilation": 3, "outputPadding": [2, 1], "padding": [1, 2]}
    yield case("convTranspose2d", [3, 3, options], shape, deconv(4, 3, 3, 1, (1, 2), (2, 1), dilation=3))
    options = {"stride": 2, "dilation": 4, "outputPadding": [3, 2], "groups": 2}
    yield case("convTranspose2d", [4, 2, options], shape, deconv(4, 4, 2, 2, 0, (3, 2), 2, dilation=4))
    yield case("convTranspose2d", [9, 3, {"dilation": [1, 2]}], shape, deconv(4, 9, 3, dilation=(1, 2)))
    yield case("convTranspose2d", [2, 3, {"padding": [0, 2, 1, 0]}], shape, Cropped(deconv(4, 2, 3), 0, 2, 1, 0))
    yield case("zeroPad2d", [2], [2, 3, 2], nn.ZeroPad2d(2))
    yield case("zeroPad2d", [[1, 0]], [2, 3, 2], nn.ZeroPad2d((0, 0, 1, 1)))
    yield case("zeroPad2d", [[0, 1, 2, 3]], [2, 3, 2], nn.ZeroPad2d((2, 3, 0, 1)))
    for shape in [[2, 7, 6], [1, 1, 1]]:
        yield case("globalAvgPool2d", [], shape, nn.AdaptiveAvgPool2d(1))
        yield case("globalMaxPool2d", [], shape, nn.AdaptiveMaxPool2d(1))
    for size in [1, 3, 5, [2, 3], [7, 6], [9, 2]]:
        yield case("adaptiveAvgPool2d", [size], [2, 7, 6], nn.AdaptiveAvgPool2d(size))
    for scale in [2, [3, 1]]:
        tall = scale if isinstance(scale, int) else tuple(scale)
        yield case("upsample2d", [scale], [2, 3, 4], nn.Upsample(scale_factor=tall))
        yield case("upsample2d", [scale, {"mode": "bilinear"}], [2, 3, 4], nn.Upsample(scale_factor=tall, mode="bilinear"))
    yield case("upsample2d", [4, {"mode": "bilinear"}], [1, 1, 2], nn.Upsample(scale_factor=4, mode="bilinear"))
    yield case("reshape", [[2, 3, 4]], [24], nn.Unflatten(1, (2, 3, 4)))
    yield case("reshape", [[6, 2, 2]], [2, 3, 4], nn.Sequential(nn.Flatten(), nn.Unflatten(1, (6, 2, 2))))
    for shape in [[6, 4, 3], [6]]:
        yield case("groupNorm", [3], shape, nn.GroupNorm(3, 6))
        yield case("groupNorm", [1, {"epsilon": 0.01}], shape, nn.GroupNorm(1, 6, 0.01))
        yield case("layerNorm", [], shape, nn.LayerNorm(shape))
        yield case("layerNorm", [{"epsilon": 0.1, "affine": False}], shape, nn.LayerNorm(shape, 0.1, False))
    yield case("groupNorm", [6, {"affine": False}], [6, 4, 3], nn.GroupNorm(6, 6, affine=False))
    yield case("localResponseNorm", [5], [7, 3, 2], nn.LocalResponseNorm(5))
    options = {"alpha": 0.5, "beta": 0.6, "k": 2}
    yield case("localResponseNorm", [4, options], [7, 3, 2], nn.LocalResponseNorm(4, 0.5, 0.6, 2))
    yield case("localResponseNorm", [5, {"alpha": 2}], [2, 3, 2], nn.LocalResponseNorm(5, 2))
    for training in [False, True]:
        yield case("batchNorm2d", [], [3, 4, 2], nn.BatchNorm2d(3), training=training)
        options = {"momentum": 0.3, "epsilon": 0.1, "affine": False}
        yield case("batchNorm2d", [options], [3, 4, 2], nn.BatchNorm2d(3, 0.1, 0.3, False), training=training)
        yield case("batchNorm2d", [], [5, 1, 1], nn.BatchNorm2d(5), training=training)
        graph = Graph(lambda x, a, b: torch.relu(b(a(x))), nn.Conv2d(3, 3, 3, padding=1), nn.BatchNorm2d(3))
        yield case("normalisedConvolution", [], [3, 5, 4], graph, training=training)
    # Named as in `graphs` of layers.test.ts.
    shape = [3, 5, 4]
    conv = lambda: nn.Conv2d(3, 3, 3, padding=1)
    yield case("residual", [], shape, Graph(lambda x, a, b: torch.relu(x + b(torch.relu(a(x)))), conv(), conv()))
    yield case("sumOfThree", [], shape, Graph(lambda x: F.max_pool2d(x, (5, 4)) + x + torch.tanh(x)))
    yield case("gate", [], shape, Graph(lambda x, a: x * torch.sigmoid(a(F.avg_pool2d(x, (5, 4)))), nn.Conv2d(3, 3, 1)))
    yield case("inception", [], shape, Graph(lambda x, a, b: torch.cat([a(x), b(x), x], 1), nn.Conv2d(3, 2, 1), conv()))
    yield case("joinedVectors", [], [4], Graph(lambda x, a: torch.cat([x, a(x)], 1), nn.Linear(4, 3)))
    for channels in [[0, 1, 2], [3, 0], [1, 1, 3, 4]]:
        yield case("selectChannels", [channels], [5, 3, 2], Graph(lambda x: x[:, channels]))
    centres = [[1, -1, 0.5], [0, 2, -0.25]]
    distances = Graph(lambda x: -(x[:, None] - torch.tensor(centres, dtype=torch.float64)).square().sum(2))
    yield case("radialBasis", [centres], [3], distances)
    for shape in [[5], [3, 2, 2]]:
        yield case("tanh", [{"amplitude": 1.7159, "slope": 0.75}], shape, Graph(lambda x: 1.7159 * torch.tanh(0.75 * x)))
        yield case("relu", [], shape, nn.ReLU())
        yield case("relu6", [], shape, nn.ReLU6())
        yield case("ceiling", [], shape, Graph(lambda x: F.relu6(8 * x)))
        yield case("leakyRelu", [], shape, nn.LeakyReLU())
        yield case("leakyRelu", [0.2], shape, nn.LeakyReLU(0.2))
        yield case("elu", [], shape, nn.ELU())
        yield case("elu", [0.5], shape, nn.ELU(0.5))
        yield case("gelu", [], shape, nn.GELU())
        yield case("gelu", [{"approximate": "tanh"}], shape, nn.GELU(approximate="tanh"))
        yield case("silu", [], shape, nn.SiLU())
        yield case("hardswish", [], shape, nn.Hardswish())
        yield case("sigmoid", [], shape, nn.Sigmoid())
        yield case("tanh", [], shape, nn.Tanh())
        yield case("softmax", [], shape, nn.Softmax(dim=1))
        yield case("logSoftmax", [], shape, nn.LogSoftmax(dim=1))


def pooling_sizes():
    """[size, kernel, stride, padding, dilation, ceil mode, output size] of max pooling, wherever PyTorch allows it."""
    for size, k, s, d, ceil in itertools.product(range(1, 12), [1, 2, 3, 5], [1, 2, 3, 4], [1, 2], [False, True]):
        for p in range(0, k // 2 + 1):
            try:
                y = F.max_pool2d(torch.zeros(1, 1, size, 1), (k, 1), (s, 1), (p, 0), (d, 1), ceil_mode=ceil)
            except RuntimeError:
                continue
            if y.shape[2] > 0:
                yield [size, k, s, p, d, ceil, y.shape[2]]


if __name__ == "__main__":
    results = {"torch": torch.__version__, "cases": list(cases()), "poolingSizes": list(pooling_sizes())}
    rows = lambda items: ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)
    text = f'{{"torch":"{results["torch"]}",\n"cases":[\n{rows(results["cases"])}\n],\n"poolingSizes":[\n{rows(results["poolingSizes"])}\n]}}\n'
    pathlib.Path(__file__).with_suffix(".json").write_text(text)
