"""The models of the benches in PyTorch, layer for layer and with the parameters in the same order, and their optimizers."""

import numpy as np
import torch
from torch import nn


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120), nn.Tanh(),
        nn.Linear(120, 84), nn.Tanh(),
        nn.Linear(84, 10),
    )


def cifar():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(inplace=True),
        nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(inplace=True),
        nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4096, 512), nn.ReLU(inplace=True),
        nn.Linear(512, 10),
    )


def normalised(channels, out, size, stride=1, groups=1):
    convolution = nn.Conv2d(channels, out, size, stride=stride, padding=size // 2, groups=groups, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(out))


class Residual(nn.Module):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.first = normalised(channels, out, 3, stride)
        self.second = normalised(out, out, 3)
        self.shortcut = nn.Identity() if stride == 1 else normalised(channels, out, 1, stride)

    def forward(self, x):
        return torch.relu_(self.second(torch.relu_(self.first(x))) + self.shortcut(x))


def resnet20():
    layers = [normalised(3, 16, 3), nn.ReLU(inplace=True)]
    channels = 16
    for out, first in [(16, 1), (32, 2), (64, 2)]:
        for stride in [first, 1, 1]:
            layers.append(Residual(channels, out, stride))
            channels = out
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class InvertedResidual(nn.Module):
    def __init__(self, channels, out, expansion, stride):
        super().__init__()
        wide = channels * expansion
        expand = [] if expansion == 1 else [normalised(channels, wide, 1), nn.ReLU(inplace=True)]
        depthwise = [normalised(wide, wide, 3, stride, groups=wide), nn.ReLU(inplace=True)]
        self.layers = nn.Sequential(*expand, *depthwise, normalised(wide, out, 1))
        self.skips = stride == 1 and channels == out

    def forward(self, x):
        return x + self.layers(x) if self.skips else self.layers(x)


def mobilenet():
    layers = [normalised(3, 16, 3, 2), nn.ReLU(inplace=True)]
    channels = 16
    for out, expansion, repeats, first in [(16, 1, 1, 1), (24, 6, 2, 2), (32, 6, 2, 2), (64, 6, 2, 2)]:
        for index in range(repeats):
            layers.append(InvertedResidual(channels, out, expansion, first if index == 0 else 1))
            channels = out
    layers += [normalised(channels, 256, 1), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 10))


def alexnet():
    return nn.Sequential(
        nn.Conv2d(3, 96, 11, stride=4), nn.ReLU(inplace=True), nn.LocalResponseNorm(5, 5e-4, 0.75, 2), nn.MaxPool2d(3, 2),
        nn.Conv2d(96, 256, 5, padding=2), nn.ReLU(inplace=True), nn.LocalResponseNorm(5, 5e-4, 0.75, 2), nn.MaxPool2d(3, 2),
        nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(inplace=True),
        nn.Conv2d(384, 384, 3, padding=1), nn.ReLU(inplace=True),
        nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2),
        nn.Flatten(),
        nn.Linear(9216, 4096), nn.ReLU(inplace=True), nn.Dropout(),
        nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Dropout(),
        nn.Linear(4096, 1000),
    )


builders = {builder.__name__: builder for builder in [lenet5, cifar, resnet20, mobilenet, alexnet]}
optimizers = {
    "lenet5": lambda parameters: torch.optim.Adam(parameters, lr=2e-3),
    "cifar": lambda parameters: torch.optim.Adam(parameters, lr=1e-3),
    "resnet20": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9, weight_decay=1e-4),
    "mobilenet": lambda parameters: torch.optim.Adam(parameters, lr=1e-3),
    "alexnet": lambda parameters: torch.optim.SGD(parameters, lr=0.01, momentum=0.9, weight_decay=5e-4),
}


def load_parameters(model, file):
    """Parameters from one file of float32 values, in the order of the layers."""
    values = np.fromfile(file, np.float32)
    parameters = list(model.parameters())
    expected = sum(parameter.numel() for parameter in parameters)
    if len(values) != expected:
        raise SystemExit(f"{file} has {len(values)} values; the model has {expected} parameters")
    start = 0
    with torch.no_grad():
        for parameter in parameters:
            parameter.copy_(torch.from_numpy(values[start : start + parameter.numel()]).view_as(parameter))
            start += parameter.numel()


def train_step(model, optimizer, loss_function, images, labels):
    """One step; the loss as a number, which waits for the device."""
    optimizer.zero_grad()
    loss = loss_function(model(images), labels)
    loss.backward()
    optimizer.step()
    return loss.item()
