"""What PyTorch sees inside two small networks: writes pytorchCases.json, which the tests of src/insight/ compare with.

Backward rules are hand-written autograd functions, after the papers, and know nothing of ours. Weights and
images follow a formula, so that only results are kept. Run with any Python that has torch:
    python3 test/insight/pytorchCases.py
"""

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


def image(shape, number):
    """Bytes (i² · 31 + i · 17 + number · 101) mod 256."""
    count = math.prod(shape)
    return torch.tensor([(i * i * 31 + i * 17 + number * 101) % 256 for i in range(count)], dtype=torch.float64).reshape(1, *shape)


def numbers(tensor):
    return [float(f"{v:.7g}") for v in tensor.flatten().tolist()]


class PassThrough(torch.autograd.Function):
    @staticmethod
    def forward(_, x, function):
        return function(x)

    @staticmethod
    def backward(_, dy):
        return dy, None


class GuidedRelu(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(context, dy):
        (x,) = context.saved_tensors
        return dy * (x > 0) * (dy > 0)


class DeconvRelu(torch.autograd.Function):
    @staticmethod
    def forward(_, x):
        return x.clamp(min=0)

    @staticmethod
    def backward(_, dy):
        return dy.clamp(min=0)


ACTIVATIONS = {
    "gradient": (F.relu, torch.tanh),
    "guided": (GuidedRelu.apply, torch.tanh),
    "deconvnet": (DeconvRelu.apply, lambda x: PassThrough.apply(x, torch.tanh)),
}


class Chain(nn.Module):
    """Overlapping max pooling, groups, dilation, batch normalisation, tanh, average pooling."""

    shape = [2, 12, 12]

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 6, (3, 2), padding=(2, 0), dilation=(2, 1), groups=2)
        self.norm = nn.BatchNorm2d(6)
        self.dense1 = nn.Linear(6 * 2 * 2, 5)
        self.dense2 = nn.Linear(5, 3)

    def forward(self, x, relu, tanh):
        nodes = [x]
        for layer in [
            self.conv1,
            relu,
            lambda y: F.max_pool2d(y, 3, 2),
            self.conv2,
            self.norm,
            tanh,
            lambda y: F.avg_pool2d(y, 2),
            lambda y: y.flatten(1),
            self.dense1,
            relu,
            self.dense2,
        ]:
            nodes.append(layer(nodes[-1]))
        return nodes


class Branches(nn.Module):
    """A residual block and an inception block, with local response normalisation."""

    shape = [1, 7, 7]

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 3, 3, padding=1)
        self.conv2 = nn.Conv2d(3, 3, 3, padding=1)
        self.conv3 = nn.Conv2d(3, 2, 1, bias=False)
        self.dense = nn.Linear(5, 4)

    def forward(self, x, relu, _):
        a = self.conv1(x)
        b = relu(a)
        c = F.local_response_norm(b, 3, alpha=0.3, beta=0.75, k=1)
        d = self.conv2(c)
        e = b + d
        f = relu(e)
        g = self.conv3(f)
        h = torch.cat([f, g], 1)
        i = h.mean((2, 3), keepdim=True)
        j = i.flatten(1)
        return [x, a, b, c, d, e, f, g, h, i, j, self.dense(j)]


def case(name, network, scale, offset, targets, cam_node, feature_node):
    network = network.double().eval()
    for phase, parameter in enumerate(network.parameters(), start=1):
        parameter.data = wave(parameter.shape, phase)
    for buffer_name, buffer in network.named_buffers():
        if buffer_name.endswith("running_mean"):
            buffer.copy_(wave(buffer.shape, 50))
        elif buffer_name.endswith("running_var"):
            buffer.copy_(1.5 + wave(buffer.shape, 51))

    factor, shift = (torch.tensor(v, dtype=torch.float64).reshape(1, -1, 1, 1) for v in (scale, offset))
    start = lambda number: (image(network.shape, number) * factor + shift).requires_grad_()
    plain = ACTIVATIONS["gradient"]
    projections = []
    for node, map_number in targets:
        for method, activations in ACTIVATIONS.items():
            x = start(0)
            value = network(x, *activations)[node]
            of_map = value[0, map_number]
            place = int(of_map.flatten().argmax())
            seed = of_map.flatten()[place].item() if method == "deconvnet" else 1.0
            (of_map.flatten()[place] * seed).backward()
            projections.append(
                {
                    "node": node,
                    "map": map_number,
                    "method": method,
                    "place": place,
                    "value": float(f"{of_map.flatten()[place].item():.7g}"),
                    "pixels": numbers(x.grad),
                }
            )

    heats = []
    for label in range(3):
        nodes = network(start(0), *plain)
        (gradient,) = torch.autograd.grad(nodes[-1][0, label], nodes[cam_node])
        heat = F.relu((gradient.mean((2, 3), keepdim=True) * nodes[cam_node]).sum(1))
        heats.append(numbers(heat))

    # Nearest of images 1 to 20 to image 0, the plane in which these differ most, what they are taken for, and the
    # strongest images of each map.
    all_nodes = [network(start(number), *plain) for number in range(21)]
    features = torch.cat([nodes[feature_node].flatten(1) for nodes in all_nodes])
    distances = (features[1:] - features[0]).norm(dim=1)
    order = distances.argsort()
    centred = features[1:] - features[1:].mean(0)
    _, deviations, axes = torch.linalg.svd(centred, full_matrices=False)
    axes = torch.stack([axis * axis[axis.abs().argmax()].sign() for axis in axes[:2]])
    likely = torch.cat([nodes[-1] for nodes in all_nodes[1:]]).softmax(1)
    strongest_node = targets[0][0]
    peaks = torch.stack([nodes[strongest_node][0].flatten(1).max(1).values for nodes in all_nodes[1:]])
    return {
        "name": name,
        "scale": scale,
        "offset": offset,
        "nodes": [numbers(value) for value in network(start(0), *plain)],
        "projections": projections,
        "camNode": cam_node,
        "heats": heats,
        "featureNode": feature_node,
        "neighbours": [{"image": int(i) + 1, "distance": float(f"{distances[i]:.7g}")} for i in order],
        "principalPoints": numbers(centred @ axes.T),
        "explained": numbers(deviations[:2] ** 2 / (deviations**2).sum()),
        "predicted": likely.argmax(1).tolist(),
        "confidence": numbers(likely.max(1).values),
        "strongestNode": strongest_node,
        "strongest": [
            [{"image": int(i) + 1, "value": float(f"{peaks[i, m]:.7g}")} for i in peaks[:, m].argsort(descending=True)[:9]]
            for m in range(peaks.shape[1])
        ],
    }


CASES = [
    case("chain", Chain(), [0.003, 0.004], [-0.4, -0.5], [(3, 1), (6, 4), (9, 2), (11, 0)], 6, 10),
    case("branches", Branches(), [1 / 255], [-0.5], [(3, 0), (5, 1), (8, 4), (11, 0)], 8, 10),
]

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(CASES) + "\n")
