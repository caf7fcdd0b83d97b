"""Parameters, and multiply-adds counted by hooks on convolutions and linear modules, of torchvision's models as JSON."""

import json

import torch
from torch import nn
from torchvision import models

builders = {
    "alexnet-torchvision": models.alexnet,
    "vgg16": models.vgg16,
    "googlenet": lambda: models.googlenet(aux_logits=False, init_weights=False),
    "resnet18": models.resnet18,
    "resnet50": models.resnet50,
    "squeezenet": models.squeezenet1_1,
    "mobilenetv2": models.mobilenet_v2,
    "densenet121": models.densenet121,
}


def counts(model):
    macs = 0

    def count(module, _, output):
        nonlocal macs
        # Every output value takes as many multiply-adds as its unit has weights.
        macs += output.numel() * module.weight[0].numel()

    for module in model.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.register_forward_hook(count)
    with torch.no_grad():
        model.eval()(torch.zeros(1, 3, 224, 224))
    return {"params": sum(parameter.numel() for parameter in model.parameters()), "macs": macs}


print(json.dumps({name: counts(build()) for name, build in builders.items()}))
